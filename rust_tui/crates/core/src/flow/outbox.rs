//! Texts that are decided and not typed yet: held because of the agent, or offered for review.
//!
//! They wait here rather than in the state, so that the user can go on dictating: what comes next
//! is appended. They leave together, as one paste, once nothing is in the way and no take is
//! running; or not at all, when the user cancels them.

use std::time::Instant;

use super::deliver::{AfterText, Done};
use super::take::{Source, Take};
use super::{Effect, Flow, HostOrder, Notice, Phase, State};
use crate::live::LiveStage;
use crate::metrics::TranscriptionStrategy;
use crate::settings::SendMode;
use crate::take_id::TakeId;
use crate::transcript::joined;
use crate::untrusted::printable;

/// What has to happen before the texts are typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Stage {
    /// Nothing is in the way, or it has not been looked at yet.
    #[default]
    New,
    /// Something is, and the user was notified.
    Held,
    /// The user edits them.
    Reviewing,
}

/// The texts, in the order they were said.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    sources: Vec<Source>,
    text: String,
    stage: Stage,
    after: AfterText,
}

impl Outbox {
    pub(super) fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    pub(super) fn is_under_review(&self) -> bool {
        self.stage == Stage::Reviewing
    }

    /// The texts together; while they are under review, as they were before the user's edits.
    pub(super) fn text(&self) -> Option<&str> {
        (!self.is_empty()).then_some(self.text.as_str())
    }

    fn push(&mut self, source: Source, text: &str) {
        self.sources.push(source);
        self.text = joined(&self.text, text);
    }
}

impl Flow {
    /// A text that waits: held, or under review.
    pub fn waiting_text(&self) -> Option<&str> {
        self.outbox.text()
    }

    /// Puts the text of a take in; it may leave at once.
    pub(super) fn enqueue(&mut self, now: Instant, mut take: Take, text: String) {
        let id = take.id();
        self.effects.push(Effect::Remember { take: id, text: text.clone() });
        // Text that is held already was accepted, or said in another mode: what follows joins it.
        let reviewed = match self.outbox.stage {
            Stage::New => self.settings.send == SendMode::Review,
            Stage::Held => false,
            Stage::Reviewing => true,
        };
        if reviewed {
            take.record.offered(take.capture.since_last_voice(now));
        }
        self.outbox.push(Source::of(take), &text);
        if reviewed {
            self.outbox.stage = Stage::Reviewing;
            self.effects.push(HostOrder::OfferForReview { text }.into());
        }
        self.release(now);
    }

    /// Offers a line for a take that nothing could transcribe, with the words that were heard while
    /// it was said. What is held comes into the line, too: it is to be typed before them.
    pub(super) fn enqueue_for_manual_entry(&mut self, mut take: Take, reason: String) {
        let id = take.id();
        // Its sound is kept from now on.
        self.effects.push(Effect::Remember { take: id, text: String::new() });
        take.record.held();
        let heard = take.live().text.clone();
        let is_open = self.outbox.is_under_review();
        self.outbox.push(Source::of(take), &heard);
        self.outbox.stage = Stage::Reviewing;
        let text = if is_open { heard } else { self.outbox.text.clone() };
        self.effects.push(HostOrder::OfferManualEntry { text, reason }.into());
    }

    pub(super) fn insert_requested(&mut self, now: Instant, id: TakeId, text: &str) {
        let text = printable(text);
        if text.is_empty() {
            return;
        }
        self.outbox.push(Source::inserted(id), &text);
        if self.outbox.is_under_review() {
            self.effects.push(HostOrder::OfferForReview { text }.into());
        }
        self.release(now);
    }

    pub(super) fn review_accepted(&mut self, now: Instant, text: &str, after: AfterText) {
        if !self.outbox.is_under_review() {
            return;
        }
        let text = printable(text);
        if text.is_empty() {
            self.discard_waiting();
            return;
        }
        if let [source] = self.outbox.sources.as_slice()
            && let Some(take) = source.take()
            && take.record.strategy() == TranscriptionStrategy::ManualEntry
        {
            self.effects.push(Effect::Remember { take: source.id(), text: text.clone() });
        }
        self.outbox.text = text;
        self.outbox.stage = Stage::New;
        self.outbox.after = after;
        self.effects.push(HostOrder::CloseReview.into());
        self.release(now);
    }

    /// Types what waits if nothing is in the way; says so when something that lasts is.
    pub(super) fn release(&mut self, now: Instant) {
        if self.outbox.is_empty() || self.outbox.is_under_review() {
            return;
        }
        let notice = if self.agent.is_ready() {
            match self.agent.hold() {
                None => None,
                Some(hold) if hold.lasts() => Some(Notice::Held(hold)),
                Some(_) => return,
            }
        } else {
            Some(Notice::WaitingForAgent)
        };
        if let Some(notice) = notice {
            if self.outbox.stage == Stage::New {
                self.outbox.stage = Stage::Held;
                self.effects.push(notice.into());
            }
            if self.agent.is_ready() {
                // How long the agent's dialog stands open says nothing about parlo.
                let takes = self.outbox.sources.iter_mut().filter_map(Source::take_mut);
                takes.for_each(|take| take.record.held());
            }
            return;
        }
        match &self.state {
            State::Idle => {}
            State::Done(done) if !done.is_underway() => self.close_done(),
            // A running take will join it; a text on its way goes first.
            _ => return,
        }
        let Outbox { sources, text, after, .. } = std::mem::take(&mut self.outbox);
        let Some(last) = sources.last().map(Source::id) else { return };
        let text = self.follow_up.continued(text);
        self.effects.push(HostOrder::Type { take: last, text: text.clone() }.into());
        self.state = State::Done(Done::writing(now, sources, last, text).followed_by(after));
    }

    /// Throws away what waits; its takes go on record as cancelled.
    pub(super) fn discard_waiting(&mut self) {
        self.end_waiting(None);
        self.effects.push(Notice::Cancelled.into());
    }

    pub(super) fn end_waiting(&mut self, error: Option<&str>) {
        let outbox = std::mem::take(&mut self.outbox);
        let phase = if outbox.is_under_review() { Phase::Reviewing } else { Phase::Held };
        if outbox.is_under_review() {
            self.effects.push(HostOrder::CloseReview.into());
        }
        for mut take in outbox.sources.into_iter().filter_map(Source::into_take) {
            take.record.discarded(error.map(str::to_owned));
            take.end_words(LiveStage::Cancelled, &mut self.effects);
            take.finish(phase, &mut self.effects);
        }
    }

    /// A take was transcribed once more: the history gets the text, and the user is notified.
    pub(super) fn retranscribed(&mut self, take: TakeId, text: Result<String, String>) {
        let notice = match text {
            Ok(text) if text.is_empty() => Notice::NoWords,
            Ok(text) => {
                self.effects.push(Effect::Remember { take, text });
                Notice::Retranscribed
            }
            Err(error) => Notice::RetranscriptionFailed(error),
        };
        self.effects.push(notice.into());
    }
}
