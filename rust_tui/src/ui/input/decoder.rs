//! The state machine that walks the bytes.

use std::time::Instant;

use super::keys::{self, Sequence};
use super::mouse::{MouseFilter, Verdict};
use super::{Armed, Input, KeyPhase, KeyPress, action_of};
use super::{OuterReply, replies};
use crate::ui::keymap::{KeyCode, KeyMap, KeyStroke};

mod waiting;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const PASTE_END: &[u8] = b"\x1b[201~";

/// No sequence a terminal sends for a key, the mouse or an answer is longer.
const MAX_SEQUENCE_BYTES: usize = 128;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Ground,
    Escape,
    Csi,
    Ss3,
    /// In an answer that starts with `ESC ]`.
    Reply,
    /// Behind the Esc of that answer's terminator.
    ReplyEnd,
    /// In a bracketed paste; so many bytes of its end marker have been seen.
    Paste(usize),
}

/// Splits the outer terminal's bytes into actions and what is forwarded.
#[derive(Debug)]
pub struct InputDecoder {
    keymap: KeyMap,
    mouse: MouseFilter,
    state: State,
    /// The bytes of the sequence that is being read.
    pending: Vec<u8>,
    /// How many of them have been forwarded already, so that it can no longer be an action.
    forwarded: usize,
    /// When `pending` got its first byte.
    pending_since: Option<Instant>,
    deadline: Option<Instant>,
    awaiting_replies: bool,
    armed: Armed,
    output: Vec<Input>,
}

impl InputDecoder {
    /// A decoder for the keys of a key map.
    #[must_use]
    pub fn new(keymap: KeyMap) -> Self {
        Self {
            keymap,
            mouse: MouseFilter::default(),
            state: State::Ground,
            pending: Vec::new(),
            forwarded: 0,
            pending_since: None,
            deadline: None,
            awaiting_replies: false,
            armed: Armed::Idle,
            output: Vec::new(),
        }
    }

    /// Mouse events below this many rows are on the HUD, not on the agent's pane.
    pub fn set_pane_rows(&mut self, rows: u16) {
        self.mouse.set_pane_rows(rows);
    }

    /// To be called when queries are written to the outer terminal: answers are taken out of the
    /// input until the answer to the last query, the device attributes, has come.
    pub fn expect_replies(&mut self) {
        self.awaiting_replies = true;
    }

    /// Whether a bracketed paste of the user's is on its way. Nothing else may be written to the
    /// agent meanwhile, it would land in the middle of the paste.
    #[must_use]
    pub fn is_inside_paste(&self) -> bool {
        matches!(self.state, State::Paste(_))
    }

    /// When [`Self::expire`] has to be called, if nothing is fed before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Takes one read of the outer terminal; it may be cut anywhere.
    pub fn feed(&mut self, now: Instant, bytes: &[u8], armed: Armed) -> Vec<Input> {
        self.give_up_waiting(now);
        self.armed = armed;
        if self.is_stale_escape(now) {
            self.finish();
        }
        for &byte in bytes {
            self.step(byte);
            if self.pending.len() == 1 {
                self.pending_since = Some(now);
            }
        }
        self.settle(now);
        std::mem::take(&mut self.output)
    }

    /// Decides what was held back, if its time is over.
    pub fn expire(&mut self, now: Instant) -> Vec<Input> {
        self.give_up_waiting(now);
        std::mem::take(&mut self.output)
    }

    fn step(&mut self, byte: u8) {
        match self.state {
            State::Ground if byte == ESC => {
                self.pending.push(byte);
                self.state = State::Escape;
            }
            State::Ground => {
                self.pending.push(byte);
                self.complete(keys::single_byte(byte).map(Sequence::press));
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
                self.complete(keys::ss3(byte).map(Sequence::press));
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
            // Two Esc in one read are two key presses; the first is decided now.
            ESC => {
                self.lone_escape();
                self.pending.push(ESC);
                self.state = State::Escape;
            }
            b'[' => self.push(byte, State::Csi),
            b'O' => self.push(byte, State::Ss3),
            b']' if self.awaiting_replies => self.push(byte, State::Reply),
            _ => {
                self.pending.push(byte);
                self.complete(
                    keys::single_byte(byte).map(|key| Sequence::press(keys::with_alt(key))),
                );
            }
        }
    }

    fn step_paste(&mut self, byte: u8, matched: usize) {
        self.pending.push(byte);
        // The marker's first byte does not occur again in it, so a mismatch starts over.
        let matched =
            if byte == PASTE_END[matched] { matched + 1 } else { usize::from(byte == ESC) };
        if matched == PASTE_END.len() {
            self.complete(None);
        } else {
            self.state = State::Paste(matched);
        }
    }

    fn push(&mut self, byte: u8, state: State) {
        self.pending.push(byte);
        self.state = state;
    }

    /// A byte that cannot be part of the sequence: the sequence is the agent's, the byte a new
    /// beginning.
    fn abort(&mut self, byte: u8) {
        self.complete(None);
        self.step(byte);
    }

    fn complete_csi(&mut self) {
        let (body, terminator) = self.pending[2..].split_at(self.pending.len() - 3);
        match (body, terminator) {
            (b"200", b"~") => {
                self.forward_pending();
                self.state = State::Paste(0);
            }
            ([b'<', report @ ..], b"M" | b"m") => match self.mouse.judge(report, terminator[0]) {
                Verdict::Forward => self.complete(None),
                Verdict::Swallow => self.finish(),
                Verdict::Rewrite(bytes) => {
                    self.pending.truncate(self.forwarded);
                    self.pending.extend(bytes);
                    self.complete(None);
                }
            },
            ([b'?', ..], b"c") if self.awaiting_replies => {
                self.awaiting_replies = false;
                self.output.push(Input::Reply(OuterReply::DeviceAttributes));
                self.finish();
            }
            _ => self.complete(keys::csi(body, terminator[0])),
        }
    }

    fn complete_reply(&mut self) {
        let body = self.pending[2..].strip_suffix(&[ESC]).unwrap_or(&self.pending[2..]);
        match replies::parse(body) {
            Some(reply) => {
                self.output.push(Input::Reply(reply));
                self.finish();
            }
            // Only a terminal sends such a thing; an agent could make nothing of it either.
            None => self.finish(),
        }
    }

    /// The sequence is whole: it is an action, or it is forwarded.
    fn complete(&mut self, sequence: Option<Sequence>) {
        let action = sequence.as_ref().and_then(|sequence| {
            let mut candidates = sequence.keys.iter().flatten();
            candidates.find_map(|key| action_of(&self.keymap, *key, self.armed))
        });
        match (action, sequence) {
            (Some(action), Some(sequence)) if self.forwarded == 0 => {
                self.emit_key(action, sequence.phase);
            }
            _ => self.forward_pending(),
        }
        self.finish();
    }

    fn emit_key(&mut self, action: crate::ui::keymap::Action, phase: KeyPhase) {
        let raw = std::mem::take(&mut self.pending);
        self.output.push(Input::Key(KeyPress { action, phase, raw }));
    }

    fn lone_escape(&mut self) {
        self.complete(Some(Sequence::press(KeyStroke::plain(KeyCode::Escape))));
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
