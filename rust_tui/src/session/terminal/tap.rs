//! Finds, in the agent's bytes, the sequences that the emulator's parser drops.
//!
//! It runs beside that parser and stops after each sequence of interest, so that everything before
//! it is handled first: agents rely on the order of replies. It follows the same state machine
//! (Williams' parser as in `vte`), but only to know where strings and control sequences begin and
//! end; plain text is skipped at the speed of a search for Esc.

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;

/// Longer strings are neither queries nor notifications.
const MAX_STRING_BYTES: usize = 8 * 1024;

/// The longest query.
const MAX_CONTROL_BYTES: usize = 32;

/// A sequence of interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// `CSI` with these parameters and this final byte.
    Control(Vec<u8>, u8),
    /// An operating system command (OSC), and whether BEL ended it.
    Command(Vec<u8>, bool),
    /// A device control string (DCS).
    Device(Vec<u8>),
    /// The start of a title as in `screen` (`ESC k`): a string that the emulator would print.
    ScreenTitle,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Ground,
    Escape,
    Control,
    Command,
    Device,
    /// APC, PM and SOS: only their end matters.
    Other,
}

#[derive(Debug, Default)]
pub(super) struct Tap {
    state: State,
    /// The part of a sequence of interest read so far.
    body: Vec<u8>,
    too_long: bool,
}

impl Tap {
    /// Reads up to the end of the next sequence of interest, or everything; returns the number of
    /// bytes read.
    pub(super) fn next(&mut self, bytes: &[u8]) -> (usize, Option<Found>) {
        let mut at = 0;
        while at < bytes.len() {
            match self.state {
                State::Ground => match memchr::memchr(ESC, &bytes[at..]) {
                    None => return (bytes.len(), None),
                    Some(distance) => {
                        at += distance + 1;
                        self.state = State::Escape;
                    }
                },
                state => {
                    let found = match state {
                        State::Escape => self.step_escape(bytes[at]),
                        State::Control => self.step_control(bytes[at]),
                        _ => self.step_string(bytes[at]),
                    };
                    at += 1;
                    if found.is_some() {
                        return (at, found);
                    }
                }
            }
        }
        (at, None)
    }

    fn start(&mut self, state: State) {
        self.state = state;
        self.body.clear();
        self.too_long = false;
    }

    fn step_escape(&mut self, byte: u8) -> Option<Found> {
        match byte {
            b'k' => {
                self.start(State::Other);
                return Some(Found::ScreenTitle);
            }
            b'[' => self.start(State::Control),
            b']' => self.start(State::Command),
            b'P' => self.start(State::Device),
            b'X' | b'^' | b'_' => self.start(State::Other),
            CAN | SUB | 0x20..=0x7e => self.state = State::Ground,
            // Control characters are executed inside a sequence, other bytes are ignored there.
            _ => {}
        }
        None
    }

    fn step_control(&mut self, byte: u8) -> Option<Found> {
        match byte {
            0x20..=0x3f => {
                if self.body.len() < MAX_CONTROL_BYTES {
                    self.body.push(byte);
                } else {
                    self.too_long = true;
                }
            }
            0x40..=0x7e => {
                self.state = State::Ground;
                if !self.too_long && is_interesting(&self.body, byte) {
                    return Some(Found::Control(std::mem::take(&mut self.body), byte));
                }
            }
            ESC => self.state = State::Escape,
            CAN | SUB => self.state = State::Ground,
            _ => {}
        }
        None
    }

    fn step_string(&mut self, byte: u8) -> Option<Found> {
        let next = match (byte, self.state) {
            (ESC, _) => State::Escape,
            (CAN | SUB, _) | (BEL, State::Command) | (0x9c, State::Device) => State::Ground,
            _ => {
                if self.body.len() >= MAX_STRING_BYTES {
                    self.too_long = true;
                } else if byte >= 0x20 && byte != 0x7f && self.state != State::Other {
                    self.body.push(byte);
                }
                return None;
            }
        };
        let is_whole = !self.too_long && !matches!(byte, CAN | SUB);
        match std::mem::replace(&mut self.state, next) {
            State::Command if is_whole => {
                Some(Found::Command(std::mem::take(&mut self.body), byte == BEL))
            }
            State::Device if is_whole => Some(Found::Device(std::mem::take(&mut self.body))),
            _ => None,
        }
    }
}

/// Sequences that the emulator's parser does not know and parlo handles.
fn is_interesting(body: &[u8], end: u8) -> bool {
    match end {
        b'q' => body.first() == Some(&b'>'),
        b't' => body == b"16",
        b'n' => body.first() == Some(&b'?'),
        // Where synchronised updates begin and end.
        b'h' | b'l' => body.first() == Some(&b'?') && body.windows(4).any(|part| part == b"2026"),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
