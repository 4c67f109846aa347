//! Encodes keys as the agent asked for, where the host terminal reports more.
//!
//! For hold-to-talk parlo needs key releases, which terminals report only in kitty's keyboard
//! protocol. The host terminal then has flags the agent never set. What they add is removed here:
//! releases, event types, and for an agent without any flags the whole encoding. Text and pastes
//! arrive as plain bytes and are not touched.

use parlo_core::screen::{AgentModes, KeyboardModes};

use super::keys::KEYPAD;

/// How keys arrive and how they are to be forwarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Translation {
    agent_flags: u8,
    application_cursor: bool,
    application_keypad: bool,
    is_needed: bool,
}

impl Translation {
    /// From a host terminal with these flags to an agent with its modes.
    pub fn new(agent: &AgentModes, host_flags: u8) -> Self {
        let agent_flags = agent.keyboard.kitty_flags;
        Self {
            agent_flags,
            application_cursor: agent.application_cursor,
            application_keypad: agent.application_keypad,
            is_needed: agent_flags != host_flags,
        }
    }

    /// The bytes for the agent in place of a whole sequence; `None` to forward it unchanged.
    pub(super) fn apply(&self, raw: &[u8]) -> Option<Vec<u8>> {
        if !self.is_needed || self.agent_flags & KeyboardModes::EVENT_TYPES != 0 {
            return None;
        }
        let key = Key::parse(raw)?;
        if key.event == RELEASE {
            return Some(Vec::new());
        }
        Some(if self.agent_flags != 0 { key.without_event() } else { key.legacy(self) })
    }
}

const RELEASE: u32 = 3;

const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CTRL: u32 = 4;
/// Caps lock and num lock.
const LOCKS: u32 = 64 | 128;

/// A key in kitty's protocol: `CSI code:shifted:base ; modifiers:event ; text u`, or with another
/// letter at the end.
struct Key<'a> {
    codes: &'a str,
    /// The bits, without the one that the protocol adds.
    modifiers: u32,
    event: u32,
    text: Option<&'a str>,
    end: char,
}

impl<'a> Key<'a> {
    fn parse(raw: &'a [u8]) -> Option<Self> {
        let (end, body) = raw.strip_prefix(b"\x1b[")?.split_last()?;
        let end = char::from(*end);
        if !matches!(end, 'u' | '~' | 'A'..='F' | 'H' | 'P'..='S') {
            return None;
        }
        let body = std::str::from_utf8(body).ok()?;
        if !body.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b';' | b':')) {
            return None;
        }
        let mut fields = body.split(';');
        let codes = fields.next()?;
        let mut modifiers = fields.next().unwrap_or_default().split(':');
        let bits = modifiers.next().unwrap_or_default().parse().unwrap_or(1);
        let event = modifiers.next().unwrap_or_default().parse().unwrap_or(1);
        let text = fields.next();
        // `CSI 27 ; modifiers ; code ~` is xterm's.
        let is_foreign = fields.next().is_some() || end != 'u' && text.is_some();
        (!is_foreign).then_some(Self {
            codes,
            modifiers: u32::saturating_sub(bits, 1),
            event,
            text,
            end,
        })
    }

    fn code(&self) -> u32 {
        self.codes.split(':').next().and_then(|code| code.parse().ok()).unwrap_or(1)
    }

    fn shifted(&self) -> Option<char> {
        let code = self.codes.split(':').nth(1)?.parse().ok()?;
        char::from_u32(code)
    }

    /// The same key for an agent that has flags but wants no event types.
    fn without_event(&self) -> Vec<u8> {
        let modifiers = match self.modifiers {
            0 => String::new(),
            bits => (bits + 1).to_string(),
        };
        let (codes, end) = (self.codes, self.end);
        match self.text.filter(|text| !text.is_empty()) {
            Some(text) => format!("\x1b[{codes};{modifiers};{text}{end}"),
            None if modifiers.is_empty() && end != 'u' && end != '~' => format!("\x1b[{end}"),
            None if modifiers.is_empty() => format!("\x1b[{codes}{end}"),
            None => format!("\x1b[{};{modifiers}{end}", if codes.is_empty() { "1" } else { codes }),
        }
        .into_bytes()
    }

    fn legacy(&self, agent: &Translation) -> Vec<u8> {
        let modifiers = self.modifiers & !LOCKS;
        let code = self.code();
        match self.end {
            'u' => match code {
                57_344..=63_743 => functional(code, modifiers, agent),
                _ => self.legacy_character(code, modifiers),
            },
            '~' => numbered(code, modifiers),
            letter => lettered(letter, modifiers, agent),
        }
    }

    fn legacy_character(&self, code: u32, modifiers: u32) -> Vec<u8> {
        let Some(character) = char::from_u32(code) else { return Vec::new() };
        if modifiers & !(SHIFT | ALT | CTRL) != 0 {
            // The legacy encoding cannot express it.
            return Vec::new();
        }
        let shift = modifiers & SHIFT != 0;
        let mut bytes = if modifiers & ALT != 0 { vec![0x1b] } else { Vec::new() };
        let ctrl = modifiers & CTRL != 0;
        match character {
            '\t' if shift => return [&bytes[..], b"\x1b[Z"].concat(),
            '\u{7f}' if ctrl => bytes.push(0x08),
            '\t' | '\r' | '\u{1b}' | '\u{7f}' => bytes.push(code as u8),
            _ => {
                let shown = match (shift, self.shifted()) {
                    (true, Some(shifted)) => shifted,
                    (true, None) => character.to_uppercase().next().unwrap_or(character),
                    (false, _) => character,
                };
                match ctrl.then(|| control(character, shown)).flatten() {
                    Some(byte) => bytes.push(byte),
                    None => bytes.extend_from_slice(shown.encode_utf8(&mut [0; 4]).as_bytes()),
                }
            }
        }
        bytes
    }
}

/// The control character of a key; the shifted one decides where the plain one has none.
fn control(plain: char, shown: char) -> Option<u8> {
    let of = |character: char| match character {
        'a'..='z' | 'A'..='Z' => Some(character as u8 & 0x1f),
        ' ' | '@' | '2' => Some(0),
        '[' | '3' => Some(0x1b),
        '\\' | '4' => Some(0x1c),
        ']' | '5' => Some(0x1d),
        '^' | '~' | '6' => Some(0x1e),
        '_' | '/' | '7' => Some(0x1f),
        '?' | '8' => Some(0x7f),
        _ => None,
    };
    of(shown).or_else(|| of(plain))
}

/// A key of kitty's private numbers. Modifier, lock and media keys have no legacy encoding.
fn functional(code: u32, modifiers: u32, agent: &Translation) -> Vec<u8> {
    match code {
        57_363 => numbered(29, modifiers),
        57_376..=57_383 => {
            let number = [25, 26, 28, 29, 31, 32, 33, 34][(code - 57_376) as usize];
            numbered(number, modifiers)
        }
        57_399..=57_416 => {
            let key = (code - 57_399) as usize;
            let plain = KEYPAD[key];
            let application = b"pqrstuvwxynojmkMXl"[key];
            if agent.application_keypad {
                vec![0x1b, b'O', application]
            } else if modifiers & ALT != 0 {
                vec![0x1b, plain]
            } else {
                vec![plain]
            }
        }
        // The keypad's arrows, Page Up and Down, Home, End, Insert, Delete, Begin.
        57_417..=57_427 => match b"DCAB56HF23E"[(code - 57_417) as usize] {
            digit @ b'0'..=b'9' => numbered(u32::from(digit - b'0'), modifiers),
            letter => lettered(char::from(letter), modifiers, agent),
        },
        _ => Vec::new(),
    }
}

fn numbered(number: u32, modifiers: u32) -> Vec<u8> {
    match modifiers {
        0 if number == 13 => b"\x1bOR".to_vec(),
        0 => format!("\x1b[{number}~").into_bytes(),
        bits => format!("\x1b[{number};{}~", bits + 1).into_bytes(),
    }
}

fn lettered(letter: char, modifiers: u32, agent: &Translation) -> Vec<u8> {
    let is_function_key = matches!(letter, 'P'..='S');
    match modifiers {
        0 if is_function_key || agent.application_cursor => format!("\x1bO{letter}"),
        0 => format!("\x1b[{letter}"),
        bits => format!("\x1b[1;{}{letter}", bits + 1),
    }
    .into_bytes()
}

#[cfg(test)]
mod tests;
