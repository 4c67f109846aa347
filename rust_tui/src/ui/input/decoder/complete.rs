//! Whole sequences: parlo's, a layer's or the agent's.

use super::super::held::Holder;
use super::super::keys::{self, Sequence};
use super::super::mouse::Verdict;
use super::super::{HostReply, Input, KeyPhase, KeyPress, action_of, replies};
use super::{ESC, InputDecoder, State};
use crate::ui::keymap::Action;

impl InputDecoder {
    pub(super) fn complete_csi(&mut self) {
        let (body, terminator) = self.pending[2..].split_at(self.pending.len() - 3);
        if self.awaiting_replies
            && let Some(reply) = replies::control(body, terminator[0])
        {
            self.awaiting_replies = !matches!(reply, HostReply::DeviceAttributes(_));
            self.emit(Input::Reply(reply));
            self.finish();
            return;
        }
        match (body, terminator) {
            (b"200", b"~") => self.start_paste(),
            ([b'<', report @ ..], b"M" | b"m") => {
                let verdict = self.mouse.judge(report, terminator[0], self.is_capturing());
                self.handle_mouse(verdict);
            }
            // The agent needs reports of focus and colour scheme even while a layer is open.
            ([], b"I" | b"O") | ([b'?', b'9', b'9', b'7', ..], b"n") => {
                self.forward_pending();
                self.finish();
            }
            _ => self.complete(keys::csi(body, terminator[0])),
        }
    }

    fn start_paste(&mut self) {
        self.paste_is_captured = self.is_capturing() && self.forwarded == 0;
        if self.paste_is_captured {
            self.finish();
        } else {
            self.forward_pending();
            self.pending.clear();
            self.forwarded = 0;
        }
        self.state = State::Paste(0);
    }

    fn handle_mouse(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Forward => self.forward_pending(),
            Verdict::Rewrite(bytes) => {
                self.pending.truncate(self.forwarded);
                self.pending.extend(bytes);
                self.forward_pending();
            }
            Verdict::Ours(event) => self.emit(Input::Mouse(event)),
            Verdict::Drop => {}
        }
        self.finish();
    }

    pub(super) fn complete_reply(&mut self) {
        let body = self.pending[2..].strip_suffix(&[ESC]).unwrap_or(&self.pending[2..]);
        // Other strings come only from a terminal and mean nothing to an agent: dropped.
        let is_device = self.pending[1] == b'P';
        let reply = if is_device { replies::device(body) } else { replies::command(body) };
        if let Some(reply) = reply {
            self.emit(Input::Reply(reply));
        }
        self.finish();
    }

    /// The sequence is whole: it is an action, or captured, or forwarded.
    pub(super) fn complete(&mut self, sequence: Option<Sequence>) {
        match sequence {
            _ if self.forwarded > 0 && self.is_capturing() => {}
            _ if self.forwarded > 0 => self.forward_pending(),
            Some(sequence) => self.complete_key(&sequence),
            None if self.is_capturing() => {}
            None => self.forward_key(),
        }
        self.finish();
    }

    fn complete_key(&mut self, sequence: &Sequence) {
        let Some(code) = sequence.code() else { return };
        let holder = match sequence.phase {
            KeyPhase::Stroke | KeyPhase::Press => {
                self.held.forget(code);
                let holder = self.holder_of_press(sequence);
                if let Some(holder) = holder {
                    self.held.press(code, holder);
                }
                holder
            }
            KeyPhase::Repeat => self.held.holder(code),
            KeyPhase::Release => {
                let holder = self.held.holder(code);
                self.held.forget(code);
                holder
            }
        };
        match holder {
            Some(Holder::Action(action)) => self.emit_key(action, sequence.phase),
            Some(Holder::Layer) if self.is_capturing() => self.capture(sequence),
            // The layer was closed meanwhile.
            Some(Holder::Layer) => {}
            None if self.is_capturing() && sequence.phase == KeyPhase::Repeat => {}
            None => self.forward_key(),
        }
    }

    fn holder_of_press(&self, sequence: &Sequence) -> Option<Holder> {
        let mut candidates = sequence.keys.iter().flatten();
        let action = candidates.find_map(|key| action_of(&self.keymap, *key, self.scope));
        let layer = self.is_capturing().then_some(Holder::Layer);
        action.map(Holder::Action).or(layer)
    }

    /// Forwards a key in the encoding the agent asked for.
    fn forward_key(&mut self) {
        if let Some(bytes) = self.translation.apply(&self.pending) {
            self.pending = bytes;
        }
        self.forward_pending();
    }

    fn emit_key(&mut self, action: Action, phase: KeyPhase) {
        let raw = std::mem::take(&mut self.pending);
        let raw = self.translation.apply(&raw).unwrap_or(raw);
        self.emit(Input::Key(KeyPress { action, phase, raw }));
    }

    /// Appends to the output, after what was typed before.
    pub(super) fn emit(&mut self, input: Input) {
        self.flush_typed();
        self.output.push(input);
    }
}
