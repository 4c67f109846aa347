//! One piece of a CTranslate2 model: a file, or an entry of a zip archive, read as a stream.
//!
//! Sizes an archive claims are not believed: every read is capped. What is compressed or cut in
//! parts is joined in an unnamed temporary file, because the converter seeks.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::ModelError;
use super::error::with_remedy;

/// Weights hardly compress. An entry that unpacks to more than so many times its packed size, and to
/// more than that many bytes, is made to fill the disk.
const MOST_RATIO: u64 = 20;
const HARMLESS_BYTES: u64 = 64 * 1024 * 1024;

/// Where a piece lies.
#[derive(Debug, Clone)]
pub(super) enum Place {
    File(PathBuf),
    Entry { archive: PathBuf, index: usize },
}

impl Place {
    fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::Entry { archive: path, .. } => path,
        }
    }

    /// Hands the bytes to `sink`, `cap` of them at most.
    fn copy_to(&self, mut cap: u64, sink: &mut dyn io::Write) -> Result<u64, ModelError> {
        let path = self.path();
        // One byte beyond the cap distinguishes "too large" from "just fits".
        let copied = match self {
            Self::File(path) => {
                let file = File::open(path).map_err(ModelError::io("open", path))?;
                io::copy(&mut file.take(cap + 1), sink)
            }
            Self::Entry { archive, index } => {
                let mut archive = open_archive(archive)?;
                let entry = archive.by_index(*index).map_err(|error| bad_archive(path, &error))?;
                let most = entry.compressed_size().saturating_mul(MOST_RATIO);
                cap = cap.min(most.max(HARMLESS_BYTES));
                io::copy(&mut entry.take(cap + 1), sink)
            }
        };
        let copied = copied.map_err(|error| {
            ModelError::import(path, format!("unpacking it failed: {}", with_remedy(error)))
        })?;
        if copied > cap {
            return Err(ModelError::import(
                path,
                format!("a piece of it is larger than {cap} bytes; that is no Whisper model"),
            ));
        }
        Ok(copied)
    }

    pub(super) fn read_all(&self, cap: u64) -> Result<Vec<u8>, ModelError> {
        let mut bytes = Vec::new();
        self.copy_to(cap, &mut bytes)?;
        Ok(bytes)
    }
}

/// Reads the table of contents of the zip archive at `path`.
pub(super) fn open_archive(path: &Path) -> Result<ZipArchive<io::BufReader<File>>, ModelError> {
    let file = File::open(path).map_err(ModelError::io("open", path))?;
    ZipArchive::new(io::BufReader::new(file)).map_err(|error| bad_archive(path, &error))
}

fn bad_archive(path: &Path, error: &zip::result::ZipError) -> ModelError {
    ModelError::import(path, format!("it is no readable zip archive ({error}); fetch it again"))
}

/// Puts the parts, `cap` bytes at most, one after the other into a file without a name.
pub(super) fn join(parts: Vec<Place>, cap: u64, scratch: &Path) -> Result<File, ModelError> {
    let mut joined = tempfile::tempfile_in(scratch)
        .map_err(ModelError::io("create a temporary file in", scratch))?;
    let mut left = cap;
    for part in parts {
        left -= part.copy_to(left, &mut joined)?;
    }
    joined.rewind().map_err(ModelError::io("rewind a temporary file in", scratch))?;
    Ok(joined)
}

#[cfg(test)]
mod tests;
