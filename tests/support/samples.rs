//! The clips under `samples/` and the text that is spoken in each.

use std::path::PathBuf;

use super::repository;

/// A recording and its text.
#[derive(Debug, Clone)]
pub struct Clip {
    /// Where the WAV file is.
    pub path: PathBuf,
    /// The file's name, such as `g01.wav`.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Clip {
    /// Whether the clip is longer than a take may last, so that no take has all of its text.
    pub fn exceeds_a_take(&self) -> bool {
        self.name == "cities.wav"
    }
}

/// Every clip of the manifest.
pub fn all() -> Vec<Clip> {
    let folder = repository().join("samples");
    let manifest = folder.join("manifest.tsv");
    let lines = std::fs::read_to_string(&manifest)
        .unwrap_or_else(|error| panic!("reading {}: {error}", manifest.display()));
    lines
        .lines()
        .skip(1)
        .map(|line| {
            let mut columns = line.split('\t');
            let (Some(name), Some(text)) = (columns.next(), columns.next()) else {
                panic!("{}: no file and text in {line:?}", manifest.display());
            };
            Clip { path: folder.join(name), name: name.to_owned(), text: text.to_owned() }
        })
        .collect()
}

/// The clip of that file name.
pub fn named(name: &str) -> Clip {
    all()
        .into_iter()
        .find(|clip| clip.name == name)
        .unwrap_or_else(|| panic!("no clip {name} in samples/manifest.tsv"))
}
