//! Finds the pieces of a CTranslate2 model in folders, wheels and zip archives.
//!
//! An archive is never unpacked: entries are chosen by the last component of their name and read
//! as streams, so no name in it can reach the file system.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::piece::{Place, join, open_archive};
use super::token_texts::VocabularyFormat;
use super::{ModelError, foreign};

/// Largest `model.bin` that is read; large-v3 in 32-bit floats has 6.2 GB.
const LARGEST_MODEL_BYTES: u64 = 8 * 1024 * 1024 * 1024;
/// Largest vocabulary that is read; Whisper's has half a megabyte.
const LARGEST_VOCABULARY_BYTES: u64 = 16 * 1024 * 1024;
/// Most parts a `model.bin` may come in.
const MOST_PARTS: u32 = 64;

/// A CTranslate2 model ready to be converted.
#[derive(Debug)]
pub(super) struct CarriedModel {
    /// `model.bin`, whole.
    pub(super) model: File,
    pub(super) model_bytes: u64,
    pub(super) vocabulary: Vec<u8>,
    pub(super) vocabulary_format: VocabularyFormat,
}

/// Opens the model whose pieces lie in `paths`: one folder, wheel or zip, or several that carry
/// `model.bin.part1`, `model.bin.part2`, … in any order. `scratch` is where temporary files go.
pub(super) fn open(paths: &[PathBuf], scratch: &Path) -> Result<CarriedModel, ModelError> {
    let mut pieces = Pieces::default();
    for path in paths {
        pieces.collect(path)?;
    }
    let named = paths.first().cloned().unwrap_or_default();
    let (vocabulary_format, place) = pieces.vocabulary.take().ok_or_else(|| {
        ModelError::import(
            &named,
            "it has no vocabulary.txt or vocabulary.json; name every folder or wheel the model consists of",
        )
    })?;
    let vocabulary = place.read_all(LARGEST_VOCABULARY_BYTES)?;
    let parts = pieces.ordered_parts(&named)?;
    let model = match parts.as_slice() {
        [Place::File(path)] => File::open(path).map_err(ModelError::io("open", path))?,
        _ => join(parts, LARGEST_MODEL_BYTES, scratch)?,
    };
    let model_bytes = model.metadata().map_err(ModelError::io("read", &named))?.len();
    Ok(CarriedModel { model, model_bytes, vocabulary, vocabulary_format })
}

/// What a file name means to the importer.
enum Role {
    Model,
    Part(u32),
    Vocabulary(VocabularyFormat),
}

fn role_of(path: &str) -> Option<Role> {
    let name = path.rsplit(['/', '\\']).next()?;
    match name {
        "model.bin" => Some(Role::Model),
        "vocabulary.txt" => Some(Role::Vocabulary(VocabularyFormat::Lines)),
        "vocabulary.json" => Some(Role::Vocabulary(VocabularyFormat::Json)),
        _ => {
            let number = name.strip_prefix("model.bin.part")?.parse().ok()?;
            (1..=MOST_PARTS).contains(&number).then_some(Role::Part(number))
        }
    }
}

#[derive(Default)]
struct Pieces {
    whole: Option<Place>,
    parts: BTreeMap<u32, Place>,
    vocabulary: Option<(VocabularyFormat, Place)>,
}

impl Pieces {
    fn collect(&mut self, path: &Path) -> Result<(), ModelError> {
        let metadata = std::fs::metadata(path).map_err(ModelError::io("read", path))?;
        if metadata.is_dir() {
            return self.collect_folder(path);
        }
        if !metadata.is_file() {
            return Err(ModelError::import(path, "it is neither a folder nor a file"));
        }
        let mut prefix = Vec::new();
        File::open(path)
            .and_then(|file| file.take(foreign::PREFIX_BYTES as u64).read_to_end(&mut prefix))
            .map_err(ModelError::io("read", path))?;
        if prefix.starts_with(b"PK\x03\x04") {
            return self.collect_archive(path);
        }
        if foreign::looks_like_ctranslate2(&prefix) {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            return self.collect_folder(folder.unwrap_or(Path::new(".")));
        }
        if prefix.starts_with(&super::header::MAGIC.to_le_bytes()) {
            return Err(ModelError::import(
                path,
                "it is a ggml model already; use it as `--model PATH`, or copy it into the model directory as ggml-NAME.bin",
            ));
        }
        Err(ModelError::import(path, foreign::describe(&prefix)))
    }

    fn collect_folder(&mut self, folder: &Path) -> Result<(), ModelError> {
        let entries = std::fs::read_dir(folder).map_err(ModelError::io("list", folder))?;
        let mut found = false;
        for entry in entries {
            let entry = entry.map_err(ModelError::io("list", folder))?;
            if let Some(role) = entry.file_name().to_str().and_then(role_of)
                && entry.path().is_file()
            {
                self.add(folder, role, Place::File(entry.path()))?;
                found = true;
            }
        }
        if found {
            return Ok(());
        }
        Err(ModelError::import(
            folder,
            "there is no model.bin in it; name the folder that holds model.bin and vocabulary.txt",
        ))
    }

    fn collect_archive(&mut self, path: &Path) -> Result<(), ModelError> {
        let mut found = false;
        for (index, name) in open_archive(path)?.file_names_raw().enumerate() {
            if let Some(role) = role_of(&String::from_utf8_lossy(name)) {
                let archive = path.to_owned();
                self.add(path, role, Place::Entry { archive, index })?;
                found = true;
            }
        }
        if found {
            return Ok(());
        }
        Err(ModelError::import(
            path,
            "there is no model.bin in it; the archive carries no CTranslate2 model",
        ))
    }

    fn add(&mut self, from: &Path, role: Role, place: Place) -> Result<(), ModelError> {
        let (what, twice) = match role {
            Role::Model => ("model.bin", self.whole.replace(place).is_some()),
            Role::Part(number) => {
                ("a part of model.bin", self.parts.insert(number, place).is_some())
            }
            Role::Vocabulary(VocabularyFormat::Json) if self.vocabulary.is_some() => ("", false),
            Role::Vocabulary(format) => {
                let before = self.vocabulary.replace((format, place));
                ("vocabulary.txt", matches!(before, Some((VocabularyFormat::Lines, _))))
            }
        };
        if twice {
            return Err(ModelError::import(
                from,
                format!("there is {what} twice; name one model at a time"),
            ));
        }
        Ok(())
    }

    /// The one `model.bin`, or all its parts, two at least, without a gap.
    fn ordered_parts(&mut self, named: &Path) -> Result<Vec<Place>, ModelError> {
        match (self.whole.take(), self.parts.is_empty()) {
            (Some(whole), true) => Ok(vec![whole]),
            (Some(_), false) => Err(ModelError::import(
                named,
                "there are both a model.bin and parts of one; name one model at a time",
            )),
            (None, true) => Err(ModelError::import(named, "there is no model.bin in it")),
            (None, false) => {
                let parts = std::mem::take(&mut self.parts);
                let there = (1..).take_while(|number| parts.contains_key(number)).count();
                if there == parts.len() && there > 1 {
                    return Ok(parts.into_values().collect());
                }
                let missing = there + 1;
                let reason = format!(
                    "model.bin.part{missing} is missing; name every wheel the model consists of"
                );
                Err(ModelError::import(named, reason))
            }
        }
    }
}

#[cfg(test)]
mod tests;
