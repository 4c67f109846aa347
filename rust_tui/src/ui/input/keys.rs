//! The encodings of keys: legacy, xterm's modifyOtherKeys, and the kitty protocol.

use super::KeyPhase;
use crate::ui::keymap::{KeyCode, KeyStroke, Modifiers};

/// A decoded key. On keyboards with another alphabet the kitty protocol reports two keys: the one
/// of the layout, and the one in the same place on a standard keyboard. Either may be bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sequence {
    pub(super) keys: [Option<KeyStroke>; 2],
    pub(super) phase: KeyPhase,
    /// The text the key types, if any.
    pub(super) text: Option<String>,
}

impl Sequence {
    /// A key in an encoding without releases.
    pub(super) fn stroke(key: KeyStroke) -> Self {
        let text = match key.code {
            KeyCode::Char(character) => typed_text(character, key.modifiers),
            _ => None,
        };
        Self { keys: [Some(key), None], phase: KeyPhase::Stroke, text }
    }

    /// The key itself, whatever is held with it.
    pub(super) fn code(&self) -> Option<KeyCode> {
        self.keys[0].map(|key| key.code)
    }
}

/// What a character key types, without knowing the layout.
fn typed_text(character: char, modifiers: Modifiers) -> Option<String> {
    let Modifiers { ctrl, alt, shift } = modifiers;
    if ctrl || alt || character.is_control() {
        return None;
    }
    Some(if shift { character.to_uppercase().collect() } else { character.to_string() })
}

/// The key of one byte; bytes of a longer UTF-8 character are none.
pub(super) fn single_byte(byte: u8) -> Option<KeyStroke> {
    let ctrl = |character| KeyStroke {
        code: KeyCode::Char(character),
        modifiers: Modifiers { ctrl: true, ..Modifiers::default() },
    };
    Some(match byte {
        0x00 => ctrl(' '),
        b'\t' => KeyStroke::plain(KeyCode::Tab),
        b'\r' => KeyStroke::plain(KeyCode::Enter),
        0x1b => KeyStroke::plain(KeyCode::Escape),
        0x01..=0x1a => ctrl(char::from(byte | 0x60)),
        0x1c..=0x1f => ctrl(char::from(byte | 0x40)),
        0x7f => KeyStroke::plain(KeyCode::Backspace),
        0x20..=0x7e => character(char::from(byte), Modifiers::default()),
        0x80.. => return None,
    })
}

/// The key of `CSI body terminator`.
pub(super) fn csi(body: &[u8], terminator: u8) -> Option<Sequence> {
    let fields: Vec<Vec<u32>> = fields(body)?;
    let number = |field: usize, part: usize| {
        fields.get(field).and_then(|parts| parts.get(part)).copied().unwrap_or(0)
    };
    // Super, Hyper and Meta are never part of a binding.
    if number(1, 0).saturating_sub(1) & (8 | 16 | 32) != 0 {
        return None;
    }
    let (modifiers, phase) = (modifiers(number(1, 0)), phase(number(1, 1)));
    let stroke = |code| KeyStroke { code, modifiers };
    let mut text = None;
    let keys = match terminator {
        b'u' => {
            let code = number(0, 0);
            let base = (number(0, 2) != 0).then(|| number(0, 2));
            let shifted = char::from_u32(number(0, 1)).filter(|_| number(0, 1) != 0);
            text = match fields.get(2) {
                Some(codes) => text_of(codes),
                None => types(code, shifted, modifiers),
            };
            [coded(code, modifiers), base.and_then(|base| coded(base, modifiers))]
        }
        b'~' if number(0, 0) == 27 && fields.len() == 3 => {
            text = types(number(2, 0), None, modifiers);
            [coded(number(2, 0), modifiers), None]
        }
        b'~' => [numbered(number(0, 0)).map(stroke), None],
        b'Z' => {
            let modifiers = Modifiers { shift: true, ..modifiers };
            [Some(KeyStroke { code: KeyCode::Tab, modifiers }), None]
        }
        letter => [lettered(letter).map(stroke), None],
    };
    keys[0].is_some().then_some(Sequence { keys, phase, text })
}

/// The text that came with a key.
fn text_of(codes: &[u32]) -> Option<String> {
    let text: String = codes.iter().filter_map(|code| char::from_u32(*code)).collect();
    let is_text = !text.is_empty() && !text.chars().any(char::is_control);
    is_text.then_some(text)
}

/// What a key types when its text did not come with it.
fn types(code: u32, shifted: Option<char>, modifiers: Modifiers) -> Option<String> {
    if matches!(code, 9 | 13 | 27 | 127) {
        return None;
    }
    let KeyCode::Char(character) = coded(code, modifiers)?.code else { return None };
    match shifted.filter(|_| modifiers.shift) {
        Some(shifted) => typed_text(shifted, Modifiers { shift: false, ..modifiers }),
        None => typed_text(character, modifiers),
    }
}

/// Numbers separated by `;`, each with parts separated by `:`; anything else is no key.
fn fields(body: &[u8]) -> Option<Vec<Vec<u32>>> {
    let text = std::str::from_utf8(body).ok()?;
    let part = |part: &str| {
        if part.is_empty() { Some(0) } else { part.parse().ok() }
    };
    text.split(';').map(|field| field.split(':').map(part).collect()).collect()
}

/// The field is the bits plus one, and an empty field means none; locks do not count.
fn modifiers(field: u32) -> Modifiers {
    let bits = field.saturating_sub(1);
    Modifiers { shift: bits & 1 != 0, alt: bits & 2 != 0, ctrl: bits & 4 != 0 }
}

fn phase(field: u32) -> KeyPhase {
    match field {
        2 => KeyPhase::Repeat,
        3 => KeyPhase::Release,
        _ => KeyPhase::Press,
    }
}

/// A key by the code of its character.
fn coded(code: u32, modifiers: Modifiers) -> Option<KeyStroke> {
    let code = match code {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Escape,
        127 => KeyCode::Backspace,
        FIRST_FUNCTIONAL..=LAST_FUNCTIONAL => return functional(code, modifiers),
        other => return Some(character(char::from_u32(other)?, modifiers)),
    };
    Some(KeyStroke { code, modifiers })
}

const FIRST_FUNCTIONAL: u32 = 57_344;
const LAST_FUNCTIONAL: u32 = 63_743;

/// The kitty protocol's codes for keys that are no characters, from Unicode's private use area.
/// Keypad keys become the key of the same meaning; media and modifier keys are ignored.
fn functional(code: u32, modifiers: Modifiers) -> Option<KeyStroke> {
    let code = match code {
        57_376..=57_398 => KeyCode::Function(u8::try_from(code - 57_376 + 13).ok()?),
        57_399..=57_416 => match KEYPAD[(code - 57_399) as usize] {
            b'\r' => KeyCode::Enter,
            character => KeyCode::Char(char::from(character)),
        },
        57_417 => KeyCode::Left,
        57_418 => KeyCode::Right,
        57_419 => KeyCode::Up,
        57_420 => KeyCode::Down,
        57_421 => KeyCode::PageUp,
        57_422 => KeyCode::PageDown,
        57_423 => KeyCode::Home,
        57_424 => KeyCode::End,
        57_425 => KeyCode::Insert,
        57_426 => KeyCode::Delete,
        _ => return None,
    };
    Some(KeyStroke { code, modifiers })
}

/// What the keys of the keypad type, in the order of their codes.
pub(super) const KEYPAD: &[u8; 18] = b"0123456789./*-+\r=,";

/// A character key; an upper-case letter is the lower-case one with Shift.
fn character(character: char, modifiers: Modifiers) -> KeyStroke {
    let shift = modifiers.shift || character.is_ascii_uppercase();
    KeyStroke {
        code: KeyCode::Char(character.to_ascii_lowercase()),
        modifiers: Modifiers { shift, ..modifiers },
    }
}

/// The key of `ESC O letter`.
pub(super) fn lettered(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::Function(letter - b'P' + 1),
        _ => return None,
    })
}

fn numbered(number: u32) -> Option<KeyCode> {
    let function = |first: u32| u8::try_from(number - first).ok().map(KeyCode::Function);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        // The gaps in this numbering are those of the VT220's function keys.
        11..=15 => function(10),
        17..=21 => function(11),
        23..=24 => function(12),
        _ => None,
    }
}
