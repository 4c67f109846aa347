//! The model directory: what lies in it, under which name, and how a user's words become a path.
//!
//! Names map to files one to one (`tiny.en` is `ggml-tiny.en.bin`), so the directory is all the
//! state there is. Beside an imported model lies `….bin.sha256`, in the format of `sha256sum`.

use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use parlo_core::untrusted::is_plain_name;

use super::catalog::{self, CatalogEntry};
use super::{ModelError, ModelInfo, inspect};

/// A model of the catalogue, or a file of the model directory, or both.
#[derive(Debug)]
pub struct StoredModel {
    /// Its name.
    pub name: String,
    /// What the catalogue says, unless it is a model of the user's own.
    pub entry: Option<&'static CatalogEntry>,
    /// What lies in the directory: nothing, a whole model, or something unusable.
    pub installed: Option<Result<ModelInfo, ModelError>>,
}

/// The file of the model called `name`, installed or not.
///
/// # Errors
///
/// [`ModelError::InvalidName`] for a name that would leave the directory.
pub fn path_of(name: &str, directory: &Path) -> Result<PathBuf, ModelError> {
    if is_plain_name(name) {
        return Ok(directory.join(catalog::file_name(name)));
    }
    Err(ModelError::InvalidName { name: name.to_owned() })
}

/// The path of a model that whisper.cpp can load, from what a user typed after `--model`.
///
/// `argument` is a path if it holds a path separator, ends in `.bin` or is an existing file, and
/// a name otherwise. The file is inspected, not hashed.
///
/// # Errors
///
/// Each says what to run: [`ModelError::NotInstalled`], [`ModelError::UnknownName`],
/// [`ModelError::NotAModel`], [`ModelError::Io`].
pub fn resolve(argument: &str, directory: &Path) -> Result<PathBuf, ModelError> {
    let is_path = argument.contains(std::path::is_separator)
        || argument.ends_with(".bin")
        || Path::new(argument).is_file();
    let path = if is_path { PathBuf::from(argument) } else { installed_path(argument, directory)? };
    inspect(&path)?;
    Ok(path)
}

fn installed_path(name: &str, directory: &Path) -> Result<PathBuf, ModelError> {
    if let Ok(path) = path_of(name, directory)
        && path.exists()
    {
        return Ok(path);
    }
    if let Some(entry) = catalog::find(name) {
        let alternative = entry
            .import_hint()
            .map(|hint| format!(", or `{hint}` where Hugging Face cannot be reached"));
        return Err(ModelError::NotInstalled {
            name: name.to_owned(),
            directory: directory.to_owned(),
            alternative: alternative.unwrap_or_default(),
        });
    }
    let installed = installed_names(directory).unwrap_or_default();
    let candidates = catalog::CATALOG.iter().map(|entry| entry.name);
    let nearest = catalog::nearest(name, candidates.chain(installed.iter().map(String::as_str)));
    Err(ModelError::UnknownName { name: name.to_owned(), nearest: nearest.join(", ") })
}

/// Every model of the catalogue in its order, then the user's own by name.
///
/// # Errors
///
/// [`ModelError::Io`] when the directory exists and cannot be listed.
pub fn list(directory: &Path) -> Result<Vec<StoredModel>, ModelError> {
    let installed = installed_names(directory)?;
    let published = catalog::CATALOG.iter().map(|entry| StoredModel {
        name: entry.name.to_owned(),
        entry: Some(entry),
        installed: installed
            .iter()
            .any(|name| name == entry.name)
            .then(|| inspect(&directory.join(entry.file_name()))),
    });
    let own =
        installed.iter().filter(|name| catalog::find(name).is_none()).map(|name| StoredModel {
            name: name.clone(),
            entry: None,
            installed: Some(inspect(&directory.join(catalog::file_name(name)))),
        });
    Ok(published.chain(own).collect())
}

/// The names of all files in `directory` that are named like models, sorted. A directory that
/// does not exist has none.
fn installed_names(directory: &Path) -> Result<Vec<String>, ModelError> {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(ModelError::io("list", directory)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(ModelError::io("list", directory))?;
        let file_name = entry.file_name();
        names.extend(file_name.to_str().and_then(catalog::name_of_file).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// Creates the model directory for its owner alone, if it is not there.
pub(super) fn create_directory(directory: &Path) -> Result<(), ModelError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
        .map_err(ModelError::io("create the model directory", directory))
}

/// Makes a rename in the directory of `path` survive a power cut.
pub(super) fn sync_directory_of(path: &Path) -> Result<(), ModelError> {
    let directory = path.parent().unwrap_or(Path::new("."));
    File::open(directory)
        .and_then(|directory| directory.sync_all())
        .map_err(ModelError::io("write", directory))
}

/// Where the SHA-256 of an imported model is recorded.
pub(super) fn record_path(model: &Path) -> PathBuf {
    let mut name = model.as_os_str().to_owned();
    name.push(".sha256");
    PathBuf::from(name)
}

/// The recorded SHA-256 of `model`, if there is one.
pub(super) fn recorded_sha256(model: &Path) -> Option<String> {
    let path = record_path(model);
    // Opening a pipe would wait for a writer for ever.
    std::fs::metadata(&path).ok().filter(std::fs::Metadata::is_file)?;
    let line = std::fs::read_to_string(path).ok()?;
    let sum = line.split_whitespace().next()?;
    (sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .then(|| sum.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
