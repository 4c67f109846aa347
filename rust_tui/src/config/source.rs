//! Where settings come from, in what order, kept for as long as a session runs, so that one of them can be changed
//! in the file and all of them read again.

use super::environment::Environment;
use super::failure::usage;
use super::table::Setting;
use super::{Need, Overrides, Settings, paths, text_file, write};
use crate::ui::layers::Origin;
use anyhow::{Context, Result, anyhow};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

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

/// What tells one state of a file from another without reading it: its size, when it was written,
/// and which file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileState(u64, i64, i64, u64);

impl FileState {
    fn of(path: &Path) -> Option<FileState> {
        let file = std::fs::metadata(path).ok()?;
        Some(FileState(file.len(), file.mtime(), file.mtime_nsec(), file.ino()))
    }
}

impl ConfigSource {
    /// The file, which must be there if it is named, and what the command line says; without the
    /// environment.
    ///
    /// # Errors
    /// No file is named and there is no home folder.
    pub fn new(path: Option<&Path>, overrides: Overrides) -> Result<ConfigSource> {
        let (path, need) = match path {
            Some(path) => (path.to_owned(), Need::MustExist),
            None => (paths::config_file()?, Need::MayBeMissing),
        };
        let seen = FileState::of(&path);
        let environment = Environment::default();
        Ok(ConfigSource { path, need, environment, overrides, seen })
    }

    /// The same with the environment of this process.
    ///
    /// # Errors
    /// A variable in it means nothing, or is not written like a value.
    pub fn with_environment(self) -> Result<ConfigSource> {
        Ok(ConfigSource { environment: Environment::of(std::env::vars_os())?, ..self })
    }

    /// The configuration file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many settings the environment speaks of.
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

    /// What a file with this text would mean.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn settings(&self, text: &str) -> Result<Settings> {
        let settings = Settings::of_text(self, text)?;
        if self.environment.len() == 0 {
            return Ok(settings);
        }
        // The file can work, so what does not is due to the environment.
        let text = self.environment.laid_over(text).map_err(|problem| anyhow!(problem))?;
        Settings::of_text(self, &text)
            .map_err(|error| self.environment.blamed(&self.shortened(&error)))
    }

    /// Whether somebody else has written the file, or removed it, since this was last asked.
    pub fn is_edited(&mut self) -> bool {
        let seen = FileState::of(&self.path);
        std::mem::replace(&mut self.seen, seen) != seen
    }

    fn text(&self, need: Need) -> Result<String> {
        match text_file::read(&self.path) {
            Ok(text) => Ok(text),
            Err(error) if need == Need::MayBeMissing && error.kind() == ErrorKind::NotFound => {
                Ok(String::new())
            }
            Err(error) => Err(usage(format!("{}: cannot be read: {error}", self.path.display()))),
        }
    }

    /// Gives a setting a value as it is typed, or its default, for this session and in the file.
    /// What command line and environment said of it is forgotten. `check` may refuse the settings that would
    /// result.
    ///
    /// # Errors
    /// The value cannot work, the file has come to be invalid, or it cannot be written. Nothing has
    /// changed then, here or there.
    pub fn set(
        &mut self,
        setting: &Setting,
        typed: Option<&str>,
        check: impl FnOnce(&Settings) -> Result<()>,
    ) -> Result<Settings> {
        let value = setting.parse(typed.unwrap_or_default()).map_err(|problem| anyhow!(problem))?;
        // Read again: it may have been edited meanwhile, and that is not to be undone.
        let text = self.text(Need::MayBeMissing)?;
        self.settings(&text).context("the file has an error, so nothing was saved")?;
        let (table, key) = setting.place();
        let new_text = write::with_value(&text, table, key, value.as_ref())
            .map_err(|problem| anyhow!("{}: {problem}", self.path.display()))?;
        let mut source = self.clone();
        source.overrides.forget(setting.name);
        source.environment.forget(setting.name);
        let settings =
            source.settings(&new_text).map_err(|error| anyhow!(self.shortened(&error)))?;
        check(&settings)?;
        if new_text != text {
            write::put(&self.path, &text, &new_text)?;
            source.seen = FileState::of(&self.path);
        }
        *self = source;
        Ok(settings)
    }

    /// Who says what a setting is.
    pub fn origin_of(&self, setting: &Setting) -> Origin {
        if self.overrides.has(setting.name) {
            Origin::CommandLine
        } else if self.environment.has(setting.name) {
            Origin::Environment
        } else if self.has_in_file(setting) {
            Origin::File
        } else {
            Origin::Default
        }
    }

    /// Whether the file has a key.
    pub fn has_in_file(&self, setting: &Setting) -> bool {
        let Ok(text) = self.text(Need::MayBeMissing) else { return false };
        let Ok(document) = toml_edit::Document::parse(text) else { return false };
        let (table, key) = setting.place();
        let table = document.get(table).and_then(toml_edit::Item::as_table_like);
        table.is_some_and(|table| table.contains_key(key))
    }

    /// A refusal without the path of the file: the value is not there yet.
    fn shortened(&self, error: &anyhow::Error) -> String {
        let message = error.to_string();
        let path = self.path.display().to_string();
        let rest = message.strip_prefix(&path).map(|rest| rest.trim_start_matches(": "));
        // A place in the text, with the line below it, would be one that nobody has seen.
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
