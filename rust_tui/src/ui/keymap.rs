//! Key bindings, and how keys are written in the configuration and in hints.
//!
//! A key is written like `ctrl+r`, `esc`, `f5`, `alt+space`. Keys that type text cannot be bound,
//! nor can those that a terminal reports as another key. So that parlo takes few keys from the
//! agent, most actions are bound in the menu: `menu h` is the key `h` while the menu is open, where
//! any key can be bound.

use std::fmt;

mod action;
mod parse;

pub use action::Action;
pub use parse::{KeyError, rewritten, written};

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
    /// The modifiers held with it.
    pub modifiers: Modifiers,
}

impl KeyStroke {
    /// A key with nothing held.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, modifiers: Modifiers { ctrl: false, alt: false, shift: false } }
    }

    /// The key that types this character.
    pub fn typing(character: char) -> Self {
        let shift = character.is_uppercase();
        Self {
            code: KeyCode::Char(character.to_lowercase().next().unwrap_or(character)),
            modifiers: Modifiers { shift, ..Modifiers::default() },
        }
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

/// How an action is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Binding {
    /// By this key, at any time (global).
    Direct(KeyStroke),
    /// By this key while the menu is open.
    Menu(KeyStroke),
}

/// Why a set of bindings is not possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyMapError {
    /// A key cannot be parsed or bound.
    #[error("{action}: {reason}")]
    Key {
        /// The action to bind.
        action: Action,
        /// What is wrong with it.
        reason: KeyError,
    },
    /// Two actions share a key.
    #[error("`{first}` and `{second}` are both on {key}; give one of them another key")]
    Conflict {
        /// The key, as shown in hints.
        key: String,
        /// An action.
        first: Action,
        /// Another action.
        second: Action,
    },
}

/// The bindings of all actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyMap {
    bindings: Vec<(Binding, Action)>,
}

impl KeyMap {
    /// The default bindings, overridden by these: each an action and its key as written in the
    /// configuration.
    ///
    /// # Errors
    ///
    /// [`KeyMapError`] names the key that is wrong, and what is possible instead.
    pub fn new<'a>(keys: impl IntoIterator<Item = (Action, &'a str)>) -> Result<Self, KeyMapError> {
        let mut written = Action::ALL.map(|action| (action, action.usual_key()));
        for (action, text) in keys {
            if let Some(entry) = written.iter_mut().find(|(known, _)| *known == action) {
                entry.1 = text;
            }
        }
        let mut bindings: Vec<(Binding, Action)> = Vec::new();
        for (action, text) in written {
            let binding = parse::binding(text, action.must_be_direct())
                .map_err(|reason| KeyMapError::Key { action, reason })?;
            let Some(binding) = binding else { continue };
            if let Some((_, first)) = bindings.iter().find(|(bound, _)| *bound == binding) {
                let key = match binding {
                    Binding::Direct(key) => key.to_string(),
                    Binding::Menu(key) => format!("`menu {}`", key.to_string().to_lowercase()),
                };
                return Err(KeyMapError::Conflict { key, first: *first, second: action });
            }
            bindings.push((binding, action));
        }
        Ok(Self { bindings })
    }

    /// The action of a global key.
    pub fn action(&self, key: KeyStroke) -> Option<Action> {
        self.bound_to(Binding::Direct(key))
    }

    /// The action of a key in the menu.
    pub fn menu_action(&self, key: KeyStroke) -> Option<Action> {
        self.bound_to(Binding::Menu(key))
    }

    fn bound_to(&self, binding: Binding) -> Option<Action> {
        self.bindings.iter().find(|(bound, _)| *bound == binding).map(|(_, action)| *action)
    }

    /// The global key of an action.
    pub fn key_of(&self, action: Action) -> Option<KeyStroke> {
        match self.binding_of(action)? {
            Binding::Direct(key) => Some(key),
            Binding::Menu(_) => None,
        }
    }

    /// How an action is reached, if it is.
    pub fn binding_of(&self, action: Action) -> Option<Binding> {
        self.bindings.iter().find(|(_, bound)| *bound == action).map(|(binding, _)| *binding)
    }

    /// How an action is reached, as shown to the user: `Ctrl+R`, `Ctrl+Space H`; empty if it is
    /// not.
    pub fn shown(&self, action: Action) -> String {
        match (self.binding_of(action), self.key_of(Action::Menu)) {
            (Some(Binding::Direct(key)), _) => key.to_string(),
            (Some(Binding::Menu(key)), Some(menu)) => format!("{menu} {key}"),
            (Some(Binding::Menu(_)) | None, _) => String::new(),
        }
    }
}

impl Default for KeyMap {
    /// Ctrl+R starts and ends a dictation, Esc cancels it, Ctrl+Space opens the menu.
    fn default() -> Self {
        Self::new([]).unwrap_or(Self { bindings: Vec::new() })
    }
}

#[cfg(test)]
mod tests;
