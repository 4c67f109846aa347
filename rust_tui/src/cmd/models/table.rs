//! The table of `parlo models list`, and the words for one model.

use std::io::Write;
use std::path::Path;

use crate::cmd::print_style::wrapped;
use crate::stt::model::catalog::CatalogEntry;
use crate::stt::model::{self, ModelInfo, StoredModel};

/// The least room for a note beside its model; it stands below where there is less.
const NOTE_COLUMNS: usize = 24;

/// Writes one line per model; notes are wrapped where the terminal has so many `columns`.
pub(super) fn list(
    output: &mut dyn Write,
    directory: &Path,
    columns: Option<usize>,
) -> anyhow::Result<()> {
    let models = model::list(directory)?;
    let width = models.iter().map(|model| model.name.len()).max().unwrap_or(0);
    let head = format!("{:width$}  {:>8}  {:9}", "NAME", "SIZE", "STATE");
    let beside = head.len() + 2;
    let columns = columns.unwrap_or(usize::MAX);
    let is_beside = columns >= beside + NOTE_COLUMNS;
    let indent = if is_beside { beside } else { 4 };
    writeln!(output, "{head}{}", if is_beside { "  NOTE" } else { "" })?;
    for stored in &models {
        let (size, state, note) = row(stored);
        write!(output, "{:width$}  {size:>8}  {state:9}", stored.name)?;
        for (number, line) in
            wrapped(&note, columns.saturating_sub(indent).max(1)).iter().enumerate()
        {
            match number {
                0 if is_beside => write!(output, "  {line}")?,
                _ => write!(output, "\n{:indent$}{line}", "")?,
            }
        }
        writeln!(output)?;
    }
    writeln!(output, "\nModel directory: {}", directory.display())?;
    Ok(())
}

/// Size, state and note of one line of the list.
fn row(stored: &StoredModel) -> (String, &'static str, String) {
    let advice = stored.entry.map(|entry| entry.advice.to_owned());
    let published_size = stored.entry.map(CatalogEntry::approximate_bytes);
    let (bytes, state, note) = match &stored.installed {
        None => (published_size, "", advice.unwrap_or_default()),
        Some(Ok(info)) => {
            let own = || format!("Your own: {}.", description(info));
            (Some(info.bytes), "installed", advice.unwrap_or_else(own))
        }
        Some(Err(error)) => (published_size, "damaged", error.to_string()),
    };
    (bytes.map(size_words).unwrap_or_default(), state, note)
}

/// Family, languages, weight type, size.
pub(super) fn description(info: &ModelInfo) -> String {
    format!(
        "{}, {}, {}, {}",
        info.dimensions.family().unwrap_or("other"),
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
