//! Reads a configuration file into settings by the table: every key is one of it, has its type, and
//! lies within its range. What no single value can say is checked by [`Settings::check`].

use std::ops::Range;
use std::path::Path;

use anyhow::Result;
use toml_edit::{Document, InlineTable, Item, TableLike, Value};

use super::Settings;
use super::explain::{at, unknown_key};
use super::failure::usage;
use super::table::{SETTINGS, Setting};
use super::value::{Refusal, SettingValue};

/// A key of which one value works: its name, whether a value is that one, and what is wrong if not.
type Fixed = (&'static str, fn(&Value) -> Result<bool, Refusal>, &'static str);

/// Keys that a file may hold so that it says what parlo does.
const FIXED: [Fixed; 3] = [
    (
        "voice.sample_rate",
        |value| Ok(usize::of(value)? == parlo_core::audio::SAMPLE_RATE_HZ as usize),
        "must be 16000, the rate Whisper was trained on; devices of any rate are resampled to it",
    ),
    ("voice.max_concurrent_sessions", |value| Ok(usize::of(value)? == 1), "must be 1"),
    (
        "voice.allow_python_fallback",
        |value| Ok(!bool::of(value)?),
        "this build has no Python fallback; set it to false",
    ),
];

/// What is wrong with a file, and where.
struct Fault {
    place: Option<Range<usize>>,
    problem: String,
}

/// Changes the settings as a file with this text says.
///
/// # Errors
/// It is no TOML, or a key or value in it cannot work; names file, line and column.
pub(super) fn read_into(settings: &mut Settings, path: &Path, text: &str) -> Result<()> {
    let refused = |place, problem: &str| usage(at(path, text, place, problem));
    let document = Document::parse(text).map_err(|error| refused(error.span(), error.message()))?;
    for (name, item) in document.iter() {
        read_table(settings, document.as_table(), name, item)
            .map_err(|fault| refused(fault.place, &fault.problem))?;
    }
    Ok(())
}

fn read_table(
    settings: &mut Settings,
    root: &dyn TableLike,
    name: &str,
    item: &Item,
) -> Result<(), Fault> {
    let keys = keys_of(name);
    if keys.is_empty() {
        let mut tables: Vec<&str> = SETTINGS.iter().map(|setting| setting.place().0).collect();
        tables.dedup();
        return Err(Fault { place: place_of_key(root, name), problem: unknown_key(name, &tables) });
    }
    let table = item
        .as_table_like()
        .ok_or_else(|| Fault { place: item.span(), problem: wrong_type(item, "a table") })?;
    for (key, item) in table.iter() {
        if !keys.contains(&key) && Setting::at(name, key).is_none() {
            let problem = unknown_key(key, &keys);
            return Err(Fault { place: place_of_key(table, key), problem });
        }
        read_key(settings, name, key, item, table).map_err(|refusal| Fault {
            place: item.span().or_else(|| place_of_key(table, key)),
            problem: match refusal {
                Refusal::Type(expected) => wrong_type(item, expected),
                Refusal::Value(problem) => format!("[{name}] {key}: {problem}"),
            },
        })?;
    }
    Ok(())
}

fn read_key(
    settings: &mut Settings,
    table: &str,
    key: &str,
    item: &Item,
    beside: &dyn TableLike,
) -> Result<(), Refusal> {
    let no_value = Value::InlineTable(InlineTable::new());
    let value = item.as_value().unwrap_or(&no_value);
    let Some(setting) = Setting::at(table, key) else {
        for (_, works, problem) in
            FIXED.iter().filter(|(name, ..)| name.split_once('.') == Some((table, key)))
        {
            if !works(value)? {
                return Err(Refusal::Value((*problem).to_owned()));
            }
        }
        return Ok(());
    };
    let (_, name) = setting.place();
    if key != name && beside.contains_key(name) {
        return Err(Refusal::Value(format!(
            "is called `{name}` now, which stands here too; remove this line"
        )));
    }
    setting.read(settings, value)
}

/// The keys that a table may hold.
fn keys_of(table: &str) -> Vec<&'static str> {
    let names = SETTINGS.iter().map(|setting| setting.name).chain(FIXED.map(|(name, ..)| name));
    names.filter_map(|name| name.strip_prefix(table)?.strip_prefix('.')).collect()
}

fn place_of_key(table: &dyn TableLike, key: &str) -> Option<Range<usize>> {
    table.get_key_value(key)?.0.span()
}

fn wrong_type(item: &Item, expected: &str) -> String {
    let found = match item.as_value() {
        Some(Value::String(text)) => format!("string {:?}", text.value()),
        Some(Value::Integer(number)) => format!("integer `{}`", number.value()),
        Some(Value::Float(number)) => format!("floating point `{:?}`", number.value()),
        Some(Value::Boolean(flag)) => format!("boolean `{}`", flag.value()),
        Some(Value::Datetime(time)) => format!("date `{}`", time.value()),
        Some(Value::Array(_)) => "list".to_owned(),
        None if item.is_array_of_tables() => "list of tables".to_owned(),
        Some(Value::InlineTable(_)) | None => "table".to_owned(),
    };
    format!("invalid type: {found}, expected {expected}")
}
