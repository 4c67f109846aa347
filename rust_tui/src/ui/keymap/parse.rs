//! Parses keys as written in the configuration.

use super::{Binding, KeyCode, KeyStroke, Modifiers};

/// Why a key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is not written like a key.
    #[error(
        "`{key}` is not a key; write it like `ctrl+r`, `esc`, `f5`, `alt+space` or `ctrl+shift+d`"
    )]
    Unknown {
        /// As written.
        key: String,
    },
    /// It types text.
    #[error("`{key}` is needed for typing; add `ctrl` or `alt`, as in `ctrl+r`, or use `f5`")]
    Typed {
        /// As written.
        key: String,
    },
    /// Terminals report it as another key.
    #[error("a terminal reports `{key}` as {same_as}; choose another key, such as `ctrl+r`")]
    SameAs {
        /// As written.
        key: String,
        /// The other key.
        same_as: &'static str,
    },
    /// The action must have a global key.
    #[error("`{key}` is a key of the menu; this action needs one of its own, such as `ctrl+r`")]
    NotInMenu {
        /// As written.
        key: String,
    },
}

/// Names of keys; the first one of each code is shown.
const NAMES: [(&str, KeyCode); 22] = [
    ("Esc", KeyCode::Escape),
    ("Escape", KeyCode::Escape),
    ("Enter", KeyCode::Enter),
    ("Return", KeyCode::Enter),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Insert", KeyCode::Insert),
    ("Ins", KeyCode::Insert),
    ("Delete", KeyCode::Delete),
    ("Del", KeyCode::Delete),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PgUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("PgDn", KeyCode::PageDown),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Space", KeyCode::Char(' ')),
    ("Plus", KeyCode::Char('+')),
];

pub(super) fn name_of(code: KeyCode) -> &'static str {
    NAMES.iter().find(|(_, named)| *named == code).map_or("?", |(name, _)| name)
}

/// A key as it is written in the configuration.
pub fn written(key: KeyStroke) -> String {
    // A plus sign separates the parts of a key.
    if key.code == KeyCode::Char('+') {
        let with_name = KeyStroke { code: KeyCode::Function(1), ..key };
        return with_name.to_string().to_lowercase().replace("f1", "plus");
    }
    key.to_string().to_lowercase()
}

/// A binding as this module writes it, or the text itself if it is none.
pub fn rewritten(text: &str) -> String {
    match binding(text, false) {
        Ok(Some(Binding::Direct(key))) => written(key),
        Ok(Some(Binding::Menu(key))) => format!("menu {}", written(key)),
        Ok(None) => "none".to_owned(),
        Err(_) => text.to_owned(),
    }
}

/// Parses `KEY`, `menu KEY`, or `none`.
pub(super) fn binding(text: &str, must_be_direct: bool) -> Result<Option<Binding>, KeyError> {
    let text = text.trim();
    let menu_key = text
        .split_once(char::is_whitespace)
        .filter(|(word, _)| word.eq_ignore_ascii_case("menu"))
        .map(|(_, key)| key);
    match menu_key {
        Some(_) if must_be_direct => Err(KeyError::NotInMenu { key: text.to_owned() }),
        Some(key) => Ok(Some(Binding::Menu(stroke(key)?))),
        None if text.eq_ignore_ascii_case("none") => Ok(None),
        None => {
            let key = stroke(text)?;
            refuse_unusable(key, text)?;
            Ok(Some(Binding::Direct(key)))
        }
    }
}

fn stroke(text: &str) -> Result<KeyStroke, KeyError> {
    let unknown = || KeyError::Unknown { key: text.to_owned() };
    let mut parts: Vec<&str> = text.split('+').map(str::trim).collect();
    let name = parts.pop().filter(|name| !name.is_empty()).ok_or_else(unknown)?;
    let mut modifiers = Modifiers::default();
    for part in parts {
        let modifier = match part.to_ascii_lowercase().as_str() {
            "ctrl" | "control" => &mut modifiers.ctrl,
            "alt" | "option" | "meta" => &mut modifiers.alt,
            "shift" => &mut modifiers.shift,
            _ => return Err(unknown()),
        };
        if std::mem::replace(modifier, true) {
            return Err(unknown());
        }
    }
    Ok(KeyStroke { code: code_of(name).ok_or_else(unknown)?, modifiers })
}

fn code_of(name: &str) -> Option<KeyCode> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        return Some(*code);
    }
    let mut characters = name.chars();
    if let (Some(character), None) = (characters.next(), characters.next()) {
        let printable = !character.is_control() && !character.is_whitespace();
        return printable.then_some(KeyCode::Char(character.to_ascii_lowercase()));
    }
    let number: u8 = name.strip_prefix(['f', 'F'])?.parse().ok()?;
    (1..=12).contains(&number).then_some(KeyCode::Function(number))
}

fn refuse_unusable(key: KeyStroke, text: &str) -> Result<(), KeyError> {
    let Modifiers { ctrl, alt, shift } = key.modifiers;
    let typed =
        matches!(key.code, KeyCode::Char(_) | KeyCode::Enter | KeyCode::Tab | KeyCode::Backspace);
    if typed && !ctrl && !alt {
        return Err(KeyError::Typed { key: text.to_owned() });
    }
    let same_as = match key.code {
        KeyCode::Char('m') if ctrl && !shift => "Enter",
        KeyCode::Char('i') if ctrl && !shift => "Tab",
        KeyCode::Char('[') if ctrl && !shift => "Esc",
        _ => return Ok(()),
    };
    Err(KeyError::SameAs { key: text.to_owned(), same_as })
}
