//! SHA-1 and SHA-256 of files and streams, as lower-case hexadecimal.
//!
//! SHA-1 only because the published collection lists nothing else; what parlo records itself is
//! SHA-256.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::ModelError;

/// How much is read between two hash updates. Larger gains nothing measurable.
const CHUNK_BYTES: usize = 256 * 1024;

/// Both sums of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checksums {
    pub(super) sha1: String,
    pub(super) sha256: String,
}

/// Hashes the file at `path` in one pass.
pub(super) fn of_file(path: &Path) -> Result<Checksums, ModelError> {
    let mut file = File::open(path).map_err(ModelError::io("open", path))?;
    let mut sha1 = Sha1::new();
    let mut sha256 = Sha256::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let count = file.read(&mut chunk).map_err(ModelError::io("read", path))?;
        if count == 0 {
            break;
        }
        sha1.update(&chunk[..count]);
        sha256.update(&chunk[..count]);
    }
    Ok(Checksums { sha1: hexadecimal(&sha1.finalize()), sha256: hexadecimal(&sha256.finalize()) })
}

/// A writer that hashes (SHA-256) what passes through it.
pub(super) struct HashingWriter<W> {
    inner: W,
    hasher: Sha256,
}

impl<W: Write> HashingWriter<W> {
    pub(super) fn new(inner: W) -> Self {
        Self { inner, hasher: Sha256::new() }
    }

    /// The inner writer and the sum of all that was written.
    pub(super) fn finish(self) -> (W, String) {
        (self.inner, hexadecimal(&self.hasher.finalize()))
    }
}

impl<W: Write> Write for HashingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
