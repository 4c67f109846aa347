//! The agents' profiles: those compiled in, and over them the user's files in `agents/` beside the
//! configuration file.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::explain::explain;
use super::failure::usage;
use super::text_file;
use crate::session::profile::Profiles;

/// Reads every `*.toml` in the folder, in alphabetical order; it may be missing.
///
/// # Errors
/// A file is unreadable or no profile; names the file, the line and the key.
pub fn load(folder: &Path) -> Result<Profiles> {
    let mut profiles = Profiles::built_in().context("a built-in agent profile")?;
    for path in files_in(folder)? {
        let text = text_file::read(&path)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        profiles.add(&name, &text).map_err(|error| usage(explain(&path, &text, &error)))?;
    }
    Ok(profiles)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |error| text_file::unreadable(folder, &error);
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut files = paths.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests;
