//! The environment over the configuration file: `PARLO_TABLE_KEY` for every setting of the table,
//! as in `PARLO_VOICE_SILENCE_TAIL_MS=700`.
//!
//! A value is written as in the settings layer; an empty one counts as none. A name that begins with
//! `PARLO_` and means nothing is an error, as an unknown key of the file is: a setting that is
//! silently not in force is worse.

use std::ffi::OsString;

use anyhow::Result;
use toml_edit::Value;

use super::Settings;
use super::explain::Problem;
use super::failure::usage;
use super::nearest::probable;
use super::table::{SETTINGS, Setting};
use super::value::Refusal;

const PREFIX: &str = "PARLO_";
/// Variables that are no settings: two for users, one of parlo's own, and those of the
/// repository's scripts and tests.
const OTHERS: [&str; 5] = [
    "PARLO_MODEL_DIR",
    "PARLO_LOG",
    "PARLO_STARTED_AGAIN",
    "PARLO_ALL_AGENTS",
    "PARLO_RECORD_SESSIONS",
];
/// What the names of variables begin with that are for the tests alone.
const OF_TESTS: &str = "PARLO_TEST_";

/// What the environment says of the settings.
#[derive(Debug, Clone, Default)]
pub struct Environment(Vec<(&'static Setting, Value)>);

impl Environment {
    /// Reads the variables that begin with `PARLO_`.
    ///
    /// # Errors
    /// One means no setting, or is not written like a value of it.
    pub fn of(variables: impl Iterator<Item = (OsString, OsString)>) -> Result<Self> {
        let mut values = Vec::new();
        for (name, value) in variables {
            let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else {
                continue;
            };
            if OTHERS.contains(&name) || name.starts_with(OF_TESTS) {
                continue;
            }
            let setting = SETTINGS
                .iter()
                .find(|setting| setting.names().any(|its| variable_of(its) == name))
                .ok_or_else(|| unknown(name))?;
            let value = value
                .to_str()
                .ok_or_else(|| usage(format!("{name}: is not UTF-8; write it again")))?;
            let value = setting.parse(value).map_err(|error| usage(format!("{name}: {error}")))?;
            values.extend(value.map(|value| (setting, value)));
        }
        Ok(Self(values))
    }

    /// How many settings it has values for.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has a value for a setting.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(setting, _)| setting.name == name)
    }

    /// Removes a setting.
    pub(super) fn forget(&mut self, name: &str) {
        self.0.retain(|(setting, _)| setting.name != name);
    }

    /// Changes the settings as the variables say.
    ///
    /// # Errors
    /// A value cannot work.
    pub(super) fn lay_over(&self, settings: &mut Settings) -> Result<()> {
        for (setting, value) in &self.0 {
            setting.read(settings, value).map_err(|refusal| {
                let (table, key) = setting.place();
                let problem = match refusal {
                    Refusal::Type(expected) => format!("is not {expected}"),
                    Refusal::Value(problem) => problem,
                };
                usage(format!("{}: [{table}] {key}: {problem}", setting.variable()))
            })?;
        }
        Ok(())
    }

    /// A problem that these values cause, under the name of the variable that it is about.
    pub(super) fn blamed(&self, problem: Problem) -> anyhow::Error {
        let problem = match problem {
            Problem::Value(problem) => problem,
            Problem::OtherFile(error) => return error,
        };
        let speaks_of = |setting: &Setting| {
            let (table, key) = setting.place();
            problem.starts_with(&format!("[{table}] {key}:"))
        };
        let names: Vec<String> = match self.0.iter().find(|(setting, _)| speaks_of(setting)) {
            Some((setting, _)) => vec![setting.variable()],
            None => self.0.iter().map(|(setting, _)| setting.variable()).collect(),
        };
        usage(format!("{}: {problem}", names.join(", ")))
    }
}

impl Setting {
    /// The variable that sets it.
    pub fn variable(&self) -> String {
        variable_of(self.name)
    }
}

fn variable_of(name: &str) -> String {
    format!("{PREFIX}{}", name.replace('.', "_").to_uppercase())
}

fn unknown(name: &str) -> anyhow::Error {
    // All begin alike, which must not count as a likeness.
    let bare = |name: &str| name.trim_start_matches(PREFIX).to_uppercase();
    let settings = SETTINGS.iter().map(|setting| bare(&setting.variable()));
    let known: Vec<String> = settings.chain(OTHERS[..2].iter().map(|name| bare(name))).collect();
    let meant = match probable(&bare(name), known.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean {PREFIX}{meant}? Else unset it"),
        None => "unset it; `parlo config show` lists what can be set".to_owned(),
    };
    usage(format!("{name}: there is no such variable; {meant}"))
}

#[cfg(test)]
mod tests;
