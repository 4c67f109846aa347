//! `parlo doctor`: looks at everything parlo needs, and says of each thing whether it is as it should be and
//! what to do if not.
//!
//! One file per thing looked at; each yields [`Check`]s and prints nothing. What does not depend on
//! anything broken is looked at all the same, so that one run reports everything. Of what is heard
//! only numbers are kept, never a sample or a word.

mod agent;
mod check;
mod files;
mod microphone;
mod model;
mod report;
mod sound_server;
mod terminal;

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use serde_json::json;

use super::cli::DoctorOptions;
use super::print_style::PrintStyle;
use crate::config::{ConfigSource, Settings};
use crate::diag::QuietStderr;
use crate::diag::print;
use crate::ui::theme::Glyphs;
use check::{Check, Verdict};
use report::Report;

/// Looks at everything; yields the exit code. `source` has no environment over it yet, which may be
/// what is wrong. `log` is the file that is logged to.
///
/// # Errors
/// Standard output is closed; what is wrong with parlo is in the answer.
pub fn run(options: &DoctorOptions, source: &ConfigSource, log: Result<PathBuf>) -> Result<u8> {
    // Libraries would write over the report.
    let quiet = QuietStderr::begin()?;
    let (configuration, settings) = files::configuration(source);
    let ascii = options.ascii || settings.as_ref().is_some_and(|settings| settings.ascii);
    let style = PrintStyle::of_stdout(if ascii { Glyphs::Ascii } else { Glyphs::Unicode });
    // Asked before anything is shown, since the questions are put on a screen of their own.
    let terminal = terminal::checks();
    let mut report = Report::new(style, options.json);
    report.begin()?;
    report.add(configuration)?;
    match &settings {
        Some(settings) => look_at(settings, options, &mut report)?,
        None => {
            // A second mistake hides behind the first: without settings there is nothing to start.
            let finding = "agent, microphone and model depend on the configuration";
            let remedy = "correct it, then ask again";
            report.add(Check::warn("the rest", finding, remedy))?;
        }
    }
    for check in terminal {
        report.add(check)?;
    }
    report.add(files::writable(log, settings.as_ref()))?;
    let checks = report.end()?;
    drop(quiet);
    let verdict = checks.iter().map(|check| check.verdict).max().unwrap_or(Verdict::Ok);
    if options.json {
        let checks: Vec<_> = checks.iter().map(Check::to_json).collect();
        let answer = json!({ "parlo": env!("CARGO_PKG_VERSION"), "verdict": verdict.name(),
                             "checks": checks });
        writeln!(print::output(), "{}", print::json(&answer))?;
    }
    Ok(u8::from(verdict == Verdict::Fail))
}

fn look_at(settings: &Settings, options: &DoctorOptions, report: &mut Report) -> Result<()> {
    report.busy("agent")?;
    report.add(agent::check(settings, options.agent.clone()))?;
    let heard = microphone::check(settings, options.listen, &mut |level| report.level(level))?;
    let microphone_works = heard.verdict != Verdict::Fail;
    report.add(heard)?;
    if settings.sample.is_none() {
        report.add(sound_server::check(microphone_works))?;
    }
    report.busy("model")?;
    let (check, model) = model::check(settings);
    report.add(check)?;
    if let Some(model) = model {
        report.busy("decode")?;
        report.add(model::decode(settings, &model))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
