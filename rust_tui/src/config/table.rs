//! All settings there are: name, meaning, range, and the field that holds the value. The one place that
//! lists them, but for keys that have one value only, which a file may repeat.
//!
//! The file is read, the environment laid over it, and the window filled by this table. What a value means
//! is the matter of its type (`value`), and its default that of [`Settings::default`].

use std::iter::once;

use toml_edit::{Array, Value};

use super::Settings;
use super::value::{Refusal, WHOLE_NUMBER};
use crate::ui::keymap::Action;
use crate::ui::layers::Applies;

mod rows;

pub use rows::SETTINGS;

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// Table and key, as in `voice.send`.
    pub name: &'static str,
    /// What it was called by an earlier parlo, which is still read.
    pub former: Option<&'static str>,
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
    /// Where settings hold it.
    field: Field,
}

/// A field of the settings: how its value is shown, and replaced by one of a file.
#[derive(Debug, Clone, Copy)]
struct Field {
    shown: fn(&Settings) -> String,
    read: fn(&mut Settings, &Value) -> Result<(), Refusal>,
}

/// What values a setting has, and how they are written in the file.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// `true` or `false`.
    Toggle,
    /// One of these names.
    Choice(fn() -> Vec<String>),
    /// A whole number from the first to the second, in this unit.
    Whole(u32, u32, &'static str),
    /// A number from the first to the second, in this unit.
    Decimal(f32, f32, &'static str),
    /// A text, which these words describe.
    Text(&'static str),
    /// Words, separated as the words say: by commas or by spaces.
    Words(&'static str, Separator),
    /// The key of this action.
    Key(Action),
}

/// What stands between the words of a list where it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// `a, b`.
    Comma,
    /// `a b`; a list in brackets where a word holds a space.
    Space,
}

impl Setting {
    /// The setting of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.name == name)
    }

    /// The setting that has this key in this table, by its name or its former one.
    pub fn at(table: &str, key: &str) -> Option<&'static Self> {
        let is_called = |name: &str| name.split_once('.') == Some((table, key));
        SETTINGS.iter().find(|setting| setting.names().any(is_called))
    }

    /// Its name, and its former one if there is one.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        once(self.name).chain(self.former)
    }

    /// Its table and its key.
    pub fn place(&self) -> (&'static str, &'static str) {
        self.name.split_once('.').unwrap_or(("", self.name))
    }

    /// Its value in these settings, as it is typed; empty if it is not set.
    pub fn value(&self, settings: &Settings) -> String {
        (self.field.shown)(settings)
    }

    /// Changes the settings as a value of a file says.
    ///
    /// # Errors
    /// It has another type, means nothing, or lies outside the range.
    pub(super) fn read(&self, settings: &mut Settings, value: &Value) -> Result<(), Refusal> {
        (self.field.read)(settings, value)?;
        let whole = value.as_integer();
        let (is_within, unit) = match self.kind {
            Kind::Whole(low, high, unit) => {
                (whole.is_some_and(|n| (i64::from(low)..=i64::from(high)).contains(&n)), unit)
            }
            Kind::Decimal(low, high, unit) => {
                let number = value.as_float().or(whole.map(|number| number as f64));
                (number.is_some_and(|n| (low..=high).contains(&(n as f32))), unit)
            }
            _ => return Ok(()),
        };
        if is_within {
            return Ok(());
        }
        let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
        let (value, range) = (self.value(settings), self.limits("..="));
        Err(Refusal::Value(format!("{value} is outside {range}{unit}")))
    }

    /// Its value in these settings, as the file has it; none if it is not set.
    pub fn in_file(&self, settings: &Settings) -> Option<String> {
        // What is shown can be typed, and is empty where nothing is set.
        self.parse(&self.value(settings)).ok().flatten().map(|value| value.to_string())
    }

    /// The least and the greatest number, with this between them.
    fn limits(&self, between: &str) -> String {
        match self.kind {
            Kind::Whole(low, high, _) => format!("{low}{between}{high}"),
            Kind::Decimal(low, high, _) => format!("{low}{between}{high}"),
            _ => String::new(),
        }
    }

    /// The range of a value that is typed, in words.
    pub fn range(&self) -> String {
        match self.kind {
            Kind::Whole(.., unit) | Kind::Decimal(.., unit) => {
                format!("{} {unit}", self.limits(" to ")).trim_end().to_owned()
            }
            Kind::Text(words) | Kind::Words(words, _) => words.to_owned(),
            Kind::Toggle | Kind::Choice(_) | Kind::Key(_) => String::new(),
        }
    }

    /// What was typed as a value of the file; a text that is empty means the default.
    ///
    /// # Errors
    /// It is not written like a value of this kind. Whether the value can work is another question.
    pub fn parse(&self, typed: &str) -> Result<Option<Value>, String> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let (table, key) = self.place();
        let wrong = |expected: &str| format!("[{table}] {key}: {typed:?} is not {expected}");
        Ok(Some(match self.kind {
            Kind::Toggle => typed.parse::<bool>().map_err(|_| wrong("true or false"))?.into(),
            Kind::Whole(..) => {
                let number = typed.parse::<u32>().map_err(|_| wrong(WHOLE_NUMBER))?;
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
                .collect::<Array>()
                .into(),
        }))
    }
}

fn words(typed: &str, separator: Separator) -> Option<Vec<String>> {
    if typed.starts_with('[') {
        let value: Value = typed.parse().ok()?;
        return value.as_array()?.iter().map(|word| word.as_str().map(str::to_owned)).collect();
    }
    let split: Vec<&str> = match separator {
        Separator::Comma => typed.split(',').map(str::trim).collect(),
        Separator::Space => typed.split_whitespace().collect(),
    };
    Some(split.into_iter().filter(|word| !word.is_empty()).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests;
