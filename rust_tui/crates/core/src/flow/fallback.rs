//! What happens when a decode fails, takes too long, or nothing at all can decode a take.
//!
//! The strategies are tried in their order; behind the last one stands the user, who is offered a
//! line to type in. The sound of the take is remembered before that, so that it can be decoded again
//! meanwhile.

use std::time::{Duration, Instant};

use super::take::Take;
use super::{DecodeKind, Flow, HandsFreeEnd, Notice, Part, Phase, State};
use crate::live::LiveStage;
use crate::metrics::{EndReason, TranscriptionStrategy};

/// The text of a take that is not there for so long after it is slow, which is reported.
pub(super) const SLOW: Duration = Duration::from_secs(3);

/// When it is to be reported that the text is slow, or the decode is given up.
pub(super) fn next_deadline(take: &Take, deadline: Instant) -> Instant {
    slow_at(take).map_or(deadline, |slow_at| slow_at.min(deadline))
}

/// When it is to be reported that the text is slow, unless that is done.
fn slow_at(take: &Take) -> Option<Instant> {
    take.capture.ended_at().filter(|_| !take.decodes.is_slow()).map(|ended| ended + SLOW)
}

impl Flow {
    /// Whether the decoder lags far behind the running take, or its text is waited for longer than
    /// one should have to.
    pub fn is_slow(&self) -> bool {
        self.running().is_some_and(|take| take.decodes.are_behind())
    }

    /// From now on the user is offered a line to type in when every strategy has failed. To be called
    /// by an owner that can show one; it answers as for [`super::HostOrder::OfferForReview`].
    pub fn offer_manual_entry(&mut self) {
        self.has_line = true;
    }

    pub(super) fn decode_failed(&mut self, now: Instant, error: String) {
        match &mut self.state {
            // The final decode will show whether the failure lasts; until then it costs nothing.
            State::Listening(take) => {
                take.decode_reported(now);
                take.decodes.forget_speculation();
            }
            State::Finalizing { take, .. } => {
                take.decode_reported(now);
                self.next_strategy(now, error);
            }
            State::Idle | State::Done(_) => {}
        }
    }

    /// The deadline of the running decode, or that of the user's patience.
    pub(super) fn decode_takes_long(&mut self, now: Instant) {
        let State::Finalizing { take, deadline } = &mut self.state else { return };
        if slow_at(take).is_some_and(|slow_at| now >= slow_at) {
            take.decodes.note_slow();
            self.effects.push(Notice::Slow.into());
        }
        if now >= *deadline {
            take.drop_decode(&mut self.effects);
            let error = format!("decoding took over {} s", self.settings.stt_timeout.as_secs_f32());
            self.next_strategy(now, error);
        }
    }

    fn next_strategy(&mut self, now: Instant, error: String) {
        let State::Finalizing { mut take, .. } = std::mem::replace(&mut self.state, State::Idle)
        else {
            return;
        };
        match take.record.strategy() {
            TranscriptionStrategy::StreamingWhisper => {
                take.record.fall_back(TranscriptionStrategy::BatchWhisper);
                self.effects.push(Notice::Retrying(error).into());
                self.finalize(now, take, Some(DecodeKind::Batch));
            }
            TranscriptionStrategy::BatchWhisper | TranscriptionStrategy::ManualEntry => {
                take.record.fall_back(TranscriptionStrategy::ManualEntry);
                take.record.abandoned(EndReason::Error, Some(error.clone()));
                self.effects.push(Notice::NotTranscribed(error.clone()).into());
                if self.has_line {
                    self.enqueue_for_manual_entry(take, error);
                } else {
                    take.end_words(LiveStage::Failed, &mut self.effects);
                    take.finish(Phase::Finalizing, &mut self.effects);
                }
                self.end_hands_free(HandsFreeEnd::Failure);
            }
        }
    }

    pub(super) fn part_restarted(&mut self, part: Part) {
        if let State::Listening(take) | State::Finalizing { take, .. } = &mut self.state {
            take.record.part_restarted();
        }
        self.effects.push(Notice::Restarted(part).into());
    }
}
