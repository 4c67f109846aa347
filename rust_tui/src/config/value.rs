//! How the types that settings are made of are read from a file, and shown as they are typed.
//!
//! A type knows its own values only; which range of them a setting allows stands in its row.

use std::path::PathBuf;
use std::time::Duration;

use parlo_core::settings::{SendMode, VadKind};
use toml_edit::{Array, Value};

use super::nearest::{none_of, probable};
use crate::stt::Language;
use crate::ui::keymap::{Action, rewritten};
use crate::ui::layout::HudSize;

/// A type of which a setting can be.
pub trait SettingValue: Sized {
    /// What the file says.
    ///
    /// # Errors
    /// The value is of another type, or cannot work.
    fn of(value: &Value) -> Result<Self, Refusal>;

    /// As it is typed; empty if it is not set.
    fn shown(&self) -> String;
}

/// Why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is not of this type.
    Type(&'static str),
    /// It cannot work; says which would.
    Value(String),
}

/// What a whole number has to be, here and where one is typed.
pub const WHOLE_NUMBER: &str = "a whole number, 0 or more";

/// Types that TOML has, shown as Rust shows them.
macro_rules! plain_values {
    ($($type:ty, $read:expr, $expected:expr;)*) => {$(
        impl SettingValue for $type {
            fn of(value: &Value) -> Result<Self, Refusal> {
                let read: fn(&Value) -> Option<Self> = $read;
                read(value).ok_or(Refusal::Type($expected))
            }

            fn shown(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

plain_values! {
    bool, Value::as_bool, "true or false";
    usize, |value| usize::try_from(value.as_integer()?).ok(), WHOLE_NUMBER;
    f32, |value| Some(value.as_float().or(value.as_integer().map(|n| n as f64))? as f32), "a number";
    String, |value| value.as_str().map(str::to_owned), "a string";
}

/// In milliseconds.
impl SettingValue for Duration {
    fn of(value: &Value) -> Result<Self, Refusal> {
        usize::of(value).map(|number| Self::from_millis(number as u64))
    }

    fn shown(&self) -> String {
        self.as_millis().to_string()
    }
}

impl SettingValue for PathBuf {
    fn of(value: &Value) -> Result<Self, Refusal> {
        String::of(value).map(Self::from)
    }

    fn shown(&self) -> String {
        self.display().to_string()
    }
}

/// Separated by commas where they are typed.
impl SettingValue for Vec<String> {
    fn of(value: &Value) -> Result<Self, Refusal> {
        let list = value.as_array().ok_or(Refusal::Type("a list"))?;
        strings(list).ok_or_else(|| {
            Refusal::Value("holds something that is no string; write [\"one\", \"two\"]".to_owned())
        })
    }

    fn shown(&self) -> String {
        joined(self, ", ", ',')
    }
}

/// A program and its arguments, separated by spaces where they are typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine(Vec<String>);

impl CommandLine {
    /// The program, then its arguments.
    pub fn words(&self) -> &[String] {
        &self.0
    }
}

impl SettingValue for CommandLine {
    fn of(value: &Value) -> Result<Self, Refusal> {
        let line = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        let words = value.as_str().map(line).or_else(|| strings(value.as_array()?));
        let words: Vec<String> =
            words.ok_or(Refusal::Type("a command as one string or as a list of strings"))?;
        if words.first().is_none_or(String::is_empty) {
            let problem = "is empty; name a program, such as \"codex\"";
            return Err(Refusal::Value(problem.to_owned()));
        }
        Ok(Self(words))
    }

    fn shown(&self) -> String {
        joined(&self.0, " ", ' ')
    }
}

fn strings(list: &Array) -> Option<Vec<String>> {
    list.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

/// Words as they are typed: a list in brackets where one of them holds what stands between them.
fn joined(words: &[String], between: &str, apart: char) -> String {
    if words.iter().any(|word| word.contains(apart) || word.is_empty()) {
        return words.iter().map(String::as_str).collect::<Array>().to_string();
    }
    words.join(between)
}

/// Not set until a file sets it.
impl<T: SettingValue> SettingValue for Option<T> {
    fn of(value: &Value) -> Result<Self, Refusal> {
        T::of(value).map(Some)
    }

    fn shown(&self) -> String {
        self.as_ref().map_or(String::new(), T::shown)
    }
}

/// One of the names that a type lists.
macro_rules! one_of_its_names {
    ($($named:ty),*) => {$(
        impl SettingValue for $named {
            fn of(value: &Value) -> Result<Self, Refusal> {
                let name = String::of(value)?;
                let unknown = || Refusal::Value(none_of(&name, &Self::ALL.map(Self::name)));
                Self::from_name(&name).ok_or_else(unknown)
            }

            fn shown(&self) -> String {
                self.name().to_owned()
            }
        }
    )*};
}

one_of_its_names!(VadKind, SendMode, HudSize);

impl SettingValue for Language {
    fn of(value: &Value) -> Result<Self, Refusal> {
        let name = String::of(value)?;
        Self::from_name(&name).ok_or_else(|| {
            let meant = probable(&name, Self::names()).unwrap_or("en");
            Refusal::Value(format!(
                "{name:?} is no language Whisper knows; try {meant:?} or \"auto\""
            ))
        })
    }

    fn shown(&self) -> String {
        self.name().to_owned()
    }
}

/// The key of an action as it is written. Whether it can be one is found out where keys are read;
/// see [`super::Interface`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyText(String);

impl KeyText {
    /// The key that an action has where nothing else is written.
    pub fn usual(action: Action) -> Self {
        Self(action.usual_key().to_owned())
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SettingValue for KeyText {
    fn of(value: &Value) -> Result<Self, Refusal> {
        String::of(value).map(Self)
    }

    fn shown(&self) -> String {
        rewritten(&self.0)
    }
}
