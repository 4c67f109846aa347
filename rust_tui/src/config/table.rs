//! All settings there are: name, meaning, range, default. The one place that lists them, but for keys
//! that have one value only, which a file may repeat.
//!
//! The settings layer shows and changes them by this table. What a value means and whether it can
//! work is decided where the configuration file is read, so the two never differ; a test holds the
//! table against the keys that the file knows and against the ranges it allows.

use super::Settings;
use std::fmt::Write;
use std::time::Duration;

mod rows;

pub use rows::SETTINGS;

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// Table and key, as in `voice.send`.
    pub name: &'static str,
    /// The heading it stands under.
    pub group: &'static str,
    /// What it is, in a sentence.
    pub help: &'static str,
    /// What values it has.
    pub kind: Kind,
    /// When a change of it acts.
    pub applies: Applies,
    /// For one that has no default, or one that depends on the machine: a value as it is typed.
    pub example: Option<&'static str>,
    /// Its value in these settings, as it is typed.
    pub value: fn(&Settings) -> String,
}

/// What values a setting has, and how they are written in the file.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// `true` or `false`.
    Toggle,
    /// One of these names.
    Choice(fn() -> Vec<String>),
    /// A whole number from the first to the second, in this unit.
    Whole(u64, u64, &'static str),
    /// A number from the first to the second, in this unit.
    Decimal(f32, f32, &'static str),
    /// A text, which these words describe.
    Text(&'static str),
    /// Words, separated as the words say: by commas or by spaces.
    Words(&'static str, Separator),
    /// A key; whether it may wait in the menu.
    Key(Wait),
}

/// What stands between the words of a list where it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// `a, b`.
    Comma,
    /// `a b`; a list in brackets where a word holds a space.
    Space,
}

/// Whether the key of an action may be one of the menu, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// It may.
    InMenu,
    /// It may not.
    Never,
}

/// When a change acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applies {
    /// At once, or with the next take.
    Now,
    /// When parlo is started again.
    NextStart,
}

impl Setting {
    /// The setting of that name.
    pub fn named(name: &str) -> Option<&'static Setting> {
        SETTINGS.iter().find(|setting| setting.name == name)
    }

    /// Its table and its key.
    pub fn place(&self) -> (&'static str, &'static str) {
        self.name.split_once('.').unwrap_or(("", self.name))
    }

    /// Its value in these settings, as the file has it; none if it is not set.
    pub fn in_file(&self, settings: &Settings) -> Option<String> {
        // What is shown can be typed, and is empty where nothing is set.
        self.parse(&(self.value)(settings)).ok().flatten().map(|value| value.to_string())
    }

    /// The range of a value that is typed, in words.
    pub fn range(&self) -> String {
        match self.kind {
            Kind::Whole(low, high, unit) => format!("{low} to {high} {unit}").trim_end().to_owned(),
            Kind::Decimal(low, high, unit) => format!("{low} to {high} {unit}"),
            Kind::Text(words) | Kind::Words(words, _) => words.to_owned(),
            Kind::Toggle | Kind::Choice(_) | Kind::Key(_) => String::new(),
        }
    }

    /// What was typed as a value of the file; a text that is empty means the default.
    ///
    /// # Errors
    /// It is not written like a value of this kind. Whether the value can work is another question.
    pub fn parse(&self, typed: &str) -> Result<Option<toml_edit::Value>, String> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let (table, key) = self.place();
        let wrong = |expected: &str| format!("[{table}] {key}: {typed:?} is not {expected}");
        Ok(Some(match self.kind {
            Kind::Toggle => typed.parse::<bool>().map_err(|_| wrong("true or false"))?.into(),
            Kind::Whole(..) => {
                let number =
                    typed.parse::<u32>().map_err(|_| wrong("a whole number, 0 or more"))?;
                i64::from(number).into()
            }
            Kind::Decimal(..) => {
                let number: f64 = typed.parse().map_err(|_| wrong("a number"))?;
                if !number.is_finite() {
                    return Err(wrong("a number"));
                }
                number.into()
            }
            Kind::Choice(_) | Kind::Text(_) | Kind::Key(_) => typed.into(),
            Kind::Words(_, separator) => words(typed, separator)
                .ok_or_else(|| wrong("a list like [\"one\", \"two words\"]"))?
                .iter()
                .map(String::as_str)
                .collect::<toml_edit::Array>()
                .into(),
        }))
    }
}

fn words(typed: &str, separator: Separator) -> Option<Vec<String>> {
    if typed.starts_with('[') {
        let value: toml_edit::Value = typed.parse().ok()?;
        return value.as_array()?.iter().map(|word| word.as_str().map(str::to_owned)).collect();
    }
    let split: Vec<&str> = match separator {
        Separator::Comma => typed.split(',').map(str::trim).collect(),
        Separator::Space => typed.split_whitespace().collect(),
    };
    Some(split.into_iter().filter(|word| !word.is_empty()).map(str::to_owned).collect())
}

/// Words as they are typed.
fn joined(words: &[String], separator: Separator) -> String {
    let (between, apart): (&str, &[char]) = match separator {
        Separator::Comma => (", ", &[',']),
        Separator::Space => (" ", &[' ']),
    };
    if words.iter().any(|word| word.contains(apart) || word.is_empty()) {
        let list: toml_edit::Array = words.iter().map(String::as_str).collect();
        return list.to_string();
    }
    words.join(between)
}

fn ms(time: Duration) -> String {
    time.as_millis().to_string()
}

/// A number without a needless fraction.
fn decimal(number: f32) -> String {
    let mut text = String::new();
    // Writing into a string does not fail.
    let _ = write!(text, "{number}");
    text
}

#[cfg(test)]
mod tests;
