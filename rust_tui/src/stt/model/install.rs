//! Brings a published model into the model directory.

use std::path::{Path, PathBuf};

use super::catalog::CatalogEntry;
use super::fetch::{OnProgress, fetch};
use super::request::Source;
use super::store::{create_directory, path_of, record_path};
use super::{ModelError, ModelInfo, inspect};

/// What to do about a model that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reinstall {
    /// Keep it if it is whole.
    IfDamaged,
    /// Download it again in any case.
    Always,
}

/// What an installation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Installation {
    /// The model was there, whole by inspection; nothing was downloaded.
    AlreadyThere {
        /// The file.
        path: PathBuf,
        /// What it is.
        info: ModelInfo,
    },
    /// The published file was downloaded and its hash matched.
    Downloaded {
        /// The file.
        path: PathBuf,
        /// What it is.
        info: ModelInfo,
        /// Bytes an earlier, interrupted download had left.
        resumed_from: u64,
    },
}

/// Installs `entry` into `directory`, which is created if need be.
///
/// # Errors
///
/// [`ModelError::Unreachable`], [`ModelError::Download`], [`ModelError::TransferInterrupted`],
/// [`ModelError::Stopped`] where `progress` said so,
/// [`ModelError::HashMismatch`] or [`ModelError::Io`]; a model that was there before is untouched
/// by any of them.
pub fn install(
    entry: &CatalogEntry,
    directory: &Path,
    reinstall: Reinstall,
    progress: &mut OnProgress,
) -> Result<Installation, ModelError> {
    install_from(&Source::of(entry), entry.name, directory, reinstall, progress)
}

/// As [`install`], from any source.
pub(super) fn install_from(
    source: &Source,
    name: &str,
    directory: &Path,
    reinstall: Reinstall,
    progress: &mut OnProgress,
) -> Result<Installation, ModelError> {
    let path = path_of(name, directory)?;
    if reinstall == Reinstall::IfDamaged {
        match inspect(&path) {
            Ok(info) => return Ok(Installation::AlreadyThere { path, info }),
            Err(reason) => tracing::debug!(%reason, "no whole model is there; downloading"),
        }
    }
    create_directory(directory)?;
    let resumed_from = fetch(source, &path, progress)?;
    // The record of an import that had this name does not describe the published file.
    if let Err(error) = std::fs::remove_file(record_path(&path))
        && error.kind() != std::io::ErrorKind::NotFound
    {
        return Err(ModelError::io("remove", &record_path(&path))(error));
    }
    let info = inspect(&path)?;
    Ok(Installation::Downloaded { path, info, resumed_from })
}

#[cfg(test)]
mod tests;
