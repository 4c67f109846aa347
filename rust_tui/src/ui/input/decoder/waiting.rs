//! What is held back at the end of a read, and for how long.

use std::time::Instant;

use super::super::{ESCAPE_WAIT, REPLY_WAIT, escape_is_ours};
use super::{InputDecoder, State};

impl InputDecoder {
    /// At the end of a read: what may still become an action waits, the rest is forwarded.
    pub(super) fn end_read(&mut self, now: Instant) {
        self.deadline = None;
        if self.pending.is_empty() || self.forwarded > 0 && self.is_capturing() {
            return;
        }
        let forwards_escape =
            self.state == State::Escape && !escape_is_ours(&self.keymap, self.scope);
        if self.forwarded > 0 || self.is_inside_paste() || forwards_escape {
            self.forward_pending();
            return;
        }
        let wait = match self.state {
            State::Reply | State::ReplyEnd => REPLY_WAIT,
            _ => ESCAPE_WAIT,
        };
        self.deadline = Some(now + wait);
    }

    pub(super) fn give_up_waiting(&mut self, now: Instant) {
        if self.deadline.is_none_or(|deadline| now < deadline) {
            return;
        }
        self.deadline = None;
        match self.state {
            State::Escape => self.lone_escape(),
            // The rest may still arrive; it is tracked so that a paste is recognised.
            State::Csi if self.is_capturing() => self.forwarded = self.pending.len(),
            State::Csi => self.forward_pending(),
            _ => self.complete(None),
        }
    }

    /// An Esc that was forwarded long enough ago was a key of its own.
    pub(super) fn is_stale_escape(&self, now: Instant) -> bool {
        let age = self.pending_since.map(|since| now.saturating_duration_since(since));
        self.state == State::Escape && age.is_some_and(|age| age >= ESCAPE_WAIT)
    }
}
