//! Hashes a model and says where its bytes are known from.

use std::path::Path;

use super::catalog::{self, CatalogEntry};
use super::checksum::{self, Checksums};
use super::store::recorded_sha256;
use super::{ModelError, ModelInfo, inspect};

/// Where a whole model is known from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authenticity {
    /// Byte for byte the published file of that name.
    Published(&'static str),
    /// Byte for byte what importing these packages gives.
    KnownImport(&'static [&'static str]),
    /// Unchanged since it was imported here.
    AsImported,
    /// Whole, but there is nothing to compare it with; its SHA-256.
    Unrecorded(String),
}

/// Inspects and hashes the model at `path`. Takes about a second per gigabyte.
///
/// # Errors
///
/// As [`inspect`]; and [`ModelError::HashMismatch`] when the file is named like a model of the
/// catalogue, or has a recorded hash, and matches none of what it may be.
pub fn verify(path: &Path) -> Result<(ModelInfo, Authenticity), ModelError> {
    let info = inspect(path)?;
    let sums = checksum::of_file(path)?;
    let entry = entry_of(path);
    // A copy under another name is still known by its hash.
    if let Some(known) = recognise(&sums) {
        let is_other = entry.is_some_and(|entry| entry.name != known.0.name);
        if !is_other {
            return Ok((info, known.1));
        }
    }
    let recorded = recorded_sha256(path);
    if recorded.as_ref() == Some(&sums.sha256) {
        return Ok((info, Authenticity::AsImported));
    }
    match (recorded, entry) {
        (Some(expected), _) => Err(mismatch(path, entry, "SHA-256", expected, sums.sha256)),
        (None, Some(entry)) => {
            Err(mismatch(path, Some(entry), "SHA-1", entry.sha1.to_owned(), sums.sha1))
        }
        (None, None) => Ok((info, Authenticity::Unrecorded(sums.sha256))),
    }
}

/// Whether there is a hash that the model at `path` must have: it is named like one of the
/// catalogue, or was imported here.
pub fn has_known_hash(path: &Path) -> bool {
    entry_of(path).is_some() || recorded_sha256(path).is_some()
}

fn entry_of(path: &Path) -> Option<&'static CatalogEntry> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.and_then(catalog::name_of_file).and_then(catalog::find)
}

fn recognise(sums: &Checksums) -> Option<(&'static CatalogEntry, Authenticity)> {
    catalog::CATALOG.iter().find_map(|entry| {
        if entry.sha1 == sums.sha1 {
            return Some((entry, Authenticity::Published(entry.name)));
        }
        let import = entry.imports.iter().find(|import| import.ggml_sha256 == sums.sha256)?;
        Some((entry, Authenticity::KnownImport(import.packages)))
    })
}

fn mismatch(
    path: &Path,
    entry: Option<&CatalogEntry>,
    algorithm: &'static str,
    expected: String,
    actual: String,
) -> ModelError {
    let again = entry.map_or("import it again".to_owned(), |entry| {
        format!("run `parlo models install {} --force`, import it again", entry.name)
    });
    ModelError::HashMismatch {
        path: path.to_owned(),
        algorithm,
        expected,
        actual,
        remedy: format!("{again}, or rename it if it is a model of your own"),
    }
}

#[cfg(test)]
mod tests;
