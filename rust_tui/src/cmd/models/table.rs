//! The table of `parlo models list`, and the words for one model.

use std::io::Write;
use std::path::Path;

use crate::stt::model::catalog::CatalogEntry;
use crate::stt::model::{self, ModelInfo, StoredModel};

/// Writes one line per model.
pub(super) fn list(output: &mut dyn Write, directory: &Path) -> anyhow::Result<()> {
    let models = model::list(directory)?;
    let width = models.iter().map(|model| model.name.len()).max().unwrap_or(0);
    writeln!(output, "{:width$}  {:>8}  {:9}  NOTE", "NAME", "SIZE", "STATE")?;
    for stored in &models {
        let (size, state, note) = row(stored);
        writeln!(output, "{:width$}  {size:>8}  {state:9}  {note}", stored.name)?;
    }
    writeln!(output, "\nModel directory: {}", directory.display())?;
    Ok(())
}

/// Size, state and note of one line of the list.
fn row(stored: &StoredModel) -> (String, &'static str, String) {
    let advice = stored.entry.map(|entry| entry.advice.to_owned());
    let published_size = stored.entry.map(CatalogEntry::approximate_bytes);
    match &stored.installed {
        None => {
            (published_size.map(size_words).unwrap_or_default(), "", advice.unwrap_or_default())
        }
        Some(Ok(info)) => (
            size_words(info.bytes),
            "installed",
            advice.unwrap_or_else(|| format!("Your own: {}.", description(info))),
        ),
        Some(Err(error)) => {
            (published_size.map(size_words).unwrap_or_default(), "damaged", error.to_string())
        }
    }
}

/// Family, languages, weight type, size.
pub(super) fn description(info: &ModelInfo) -> String {
    format!(
        "{}, {}, {}, {}",
        info.kind().word(),
        if info.is_english_only() { "English" } else { "multilingual" },
        info.weights.name(),
        size_words(info.bytes)
    )
}

/// A size as people say it, in binary units.
pub(in crate::cmd) fn size_words(bytes: u64) -> String {
    let mib = bytes as f64 / (1024.0 * 1024.0);
    if mib < 1000.0 { format!("{mib:.0} MiB") } else { format!("{:.1} GiB", mib / 1024.0) }
}
