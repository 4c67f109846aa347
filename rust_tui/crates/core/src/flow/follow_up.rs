//! What joins one take to the next: a speaker who goes on after a pause has ended the take, and the
//! space between two texts in the agent's composer.

use std::time::{Duration, Instant};

use super::{Flow, Notice, State};
use crate::take_id::TakeId;

/// A follow-up take begins within this time or not at all: its first sounds are kept no longer.
const WORTH_STARTING: Duration = Duration::from_millis(1_500);

/// The tie between takes.
#[derive(Debug, Default)]
pub(super) struct FollowUp {
    /// The last take, if a pause ended it: its speaker may go on.
    open_end: Option<TakeId>,
    /// A take whose speech has begun already, and when; the text before it is still on its way.
    waiting: Option<(TakeId, Instant)>,
    /// Whether the last thing that entered the agent was dictated text.
    text_before: bool,
}

impl FollowUp {
    /// No take follows by itself any more.
    pub(super) fn cut(&mut self) {
        self.close();
        self.waiting = None;
    }

    /// No take follows the last one by itself.
    pub(super) fn close(&mut self) {
        self.open_end = None;
    }

    /// A take is over after which the speaker may go on, or not.
    pub(super) fn take_ended(&mut self, take: TakeId, by_pause: bool) {
        self.open_end = by_pause.then_some(take);
    }

    /// Whether the speaker may go on after this take.
    pub(super) fn is_open_after(&self, take: TakeId) -> bool {
        self.open_end == Some(take)
    }

    /// The speaker went on.
    pub(super) fn heard(&mut self, now: Instant, next: TakeId) {
        self.close();
        self.waiting = Some((next, now));
    }

    /// Whether the last thing that entered the agent is dictated text.
    pub(super) fn set_text_before(&mut self, is_dictated: bool) {
        self.text_before = is_dictated;
    }

    /// The text with a space before it, if it continues a dictated one.
    pub(super) fn continued(&self, text: String) -> String {
        if self.text_before { format!(" {text}") } else { text }
    }
}

impl Flow {
    pub(super) fn user_acted(&mut self) {
        self.follow_up.set_text_before(false);
        self.typed.forget();
        // An Enter now would send what the user is about to change, or be a second one.
        if let State::Done(done) = &mut self.state {
            done.note_user_acted();
            if done.is_waiting_to_send() {
                self.effects.push(Notice::EnterIsYours.into());
                self.close_done();
            }
        }
        // A user who types has said what they wanted to say.
        if matches!(self.state, State::Idle | State::Done(_)) {
            self.follow_up.close();
        }
    }

    /// Begins the take that waits, once the text before it has been typed.
    pub(super) fn begin_follow_up(&mut self, now: Instant) {
        let Some((next, since)) = self.follow_up.waiting else { return };
        if now.saturating_duration_since(since) > WORTH_STARTING {
            self.follow_up.waiting = None;
            return;
        }
        match &self.state {
            // Nothing was typed: what goes on is not speech, or not for the agent.
            State::Idle if !self.follow_up.text_before && self.outbox.is_empty() => {
                self.follow_up.waiting = None;
            }
            State::Idle => self.begin(now, next),
            // The Enter that was to come belongs behind the whole text.
            State::Done(done) if done.is_typed() => {
                self.close_done();
                self.begin(now, next);
            }
            _ => {}
        }
    }
}
