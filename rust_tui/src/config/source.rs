//! Where settings come from, in what order, kept for as long as a session runs, so that one of them
//! can be changed in the file and all of them read again.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use toml_edit::Document;

use super::environment::Environment;
use super::explain::Problem;
use super::file::read_into;
use super::file_state::FileState;
use super::table::{SETTINGS, Setting};
use super::{Interface, Overrides, Settings, paths, profiles, text_file, write};
use crate::ui::layers::Origin;

/// Whether the file has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// The command line names it.
    MustExist,
    /// It is where the platform has it by convention.
    MayBeMissing,
}

/// The configuration file, what the environment lays over it, and the command line over both.
#[derive(Debug, Clone)]
pub struct ConfigSource {
    pub(super) path: PathBuf,
    pub(super) need: Need,
    pub(super) environment: Environment,
    pub(super) overrides: Overrides,
    /// The file as it was when it was last looked at.
    pub(super) seen: Option<FileState>,
}

impl ConfigSource {
    /// The file, which must be there if it is named, and what the command line says; without the
    /// environment.
    ///
    /// # Errors
    /// No file is named and there is no home folder.
    pub fn new(path: Option<&Path>, overrides: Overrides) -> Result<Self> {
        let (path, need) = match path {
            Some(path) => (path.to_owned(), Need::MustExist),
            None => (paths::config_file()?, Need::MayBeMissing),
        };
        let seen = FileState::of(&path);
        let environment = Environment::default();
        Ok(Self { path, need, environment, overrides, seen })
    }

    /// The same with the environment of this process.
    ///
    /// # Errors
    /// A variable in it means nothing, or is not written like a value.
    pub fn with_environment(self) -> Result<Self> {
        Ok(Self { environment: Environment::of(std::env::vars_os())?, ..self })
    }

    /// The configuration file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many settings the environment has values for.
    pub fn variables(&self) -> usize {
        self.environment.len()
    }

    /// Reads the file and lays environment and command line over it.
    ///
    /// # Errors
    /// The file is unreadable, or a key or value in it cannot work; names which and what would.
    pub fn load(&self) -> Result<Settings> {
        self.settings(&self.text(self.need)?)
    }

    /// As [`Self::load`], with what is needed to draw.
    ///
    /// # Errors
    /// As there; or a key is none, or there is no such theme.
    pub fn load_with_interface(&self) -> Result<(Settings, Interface)> {
        self.with_interface(&self.text(self.need)?)
    }

    /// What a file with this text would mean.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn settings(&self, text: &str) -> Result<Settings> {
        self.resolved(text, |settings, _| Ok(settings))
    }

    /// As [`Self::settings`], with what is needed to draw.
    ///
    /// # Errors
    /// As [`Self::load_with_interface`].
    pub fn with_interface(&self, text: &str) -> Result<(Settings, Interface)> {
        self.resolved(text, |settings, folder| {
            let interface = Interface::of(&settings, folder)?;
            Ok((settings, interface))
        })
    }

    /// What `complete` makes of the settings, which is given the folder of the file as well.
    fn resolved<T>(
        &self,
        text: &str,
        complete: impl Fn(Settings, &Path) -> Result<T, Problem>,
    ) -> Result<T> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let complete = |mut settings: Settings| {
            self.overrides.clone().lay_over(&mut settings);
            settings.expand_paths();
            settings.check().map_err(Problem::Value)?;
            complete(settings, folder)
        };
        let mut settings = Settings::default();
        read_into(&mut settings, &self.path, text)?;
        settings.profiles = profiles::load(&folder.join("agents"))?;
        let of_file =
            complete(settings.clone()).map_err(|problem| problem.in_file(&self.path, text))?;
        if self.environment.len() == 0 {
            return Ok(of_file);
        }
        // The file can work, so what does not is due to the environment.
        self.environment.lay_over(&mut settings)?;
        complete(settings).map_err(|problem| self.environment.blamed(problem))
    }

    /// Whether another program has written the file, or removed it, since this was last asked.
    pub fn is_edited(&mut self) -> bool {
        let seen = FileState::of(&self.path);
        std::mem::replace(&mut self.seen, seen) != seen
    }

    fn text(&self, need: Need) -> Result<String> {
        match need {
            Need::MustExist => text_file::read(&self.path),
            Need::MayBeMissing => Ok(text_file::read_if_there(&self.path)?.unwrap_or_default()),
        }
    }

    /// Gives a setting a value as it is typed, or its default, for this session and in the file.
    /// What command line and environment said of it is forgotten. `check` may refuse the settings that
    /// would result.
    ///
    /// # Errors
    /// The value cannot work, the file has become invalid, or it cannot be written. Nothing has
    /// changed then, here or there.
    pub fn set(
        &mut self,
        setting: &Setting,
        typed: Option<&str>,
        check: impl FnOnce(&Settings) -> Result<()>,
    ) -> Result<(Settings, Interface)> {
        let value = setting.parse(typed.unwrap_or_default()).map_err(|problem| anyhow!(problem))?;
        // Read again: it may have been edited meanwhile, and that is not to be undone.
        let text = self.text(Need::MayBeMissing)?;
        self.with_interface(&text).context("the file has an error, so nothing was saved")?;
        let new_text = write::with_setting(&text, setting, value.as_ref())
            .map_err(|problem| anyhow!("{}: {problem}", self.path.display()))?;
        let mut source = self.clone();
        source.overrides.forget(setting.name);
        source.environment.forget(setting.name);
        let (settings, interface) =
            source.with_interface(&new_text).map_err(|error| anyhow!(self.shortened(&error)))?;
        check(&settings)?;
        if new_text != text {
            write::put(&self.path, &text, &new_text)?;
            source.seen = FileState::of(&self.path);
        }
        *self = source;
        Ok((settings, interface))
    }

    /// Who says what each setting is, by the file as it is now.
    pub fn origins(&self) -> impl Fn(&Setting) -> Origin {
        let in_file = self.in_file();
        move |setting| {
            if self.overrides.has(setting.name) {
                Origin::CommandLine
            } else if self.environment.has(setting.name) {
                Origin::Environment
            } else if in_file.iter().any(|(found, _)| found.name == setting.name) {
                Origin::File
            } else {
                Origin::Default
            }
        }
    }

    /// The settings that the file has, and the name by which it has each.
    pub fn in_file(&self) -> Vec<(&'static Setting, &'static str)> {
        let Ok(text) = self.text(Need::MayBeMissing) else { return Vec::new() };
        let Ok(document) = Document::parse(text) else { return Vec::new() };
        let has = |name: &str| {
            let (table, key) = name.split_once('.').unwrap_or_default();
            let table = document.as_table().get(table).and_then(|item| item.as_table_like());
            table.is_some_and(|table| table.contains_key(key))
        };
        let named = |setting| Some((setting, Setting::names(setting).find(|name| has(name))?));
        SETTINGS.iter().filter_map(named).collect()
    }

    /// A refusal without the path of the file: the value is not there yet.
    fn shortened(&self, error: &anyhow::Error) -> String {
        let message = error.to_string();
        let path = self.path.display().to_string();
        let rest = message.strip_prefix(&path).map(|rest| rest.trim_start_matches(": "));
        // A place in the text, with the line below it, would be of a text that is not shown.
        let rest = rest.unwrap_or(&message).lines().next().unwrap_or_default();
        let is_place = |part: &str| part.chars().all(|c| c.is_ascii_digit() || c == ':');
        match rest.split_once(": ") {
            Some((place, problem)) if is_place(place) => problem.to_owned(),
            _ => rest.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
