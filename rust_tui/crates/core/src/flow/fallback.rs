//! What happens when a decode fails, takes too long, or nothing at all can decode a take.
//!
//! The strategies are tried in their order; behind the last one stands the user, who is offered a
//! line to type in. The sound of the take is remembered before that, so that it can be decoded again
//! meanwhile.

use super::effect::{DecodeKind, Effect, JobId};
use super::event::Part;
use super::finish::Finalizing;
use super::hands_free::HandsFreeEnd;
use super::notice::Notice;
use super::{Flow, Phase, State};
use crate::metrics::{EndReason, TranscriptionStrategy};
use crate::take_id::TakeId;
use std::time::{Duration, Instant};

/// The text of a take that is not there for so long after it is slow, and the user is told.
pub(super) const SLOW: Duration = Duration::from_secs(3);

impl Finalizing {
    /// When the user is to be told that it is slow, or the decode is given up.
    pub(super) fn next_deadline(&self) -> Instant {
        match self.slow_at() {
            Some(slow_at) => slow_at.min(self.deadline),
            None => self.deadline,
        }
    }

    /// When the user is to be told, unless that is done.
    fn slow_at(&self) -> Option<Instant> {
        self.take.capture_ended_at.filter(|_| !self.take.slow).map(|ended| ended + SLOW)
    }
}

impl Flow {
    /// Whether the decoder lags far behind the running take, or its text is waited for longer than
    /// one should have to.
    pub fn is_slow(&self) -> bool {
        match &self.state {
            State::Capturing { take }
            | State::Transcribing { take, .. }
            | State::Finalizing(Finalizing { take, .. }) => take.lags || take.slow,
            State::Idle | State::Done(_) => false,
        }
    }

    pub(super) fn decoder_lagged(&mut self, id: TakeId, effects: &mut Vec<Effect>) {
        if let State::Capturing { take } | State::Transcribing { take, .. } = &mut self.state
            && take.id == id
        {
            take.lags = true;
            effects.push(Effect::Notify(Notice::DecoderLags));
        }
    }

    /// From now on the user is offered a line to type in when every strategy has failed. To be called
    /// by whoever can show one; it answers as for [`Effect::OfferForReview`].
    pub fn offer_manual_entry(&mut self) {
        self.has_line = true;
    }

    pub(super) fn decode_failed(
        &mut self,
        now: Instant,
        id: TakeId,
        job: JobId,
        error: String,
        effects: &mut Vec<Effect>,
    ) {
        if !self.books(now, id, job) {
            return;
        }
        match &mut self.state {
            // The final decode will show whether the failure lasts; until then it costs nothing.
            State::Transcribing { speculation, .. } => *speculation = None,
            _ => self.next_strategy(now, error, effects),
        }
    }

    /// The deadline of the running decode, or that of the user's patience.
    pub(super) fn decode_takes_long(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        let State::Finalizing(finalizing) = &mut self.state else { return };
        if finalizing.slow_at().is_some_and(|slow_at| now >= slow_at) {
            finalizing.take.slow = true;
            effects.push(Effect::Notify(Notice::Slow));
        }
        if now >= finalizing.deadline {
            finalizing.take.running = None;
            effects.push(Effect::DropDecodes { take: finalizing.take.id });
            let error = format!("decoding took over {} s", self.settings.stt_timeout.as_secs_f32());
            self.next_strategy(now, error, effects);
        }
    }

    fn next_strategy(&mut self, now: Instant, error: String, effects: &mut Vec<Effect>) {
        let State::Finalizing(finalizing) = std::mem::replace(&mut self.state, State::Idle) else {
            return;
        };
        let Finalizing { mut take, speech, .. } = finalizing;
        match take.strategy {
            TranscriptionStrategy::StreamingWhisper => {
                take.strategy = TranscriptionStrategy::BatchWhisper;
                effects.push(Effect::Notify(Notice::Retrying(error)));
                self.finalize(now, take, speech, Some(DecodeKind::Batch), effects);
            }
            TranscriptionStrategy::BatchWhisper | TranscriptionStrategy::ManualEntry => {
                take.strategy = TranscriptionStrategy::ManualEntry;
                take.end_reason = EndReason::Error;
                take.error = Some(error.clone());
                effects.push(Effect::Notify(Notice::NotTranscribed(error.clone())));
                if self.has_line {
                    self.enqueue_for_manual_entry(take, error, effects);
                } else {
                    effects.push(take.record(Phase::Finalizing));
                }
                self.end_hands_free(HandsFreeEnd::Failure, effects);
            }
        }
    }

    pub(super) fn part_rebuilt(&mut self, part: Part, effects: &mut Vec<Effect>) {
        match &mut self.state {
            State::Capturing { take }
            | State::Transcribing { take, .. }
            | State::Finalizing(Finalizing { take, .. }) => take.poisoned = true,
            State::Idle | State::Done(_) => {}
        }
        effects.push(Effect::Notify(Notice::Rebuilt(part)));
    }
}
