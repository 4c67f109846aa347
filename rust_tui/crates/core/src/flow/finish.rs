//! The second half of a take: from the end of listening to its text, if the decoder yields one;
//! [`super::fallback`] has what happens when it does not.

use super::effect::{DecodeKind, Effect, JobId};
use super::event::{EndCause, Speech};
use super::hands_free::HandsFreeEnd;
use super::notice::Notice;
use super::take::Take;
use super::{Flow, State};
use crate::decoded::Decoded;
use crate::finality::silence_tail;
use crate::metrics::{CaptureStats, EndReason};
use crate::take_id::TakeId;
use std::time::Instant;

/// Listening is over, the final text is not there.
#[derive(Debug)]
pub(super) struct Finalizing {
    pub(super) take: Take,
    /// When the running decode is given up.
    pub(super) deadline: Instant,
    pub(super) speech: Speech,
}

impl Flow {
    pub(super) fn capture_ended(
        &mut self,
        now: Instant,
        cause: EndCause,
        speech: Option<Speech>,
        stats: CaptureStats,
        effects: &mut Vec<Effect>,
    ) {
        if let EndCause::DeviceFailed(failure) = &cause
            && speech.is_none()
            && self.reopens(now, failure, effects)
        {
            return;
        }
        let phase = self.phase();
        let (mut take, speculation) = match std::mem::replace(&mut self.state, State::Idle) {
            State::Capturing { take } => (take, None),
            State::Transcribing { take, speculation } => (take, speculation),
            other => {
                self.state = other;
                return;
            }
        };
        let cause_is_pause = cause == EndCause::Silence;
        let (reason, notice) = match cause {
            EndCause::Silence | EndCause::SourceEnded => (EndReason::Silence, None),
            EndCause::Stopped => (EndReason::Manual, None),
            EndCause::TooLong => (EndReason::Timeout, speech.is_some().then_some(Notice::TooLong)),
            EndCause::DeviceFailed(failure) => {
                take.broke_off = speech.is_some();
                let told =
                    if take.broke_off { Notice::MicrophoneLost } else { Notice::MicrophoneFailed };
                (EndReason::Error, Some(told(failure)))
            }
            EndCause::QueueFull => (EndReason::Error, Some(Notice::QueueFull)),
        };
        self.continuation.open_end = cause_is_pause.then_some(take.id);
        take.end_capture(now, reason);
        take.stats = stats;
        take.speech = speech;
        take.too_long = reason == EndReason::Timeout && speech.is_some();
        take.backpressure = notice == Some(Notice::QueueFull);
        take.error = notice.as_ref().filter(|notice| notice.is_error()).map(Notice::to_string);
        // A take with holes in it would be transcribed wrongly: what the queue lost cannot be heard.
        let lost_audio = take.backpressure;
        effects.extend(notice.map(Effect::Notify));
        if reason == EndReason::Error {
            self.end_hands_free(HandsFreeEnd::Failure, effects);
        }

        let Some(speech) = speech.filter(|_| !lost_audio) else {
            if take.running.take().is_some() {
                effects.push(Effect::DropDecodes { take: take.id });
            }
            if take.error.is_none() && !self.hands_free_heard_nothing(now, effects) {
                let why = stats.problem().map_or(Notice::HeardNothing, Notice::NoSound);
                effects.push(Effect::Notify(why));
            }
            effects.push(take.record(phase));
            return;
        };
        match speculation {
            Some(speculation) if speculation.stands_for(speech.heard) => {
                take.speculative_hits += 1;
                match speculation.result {
                    Some(decoded) => self.deliver(now, take, &decoded, effects),
                    None => self.finalize(now, take, speech, None, effects),
                }
            }
            missed => {
                let unnoticed = missed.is_some_and(|speculation| speculation.resumed_at.is_none());
                take.speculative_misses += u32::from(unnoticed);
                self.finalize(now, take, speech, Some(DecodeKind::Final), effects);
            }
        }
    }

    /// Waits for the running decode, or orders one of `kind` and waits for that.
    pub(super) fn finalize(
        &mut self,
        now: Instant,
        mut take: Take,
        speech: Speech,
        order: Option<DecodeKind>,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(kind) = order {
            effects.push(take.order(now, kind, speech.heard, &self.settings));
        }
        let deadline = now + self.settings.stt_timeout;
        self.state = State::Finalizing(Finalizing { take, deadline, speech });
    }

    pub(super) fn decode_finished(
        &mut self,
        now: Instant,
        id: TakeId,
        job: JobId,
        decoded: Decoded,
        effects: &mut Vec<Effect>,
    ) {
        if !self.books(now, id, job) {
            return;
        }
        match std::mem::replace(&mut self.state, State::Idle) {
            State::Transcribing { mut take, mut speculation } => {
                take.show(&decoded);
                if let Some(speculation) =
                    speculation.as_mut().filter(|speculation| speculation.job == job)
                {
                    let tail = silence_tail(&decoded, &self.settings);
                    let by_itself = !self.releases_reported || take.key_down_since.is_none();
                    if by_itself
                        && speculation.resumed_at.is_none()
                        && tail != self.settings.silence_tail
                    {
                        effects.push(Effect::SetTail { take: take.id, tail });
                    }
                    speculation.result = Some(decoded);
                    take.committed.commit(speculation);
                }
                self.state = State::Transcribing { take, speculation };
            }
            State::Finalizing(finalizing) => self.deliver(now, finalizing.take, &decoded, effects),
            other => self.state = other,
        }
    }

    /// Another one may be ordered, of more words.
    pub(super) fn decode_skipped(&mut self, id: TakeId, job: JobId) {
        if let State::Transcribing { take, .. } = &mut self.state
            && take.id == id
        {
            take.running.take_if(|running| running.job == job);
        }
    }

    /// Books a report of a decode; `false` if nobody waits for it any more.
    pub(super) fn books(&mut self, now: Instant, id: TakeId, job: JobId) -> bool {
        match &mut self.state {
            State::Transcribing { take, .. } | State::Finalizing(Finalizing { take, .. }) => {
                take.id == id && take.decode_reported(now, job)
            }
            State::Idle | State::Capturing { .. } | State::Done(_) => false,
        }
    }
}
