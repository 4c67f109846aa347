//! Where settings come from, kept for as long as a session runs, so that one of them can be changed
//! in the file and all of them read again.

use super::table::Setting;
use super::{Origin, Settings, write};
use crate::cmd::cli::{Cli, DecodeOptions, HearOptions};
use crate::cmd::failure::usage;
use crate::cmd::paths;
use anyhow::{Context, Result, anyhow};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The configuration file, and what the command line lays over it.
#[derive(Debug, Clone)]
pub struct ConfigSource {
    pub(super) path: PathBuf,
    pub(super) origin: Origin,
    pub(super) decode: DecodeOptions,
    pub(super) hear: HearOptions,
    pub(super) send: Option<String>,
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
    /// What the command line names.
    ///
    /// # Errors
    /// No file is named and there is no home folder.
    pub fn of(cli: &Cli, decode: DecodeOptions, hear: HearOptions) -> Result<ConfigSource> {
        let (path, origin) = match &cli.common.config {
            Some(path) => (path.clone(), Origin::Named),
            None => (paths::config_file()?, Origin::Default),
        };
        let seen = FileState::of(&path);
        Ok(ConfigSource { path, origin, decode, hear, send: cli.send.clone(), seen })
    }

    /// The configuration file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the file and lays the command line over it.
    ///
    /// # Errors
    /// The file is unreadable, or a key or value in it cannot work; names which and what would.
    pub fn load(&self) -> Result<Settings> {
        self.settings(&self.text(self.origin)?)
    }

    /// What a file with this text would mean.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn settings(&self, text: &str) -> Result<Settings> {
        Settings::of_text(self, text)
    }

    /// Whether somebody else has written the file, or removed it, since this was last asked.
    pub fn is_edited(&mut self) -> bool {
        let seen = FileState::of(&self.path);
        std::mem::replace(&mut self.seen, seen) != seen
    }

    fn text(&self, origin: Origin) -> Result<String> {
        match std::fs::read_to_string(&self.path) {
            Ok(text) => Ok(text),
            Err(error) if origin == Origin::Default && error.kind() == ErrorKind::NotFound => {
                Ok(String::new())
            }
            Err(error) => Err(usage(format!("{}: cannot be read: {error}", self.path.display()))),
        }
    }

    /// Gives a setting a value as it is typed, or its default, for this session and in the file.
    /// What the command line said of it is forgotten. `check` may refuse the settings that would
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
        // Read anew: it may have been edited meanwhile, and that is not to be undone.
        let text = self.text(Origin::Default)?;
        self.settings(&text).context("the file has an error, so nothing was saved")?;
        let (table, key) = setting.place();
        let new_text = write::with_value(&text, table, key, value.as_ref())
            .map_err(|problem| anyhow!("{}: {problem}", self.path.display()))?;
        let mut source = self.clone();
        source.forget_option(setting.name);
        let settings = source.settings(&new_text).map_err(|error| self.shortened(&error))?;
        check(&settings)?;
        if new_text != text {
            write::put(&self.path, &text, &new_text)?;
            source.seen = FileState::of(&self.path);
        }
        *self = source;
        Ok(settings)
    }

    /// Whether the command line says what a setting is.
    pub fn is_on_command_line(&self, name: &str) -> bool {
        match name {
            "voice.send" => self.send.is_some(),
            "voice.vad" => self.decode.vad.is_some(),
            "voice.device" => self.hear.device.is_some(),
            "stt.model" => self.decode.model.is_some(),
            "metrics.file" => self.decode.metrics_file.is_some(),
            _ => false,
        }
    }

    fn forget_option(&mut self, name: &str) {
        match name {
            "voice.send" => self.send = None,
            "voice.vad" => self.decode.vad = None,
            "voice.device" => self.hear.device = None,
            "stt.model" => self.decode.model = None,
            "metrics.file" => self.decode.metrics_file = None,
            _ => {}
        }
    }

    /// Whether the file has a key.
    pub fn has_in_file(&self, setting: &Setting) -> bool {
        let Ok(text) = self.text(Origin::Default) else { return false };
        let Ok(document) = toml_edit::Document::parse(text) else { return false };
        let (table, key) = setting.place();
        let table = document.get(table).and_then(toml_edit::Item::as_table_like);
        table.is_some_and(|table| table.contains_key(key))
    }

    /// A refusal without the path of the file: the value is not there yet.
    fn shortened(&self, error: &anyhow::Error) -> anyhow::Error {
        let message = error.to_string();
        let path = self.path.display().to_string();
        let rest = message.strip_prefix(&path).map(|rest| rest.trim_start_matches(": "));
        // A place in the text, with the line below it, would be one that nobody has seen.
        let rest = rest.unwrap_or(&message).lines().next().unwrap_or_default();
        let is_place = |part: &str| part.chars().all(|c| c.is_ascii_digit() || c == ':');
        match rest.split_once(": ") {
            Some((place, problem)) if is_place(place) => anyhow!("{problem}"),
            _ => anyhow!("{rest}"),
        }
    }
}

#[cfg(test)]
mod tests;
