//! What joins one take to the next: a speaker who goes on after a pause has ended the take, and the
//! space between two texts in the agent's composer.

use super::deliver::Done;
use super::effect::Effect;
use super::notice::Notice;
use super::{Flow, State};
use crate::take_id::TakeId;
use std::time::{Duration, Instant};

/// A take that follows begins within this time or not at all: its first sounds are kept no longer.
const WORTH_STARTING: Duration = Duration::from_millis(1_500);

/// The tie between takes.
#[derive(Debug, Default)]
pub(super) struct Continuation {
    /// The last take, if a pause ended it: its speaker may go on.
    pub(super) open_end: Option<TakeId>,
    /// A take whose speech has begun already, and when; the text before it is still on its way.
    pub(super) waiting: Option<(TakeId, Instant)>,
    /// Whether the last thing that entered the agent was dictated text.
    pub(super) text_before: bool,
}

impl Continuation {
    /// No take follows by itself any more.
    pub(super) fn cut(&mut self) {
        self.open_end = None;
        self.waiting = None;
    }
}

impl Flow {
    pub(super) fn follow_up_heard(&mut self, now: Instant, after: TakeId, next: TakeId) {
        if self.continuation.open_end.take() == Some(after) {
            self.continuation.waiting = Some((next, now));
        }
    }

    pub(super) fn user_acted(&mut self, effects: &mut Vec<Effect>) {
        self.continuation.text_before = false;
        self.typed.forget();
        // An Enter now would send what the user is about to change, or be a second one.
        if let State::Done(done) = &mut self.state {
            done.note_user_acted();
            if done.is_waiting_to_send() {
                effects.push(Effect::Notify(Notice::EnterIsYours));
                self.close_done(effects);
            }
        }
        // Whoever types has said what they wanted to say.
        if matches!(self.state, State::Idle | State::Done(_)) {
            self.continuation.open_end = None;
        }
    }

    /// Begins the take that waits, once the text before it has been typed.
    pub(super) fn begin_follow_up(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        let Some((next, since)) = self.continuation.waiting else { return };
        if now.saturating_duration_since(since) > WORTH_STARTING {
            self.continuation.waiting = None;
            return;
        }
        match &self.state {
            // Nothing was typed: what goes on is not speech, or not for the agent.
            State::Idle if !self.continuation.text_before && self.outbox.is_empty() => {
                self.continuation.waiting = None;
            }
            State::Idle => self.begin(now, next, effects),
            // The Enter that was to come belongs behind the whole text.
            State::Done(done) if done.is_typed() => {
                self.close_done(effects);
                self.begin(now, next, effects);
            }
            _ => {}
        }
    }

    /// The text with a space before it, if it continues a dictated one.
    pub(super) fn continued(&self, text: String) -> String {
        if self.continuation.text_before { format!(" {text}") } else { text }
    }
}

impl Done {
    /// Whether the text has been typed, so that another may follow.
    fn is_typed(&self) -> bool {
        !self.is_underway() || self.is_waiting_to_send()
    }
}
