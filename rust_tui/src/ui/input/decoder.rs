//! The state machine that walks the bytes.

use std::time::Instant;

use super::held::HeldKeys;
use super::keys::{self, Sequence};
use super::mouse::{MouseOwner, MouseRouter};
use super::translate::Translation;
use super::{Input, KeyScope};
use crate::ui::keymap::{KeyCode, KeyMap, KeyStroke};

mod capture;
mod complete;
mod waiting;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const PASTE_END: &[u8] = b"\x1b[201~";

/// No sequence a terminal sends for a key, the mouse or a reply is longer.
const MAX_SEQUENCE_BYTES: usize = 512;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Ground,
    Escape,
    Csi,
    Ss3,
    /// In a reply that starts with `ESC ]` or `ESC P`.
    Reply,
    /// After the Esc of that reply's terminator.
    ReplyEnd,
    /// In a bracketed paste; this many bytes of its end marker have been seen.
    Paste(usize),
}

/// Splits the host terminal's bytes into actions and what is forwarded.
#[derive(Debug, Default)]
pub struct InputDecoder {
    keymap: KeyMap,
    mouse: MouseRouter,
    held: HeldKeys,
    translation: Translation,
    state: State,
    /// The bytes of the sequence that is being read.
    pending: Vec<u8>,
    /// How many of them have been forwarded already; then it can no longer be an action.
    forwarded: usize,
    /// When `pending` got its first byte.
    pending_since: Option<Instant>,
    deadline: Option<Instant>,
    awaiting_replies: bool,
    scope: KeyScope,
    /// Whether the current paste is captured: decided where it starts.
    paste_is_captured: bool,
    /// The captured part of it.
    paste: Vec<u8>,
    /// Captured text that is not in the output yet.
    typed: Vec<u8>,
    output: Vec<Input>,
}

impl InputDecoder {
    /// A decoder for the keys of a key map.
    pub fn new(keymap: KeyMap) -> Self {
        Self { keymap, ..Self::default() }
    }

    /// Replaces the key map, from the next key on.
    pub fn set_keymap(&mut self, keymap: KeyMap) {
        self.keymap = keymap;
    }

    /// The agent's pane has this many rows; parlo's own are below. Width and height of a cell are
    /// needed for agents that ask for positions in pixels.
    pub fn set_pane(&mut self, rows: u16, cell_pixels: Option<(u16, u16)>) {
        self.mouse.set_pane(rows, cell_pixels);
    }

    /// Who gets the mouse events on the agent's pane, from the next event on.
    pub fn set_mouse_owner(&mut self, owner: MouseOwner) {
        self.mouse.set_owner(owner);
    }

    /// How keys are encoded for the agent, from the next key on.
    pub fn set_translation(&mut self, translation: Translation) {
        self.translation = translation;
    }

    /// Called when queries are written to the host terminal: replies are taken out of the input
    /// until the one to the last query, the device attributes, has arrived.
    pub fn expect_replies(&mut self) {
        self.awaiting_replies = true;
    }

    /// Whether a bracketed paste of the user's is arriving. Nothing else may be written to the
    /// agent meanwhile: it would land in the middle of the paste.
    pub fn is_inside_paste(&self) -> bool {
        matches!(self.state, State::Paste(_))
    }

    /// When [`Self::expire`] has to be called, if nothing is fed before.
    pub fn next_deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Decodes one read of the host terminal; it may be cut anywhere.
    pub fn feed(&mut self, now: Instant, bytes: &[u8], scope: KeyScope) -> Vec<Input> {
        self.give_up_waiting(now);
        self.scope = scope;
        if self.is_stale_escape(now) {
            self.finish();
        }
        for &byte in bytes {
            self.step(byte);
            if self.pending.len() == 1 {
                self.pending_since = Some(now);
            }
        }
        self.end_read(now);
        self.flush_typed();
        std::mem::take(&mut self.output)
    }

    /// Decides what was held back, if its time is over.
    pub fn expire(&mut self, now: Instant) -> Vec<Input> {
        self.give_up_waiting(now);
        self.flush_typed();
        std::mem::take(&mut self.output)
    }

    fn is_capturing(&self) -> bool {
        self.scope == KeyScope::Layer
    }

    fn step(&mut self, byte: u8) {
        match self.state {
            State::Ground if byte == ESC => {
                self.pending.push(byte);
                self.state = State::Escape;
            }
            // A byte of a longer character.
            State::Ground if byte >= 0x80 && self.is_capturing() => self.typed.push(byte),
            State::Ground => {
                self.pending.push(byte);
                self.complete(keys::single_byte(byte).map(Sequence::stroke));
            }
            State::Escape => self.step_escape(byte),
            State::Csi => match byte {
                0x20..=0x3f if self.pending.len() < MAX_SEQUENCE_BYTES => self.pending.push(byte),
                0x40..=0x7e => {
                    self.pending.push(byte);
                    self.complete_csi();
                }
                _ => self.abort(byte),
            },
            State::Ss3 => {
                self.pending.push(byte);
                self.complete(keys::lettered(byte).map(KeyStroke::plain).map(Sequence::stroke));
            }
            State::Reply => match byte {
                BEL => self.complete_reply(),
                ESC => self.push(byte, State::ReplyEnd),
                0x20..=0x7e if self.pending.len() < MAX_SEQUENCE_BYTES => self.pending.push(byte),
                _ => self.abort(byte),
            },
            State::ReplyEnd if byte == b'\\' => self.complete_reply(),
            State::ReplyEnd => {
                self.pending.pop();
                self.abort(ESC);
                self.step(byte);
            }
            State::Paste(matched) => self.step_paste(byte, matched),
        }
    }

    fn step_escape(&mut self, byte: u8) {
        match byte {
            // Two Esc in one read are two key presses; the first is complete now.
            ESC => {
                self.lone_escape();
                self.pending.push(ESC);
                self.state = State::Escape;
            }
            b'[' => self.push(byte, State::Csi),
            b'O' => self.push(byte, State::Ss3),
            b']' | b'P' if self.awaiting_replies => self.push(byte, State::Reply),
            0x80.. if self.is_capturing() => {
                self.finish();
                self.typed.push(byte);
            }
            _ => {
                self.pending.push(byte);
                let with_alt = keys::single_byte(byte).map(|mut key| {
                    key.modifiers.alt = true;
                    Sequence::stroke(key)
                });
                self.complete(with_alt);
            }
        }
    }

    fn step_paste(&mut self, byte: u8, matched: usize) {
        if self.paste_is_captured {
            self.paste.push(byte);
        } else {
            self.pending.push(byte);
        }
        // The marker's first byte does not occur in it again, so a mismatch starts over.
        let matched =
            if byte == PASTE_END[matched] { matched + 1 } else { usize::from(byte == ESC) };
        if matched < PASTE_END.len() {
            self.state = State::Paste(matched);
        } else if self.paste_is_captured {
            self.paste.truncate(self.paste.len() - PASTE_END.len());
            self.finish_paste();
            self.finish();
        } else {
            self.forward_pending();
            self.finish();
        }
    }

    fn push(&mut self, byte: u8, state: State) {
        self.pending.push(byte);
        self.state = state;
    }

    /// A byte that cannot be part of the sequence: the sequence is the agent's, the byte starts a
    /// new one.
    fn abort(&mut self, byte: u8) {
        self.complete(None);
        self.step(byte);
    }

    fn lone_escape(&mut self) {
        self.complete(Some(Sequence::stroke(KeyStroke::plain(KeyCode::Escape))));
    }

    fn forward_pending(&mut self) {
        let fresh = &self.pending[self.forwarded..];
        if !fresh.is_empty() {
            match self.output.last_mut() {
                Some(Input::Forward(bytes)) => bytes.extend_from_slice(fresh),
                _ => self.output.push(Input::Forward(fresh.to_vec())),
            }
        }
        if self.is_inside_paste() {
            self.pending.clear();
            self.forwarded = 0;
        } else {
            self.forwarded = self.pending.len();
        }
    }

    fn finish(&mut self) {
        self.pending.clear();
        self.forwarded = 0;
        self.state = State::Ground;
    }
}
