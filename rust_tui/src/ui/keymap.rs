//! Which keys are parlo's own, and how they are written in the configuration and in hints.
//!
//! A key is written like `ctrl+r`, `esc`, `f5`, `alt+space`. Keys that a user types text with
//! cannot be bound, nor can the ones that a terminal reports as another key.

use std::fmt;

mod parse;

pub use parse::KeyError;

/// What a key of parlo's own does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Starts a dictation, or ends the running one.
    Toggle,
    /// Takes the running dictation back.
    Cancel,
}

/// The name in the `[keys]` table of the configuration.
impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Toggle => "dictate",
            Self::Cancel => "cancel",
        })
    }
}

/// A key, without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A key that types this character, in lower case; space included.
    Char(char),
    /// F1 to F12.
    Function(u8),
    /// Escape.
    Escape,
    /// Enter.
    Enter,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Insert.
    Insert,
    /// Delete.
    Delete,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
}

/// The modifiers that can be part of a binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Modifiers {
    /// Control.
    pub ctrl: bool,
    /// Alt, or Option.
    pub alt: bool,
    /// Shift.
    pub shift: bool,
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyStroke {
    /// The key.
    pub code: KeyCode,
    /// What is held with it.
    pub modifiers: Modifiers,
}

impl KeyStroke {
    /// A key with nothing held.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, modifiers: Modifiers { ctrl: false, alt: false, shift: false } }
    }
}

/// As shown in hints: `Ctrl+R`, `Esc`.
impl fmt::Display for KeyStroke {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Modifiers { ctrl, alt, shift } = self.modifiers;
        for (held, name) in [(ctrl, "Ctrl+"), (alt, "Alt+"), (shift, "Shift+")] {
            if held {
                formatter.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => formatter.write_str("Space"),
            KeyCode::Char(character) => write!(formatter, "{}", character.to_uppercase()),
            KeyCode::Function(number) => write!(formatter, "F{number}"),
            other => formatter.write_str(parse::name_of(other)),
        }
    }
}

/// Why a set of bindings is not possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyMapError {
    /// A key cannot be understood or bound.
    #[error("{action}: {reason}")]
    Key {
        /// The action it was meant for.
        action: Action,
        /// What is wrong with it.
        reason: KeyError,
    },
    /// Two actions share a key.
    #[error("`{first}` and `{second}` are both on {key}; give one of them another key")]
    Conflict {
        /// The key.
        key: KeyStroke,
        /// An action.
        first: Action,
        /// Another action.
        second: Action,
    },
}

/// The bindings of all actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyMap {
    bindings: Vec<(KeyStroke, Action)>,
}

impl KeyMap {
    /// Reads bindings, each an action and its key as written in the configuration.
    ///
    /// # Errors
    ///
    /// [`KeyMapError`] names the key that is wrong, and what is possible instead.
    pub fn new<'a>(keys: impl IntoIterator<Item = (Action, &'a str)>) -> Result<Self, KeyMapError> {
        let mut bindings: Vec<(KeyStroke, Action)> = Vec::new();
        for (action, text) in keys {
            let key = parse::parse(text).map_err(|reason| KeyMapError::Key { action, reason })?;
            if let Some((_, first)) = bindings.iter().find(|(bound, _)| *bound == key) {
                return Err(KeyMapError::Conflict { key, first: *first, second: action });
            }
            bindings.push((key, action));
        }
        Ok(Self { bindings })
    }

    /// The action of a key, if it is one of parlo's.
    #[must_use]
    pub fn action(&self, key: KeyStroke) -> Option<Action> {
        self.bindings.iter().find(|(bound, _)| *bound == key).map(|(_, action)| *action)
    }

    /// The key of an action, as shown in hints.
    #[must_use]
    pub fn key_of(&self, action: Action) -> Option<KeyStroke> {
        self.bindings.iter().find(|(_, bound)| *bound == action).map(|(key, _)| *key)
    }
}

impl Default for KeyMap {
    /// Ctrl+R starts and ends a dictation, Esc takes it back.
    fn default() -> Self {
        let ctrl = Modifiers { ctrl: true, ..Modifiers::default() };
        let toggle = KeyStroke { code: KeyCode::Char('r'), modifiers: ctrl };
        let cancel = KeyStroke::plain(KeyCode::Escape);
        Self { bindings: vec![(toggle, Action::Toggle), (cancel, Action::Cancel)] }
    }
}

#[cfg(test)]
mod tests;
