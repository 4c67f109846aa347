//! Downloads one file: resumed, capped, hashed, and put in place only when it is right.
//!
//! Bytes go to `FILE.part`, which survives an interruption; the next call asks for the rest with a
//! `Range` request. Only after the SHA-1 matches is the part synced and renamed, so a file under
//! its final name is always whole. A lock on the part keeps two downloads of one model apart.

use std::fs::{File, OpenOptions, Permissions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::process::geteuid;
use ureq::Body;
use ureq::http::{Response, StatusCode, header};

use super::request::{Source, download_error, request};
use super::{ModelError, checksum};

const CHUNK_BYTES: usize = 256 * 1024;

/// How far a long operation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes (downloads) or tensors (imports) done.
    pub done: u64,
    /// How many there are, where that is known.
    pub total: Option<u64>,
}

/// Called after every piece of a download; says whether to go on.
pub type OnProgress<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// Downloads `source` to `destination` and calls `progress` after every piece.
///
/// Returns how many bytes were on disk already when it began.
pub(super) fn fetch(
    source: &Source,
    destination: &Path,
    progress: &mut OnProgress,
) -> Result<u64, ModelError> {
    let path = part_path(destination);
    let file = open_part(&path)?;
    let mut part = Part { source, destination, file, path };
    let result = part.fetch(progress);
    // Nothing came: leave no trace of the attempt.
    if result.is_err() && std::fs::metadata(&part.path).is_ok_and(|part| part.len() == 0) {
        part.discard();
    }
    result
}

/// Where an unfinished download of `destination` is kept.
pub(super) fn part_path(destination: &Path) -> PathBuf {
    let mut name = destination.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// Opens the part, which is this user's own file and no other's, and locks it.
fn open_part(path: &Path) -> Result<File, ModelError> {
    let refused = |reason: &str| ModelError::Io {
        action: "write",
        path: path.to_owned(),
        reason: std::io::Error::other(reason.to_owned()),
    };
    let no_link_no_waiting = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    let part = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(no_link_no_waiting)
        .open(path)
        .map_err(|error| match Errno::from_io_error(&error) {
            Some(Errno::LOOP) => refused(NOT_OURS),
            _ => ModelError::io("create", path)(error),
        })?;
    match part.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(refused(ANOTHER_PARLO)),
        Err(TryLockError::Error(source)) => return Err(ModelError::io("lock", path)(source)),
    }
    let opened = part.metadata().map_err(ModelError::io("read", path))?;
    if !opened.is_file() || opened.nlink() > 1 || opened.uid() != geteuid().as_raw() {
        return Err(refused(NOT_OURS));
    }
    // Another parlo may have put it in place between the opening and the lock: it is the model now.
    let is_there = |there: std::fs::Metadata| (there.dev(), there.ino());
    if std::fs::symlink_metadata(path).ok().map(is_there) != Some(is_there(opened)) {
        return Err(refused(ANOTHER_PARLO));
    }
    part.set_permissions(Permissions::from_mode(0o600)).map_err(ModelError::io("write", path))?;
    Ok(part)
}

const ANOTHER_PARLO: &str = "another parlo is downloading it; wait for that one";
const NOT_OURS: &str =
    "it is a link, or somebody else's file; remove it and run the same command again";

/// Whether a partial answer begins where it was asked to: `Content-Range: bytes 100-199/200`.
fn starts_at(response: &Response<Body>, offset: u64) -> bool {
    response
        .headers()
        .get(header::CONTENT_RANGE)
        .and_then(|value| value.to_str().ok())
        .and_then(|range| range.strip_prefix("bytes "))
        .and_then(|range| range.split('-').next())
        .is_some_and(|start| start.parse() == Ok(offset))
}

/// A download that is not finished.
struct Part<'a> {
    source: &'a Source,
    destination: &'a Path,
    file: File,
    path: PathBuf,
}

impl Part<'_> {
    /// Fetches what is missing; yields how much was there.
    fn fetch(&mut self, progress: &mut OnProgress) -> Result<u64, ModelError> {
        let there = self.file.seek(SeekFrom::End(0)).map_err(ModelError::io("read", &self.path))?;
        let response = request(self.source, there)?;
        match response.status() {
            StatusCode::PARTIAL_CONTENT if starts_at(&response, there) => {}
            // The part is already as long as the file, or longer: its hash decides.
            StatusCode::RANGE_NOT_SATISFIABLE if there > 0 => {
                self.finish()?;
                return Ok(there);
            }
            StatusCode::OK => {
                let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
                emptied.map_err(ModelError::io("empty", &self.path))?;
            }
            status => {
                return Err(download_error(
                    self.source,
                    format!(
                        "the server answered {status}; try again later, or fetch the file another way and put it into the model directory"
                    ),
                ));
            }
        }
        self.receive(response, progress)?;
        self.finish()?;
        Ok(there)
    }

    fn receive(
        &mut self,
        response: Response<Body>,
        progress: &mut OnProgress,
    ) -> Result<(), ModelError> {
        let mut received_bytes =
            self.file.stream_position().map_err(ModelError::io("read", &self.path))?;
        let total =
            response.body().content_length().map(|left| left.saturating_add(received_bytes));
        if total.is_some_and(|total| total > self.source.byte_cap) {
            return Err(self.too_large());
        }
        let url = &self.source.url;
        let broken_off = |received_bytes: u64, reason: String| ModelError::TransferInterrupted {
            url: url.clone(),
            received_bytes,
            reason,
        };
        let mut body = response.into_body().into_reader();
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            if progress(Progress { done: received_bytes, total }).is_break() {
                return Err(ModelError::Stopped { received_bytes });
            }
            let count = body
                .read(&mut chunk)
                .map_err(|error| broken_off(received_bytes, error.to_string()))?;
            if count == 0 {
                break;
            }
            received_bytes += count as u64;
            if received_bytes > self.source.byte_cap {
                return Err(self.too_large());
            }
            self.file.write_all(&chunk[..count]).map_err(ModelError::io("write", &self.path))?;
        }
        match total.unwrap_or_default().saturating_sub(received_bytes) {
            0 => Ok(()),
            missing => Err(broken_off(received_bytes, format!("{missing} bytes are missing"))),
        }
    }

    /// Also throws the part away: going on from it cannot end well.
    fn too_large(&self) -> ModelError {
        self.discard();
        let most = self.source.byte_cap;
        let reason = format!("it is larger than {most} bytes, so it is not the published model");
        download_error(self.source, reason)
    }

    fn discard(&self) {
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!(%error, "an unusable part of a download stays behind");
        }
    }

    fn finish(&self) -> Result<(), ModelError> {
        let actual = checksum::of_file(&self.path)?.sha1;
        if actual != self.source.sha1 {
            self.discard();
            return Err(ModelError::HashMismatch {
                path: self.path.clone(),
                algorithm: "SHA-1",
                expected: self.source.sha1.clone(),
                actual,
                remedy: "it was thrown away; run the same command again".to_owned(),
            });
        }
        self.file.sync_all().map_err(ModelError::io("write", &self.path))?;
        let destination = self.destination;
        std::fs::rename(&self.path, destination).map_err(ModelError::io("create", destination))?;
        super::store::sync_directory_of(destination)
    }
}

#[cfg(test)]
pub(super) mod tests;
