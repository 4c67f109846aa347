//! Changes one value in the text of the configuration file and leaves every other byte as it is;
//! and puts a file in place at once or not at all.
//!
//! A value that is there is replaced where it stands, and one that is reset to its default is cut
//! out with its line; only a new key, or a new table, is placed by `toml_edit`.

use std::io::{Error, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use toml_edit::{Document, DocumentMut, Item, TableLike, Value, value};

use super::paths;
use super::table::Setting;
use crate::diag::remedy_for;

/// The text with a value for a setting, or without one, under the name that it has now; `text` is
/// valid TOML.
///
/// # Errors
/// As [`with_value`].
pub(super) fn with_setting(
    text: &str,
    setting: &Setting,
    new: Option<&Value>,
) -> Result<String, String> {
    let (table, key) = setting.place();
    let former = setting.former.and_then(|name| name.strip_prefix(table)?.strip_prefix('.'));
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    let there = document.get(table).and_then(Item::as_table_like);
    let old = former.and_then(|former| there?.get_key_value(former)?.0.span());
    match old {
        Some(span) => with_value(&replaced(text, span, key), table, key, new),
        None => with_value(text, table, key, new),
    }
}

/// The text with a value in a table, or without one; `text` is valid TOML.
///
/// # Errors
/// It is not TOML, or something that is no table has the table's name.
pub(super) fn with_value(
    text: &str,
    table: &str,
    key: &str,
    new: Option<&Value>,
) -> Result<String, String> {
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    let there = document.get(table).and_then(Item::as_table_like);
    let found = there.and_then(|table| table.get_key_value(key));
    match (found, new) {
        (None, None) => Ok(text.to_owned()),
        (Some((_, item)), Some(new)) => {
            let span = item.span().ok_or("the value has no place in the file")?;
            Ok(replaced(text, span, new.to_string().trim()))
        }
        (Some((name, item)), None) => {
            let spans = name.span().zip(item.span()).ok_or("the value has no place in the file")?;
            let is_inline = document.get(table).is_some_and(|table| table.as_value().is_some());
            if is_inline {
                return edited(text, table, |table| {
                    table.remove(key);
                });
            }
            Ok(without_line(text, spans.0.start..spans.1.end))
        }
        (None, Some(new)) => edited(text, table, |table| {
            table.insert(key, value(new.clone()));
        }),
    }
}

/// Lets `toml_edit` change a table, which is made if it is not there.
fn edited(
    text: &str,
    table: &str,
    change: impl FnOnce(&mut dyn TableLike),
) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|error| format!("{error}"))?;
    let entry = document.entry(table).or_insert_with(toml_edit::table);
    change(entry.as_table_like_mut().ok_or_else(|| format!("[{table}] is no table"))?);
    let new = document.to_string();
    // What it writes ends lines in one way only; a file in which both occur says nothing.
    let (lines, with_returns) = (text.matches('\n').count(), text.matches("\r\n").count());
    let has_returns = with_returns > 0 && with_returns == lines;
    Ok(if has_returns { new.replace("\r\n", "\n").replace('\n', "\r\n") } else { new })
}

fn replaced(text: &str, span: Range<usize>, new: &str) -> String {
    format!("{}{new}{}", &text[..span.start], &text[span.end..])
}

/// Cuts out a key with its value; its line too, unless a comment follows it. In a name with
/// dots the span is that of the last part alone, so the line is cut from its beginning.
fn without_line(text: &str, span: Range<usize>) -> String {
    let start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
    let rest = &text[span.end..];
    let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
    let comment = rest[..end].trim_start_matches([' ', '\t']);
    let end = if comment.starts_with('#') { end - comment.len() } else { end };
    replaced(text, start..span.end + end, "")
}

/// Puts the text in the place of the file, or of the file its link leads to, at once: a program that
/// reads it meanwhile sees the old one or the new one. `before` is what was read there. A file that is new
/// is its owner's alone.
///
/// # Errors
/// The file may not be written, its folder takes no file, or another program has written it by now;
/// nothing has changed then.
pub fn put(path: &Path, before: &str, text: &str) -> Result<()> {
    let target = target_of(path)?;
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    paths::create_private(folder)
        .with_context(|| format!("{}: cannot be created", folder.display()))?;
    let existing = std::fs::metadata(&target).ok();
    if existing.as_ref().is_some_and(|file| file.permissions().readonly()) {
        bail!("{}: is read-only; nothing was saved", target.display());
    }
    let unsaved = |error: Error| {
        let message = format!("{}: nothing was saved; {}", target.display(), remedy_for(&error));
        anyhow::Error::new(error).context(message)
    };
    let mut file =
        tempfile::Builder::new().prefix(".parlo-config-").tempfile_in(folder).map_err(unsaved)?;
    file.write_all(text.as_bytes()).map_err(unsaved)?;
    if let Some(existing) = existing {
        file.as_file().set_permissions(existing.permissions()).map_err(unsaved)?;
    }
    file.as_file().sync_all().map_err(unsaved)?;
    let now = std::fs::read_to_string(&target).unwrap_or_default();
    if now != before {
        bail!("{}: was edited just now; nothing was saved, try again", target.display());
    }
    file.persist(&target).map_err(|refused| unsaved(refused.error))?;
    Ok(())
}

/// The file that a path means in the end; it need not be there.
fn target_of(path: &Path) -> Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..8 {
        match std::fs::read_link(&target) {
            Ok(link) => target = target.parent().unwrap_or(Path::new("")).join(link),
            // No link, or nothing there.
            Err(_) => return Ok(target),
        }
    }
    bail!("{}: leads through too many links", path.display())
}

#[cfg(test)]
mod tests;
