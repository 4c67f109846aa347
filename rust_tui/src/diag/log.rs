//! The log: a file written by a thread of its own, so that no caller waits for the disk.
//!
//! Holds figures, states and errors, never what was said or shown. `PARLO_LOG` selects what is
//! written, in the syntax of `tracing_subscriber::EnvFilter` (default `info`).

use super::clean::Clean;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

/// A log larger than this is begun anew when parlo starts; the last one is kept as `.old`.
const ROTATE_BYTES: u64 = 4 * 1024 * 1024;
/// Lines that may wait for the disk; more are dropped rather than waited for.
const WAITING_LINES: usize = 8_192;

/// Keeps the log open; dropping it writes what is left.
pub struct LogGuard {
    _worker: WorkerGuard,
}

/// Begins to log into the file.
///
/// # Errors
/// The file cannot be created; parlo can go on without a log.
pub fn start(path: &Path, filter: Option<&str>) -> std::io::Result<LogGuard> {
    let file = open(path)?;
    let (writer, worker) =
        NonBlockingBuilder::default().lossy(true).buffered_lines_limit(WAITING_LINES).finish(file);
    let filter =
        EnvFilter::try_new(filter.unwrap_or("info")).unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // A log is read in a terminal.
        .with_writer(move || Clean(writer.clone()))
        .with_ansi(false)
        .finish();
    // Only a second call in one process could fail, and then the first log goes on.
    let _ = tracing::subscriber::set_global_default(subscriber);
    Ok(LogGuard { _worker: worker })
}

fn open(path: &Path) -> std::io::Result<File> {
    create_private_parent(path)?;
    if std::fs::metadata(path).is_ok_and(|meta| meta.len() > ROTATE_BYTES) {
        std::fs::rename(path, path.with_extension("log.old"))?;
    }
    append_private(path)
}

/// Creates the folder of a file, for this user only.
pub(super) fn create_private_parent(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => {
            DirBuilder::new().recursive(true).mode(0o700).create(parent)
        }
        _ => Ok(()),
    }
}

/// Opens a file to append to; a new one is for this user only.
pub(super) fn append_private(path: &Path) -> std::io::Result<File> {
    let mut file = OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    // Fails here, not at the first line, on a disk that takes nothing.
    file.flush()?;
    Ok(file)
}
