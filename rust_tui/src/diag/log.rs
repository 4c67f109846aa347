//! The log: a file written on its own thread, so that no caller waits for the disk.
//!
//! Holds numbers, states and errors, never what was said or shown. `PARLO_LOG` selects what is
//! written, in the syntax of `tracing_subscriber::EnvFilter` (default `info`). A log that cannot be
//! written, or is removed, is reported once; nothing else depends on it.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use parlo_core::sink::Sink;
use rustix::fs::OFlags;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use super::clean::Clean;
use super::remedy::remedy_for;

/// A log larger than this is rotated when parlo starts; the last one is kept as `.old`.
const ROTATE_BYTES: u64 = 4 * 1024 * 1024;
/// Lines that may wait for the disk; more are dropped.
const WAITING_LINES: usize = 8_192;

/// The log of this process; dropping it writes what is left.
pub struct Log {
    _worker: Option<WorkerGuard>,
}

impl Log {
    /// Begins to log into the file. parlo goes on without a log where that cannot be; what goes wrong
    /// with it, and what to try, goes to `troubles`.
    pub fn start(path: &Path, filter: Option<&str>, troubles: Sink<String>) -> Self {
        let filter = filter.filter(|filter| !filter.is_empty()).unwrap_or("info");
        let filter = filter_of(filter).unwrap_or_else(|| {
            troubles.send(format!(
                "PARLO_LOG={filter}: is no level; set it to error, warn, info, debug, trace or off"
            ));
            EnvFilter::new("info")
        });
        let worker = match LogFile::open(path, troubles.clone()) {
            Ok(file) => Some(log_into(file, filter)),
            Err(error) => {
                troubles.send(unwritten(path, &error));
                None
            }
        };
        Self { _worker: worker }
    }
}

/// A filter as written, unless it would let nothing through: a single word that is no level would
/// be read as the name of a module and exclude all others.
fn filter_of(written: &str) -> Option<EnvFilter> {
    let is_known = |part: &str| {
        part.contains(['=', '[', ':'])
            || part.starts_with("parlo")
            || part.parse::<LevelFilter>().is_ok()
    };
    let filter = EnvFilter::try_new(written).ok()?;
    written.split(',').map(str::trim).all(is_known).then_some(filter)
}

fn log_into(file: LogFile, filter: EnvFilter) -> WorkerGuard {
    let (writer, worker) =
        NonBlockingBuilder::default().lossy(true).buffered_lines_limit(WAITING_LINES).finish(file);
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // A log is read in a terminal.
        .with_writer(move || Clean(writer.clone()))
        .with_ansi(false)
        .finish();
    // Only a second call in one process could fail, and then the first log stays.
    let _ = tracing::subscriber::set_global_default(subscriber);
    worker
}

/// The file, on the log's thread.
struct LogFile {
    path: PathBuf,
    file: File,
    /// The first trouble is reported, and what follows from it is not.
    troubles: Option<Sink<String>>,
}

impl LogFile {
    fn open(path: &Path, troubles: Sink<String>) -> io::Result<Self> {
        create_private_parent(path)?;
        if std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() > ROTATE_BYTES) {
            std::fs::rename(path, path.with_extension("log.old"))?;
        }
        let file = append_private(path)?;
        // An existing file may be readable by others.
        if file.metadata()?.is_file() {
            file.set_permissions(Permissions::from_mode(0o600))?;
        }
        Ok(Self { path: path.to_owned(), file, troubles: Some(troubles) })
    }

    fn report_once(&mut self, trouble: String) {
        if let Some(troubles) = self.troubles.take() {
            troubles.send(trouble);
        }
    }

    /// Whether the path leads to another file than the open one, or to none.
    fn is_gone(&self) -> bool {
        let identity = |file: std::fs::Metadata| (file.dev(), file.ino());
        let open = self.file.metadata().ok().map(identity);
        open.is_some() && std::fs::metadata(&self.path).ok().map(identity) != open
    }

    fn write_line(&mut self, line: &[u8]) -> io::Result<()> {
        if self.is_gone() {
            create_private_parent(&self.path)?;
            self.file = append_private(&self.path)?;
            let path = self.path.display();
            self.report_once(format!("the log was removed; continuing in a new file, {path}"));
        }
        self.file.write_all(line)
    }
}

impl Write for LogFile {
    /// Reports the whole line as written in any case: a lost line is no reason to stop.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.write_line(line) {
            self.report_once(unwritten(&self.path, &error));
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn unwritten(path: &Path, error: &io::Error) -> String {
    let remedy = remedy_for(error);
    format!("no log; {remedy} or give --log-file: {}: {error}", path.display())
}

/// Creates the folder of a file, for this user only.
pub(super) fn create_private_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => {
            DirBuilder::new().recursive(true).mode(0o700).create(parent)
        }
        _ => Ok(()),
    }
}

/// Opens a file to append to; a new one is for this user only.
pub(super) fn append_private(path: &Path) -> io::Result<File> {
    // A pipe that nobody reads fails instead of waiting for a reader.
    let without_waiting = OFlags::NONBLOCK.bits().cast_signed();
    let mut options = OpenOptions::new();
    options.create(true).append(true).mode(0o600).custom_flags(without_waiting).open(path)
}

#[cfg(test)]
mod tests;
