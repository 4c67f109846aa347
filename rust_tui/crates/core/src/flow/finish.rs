//! The second half of a take: from the end of listening to its text, if the decoder yields one;
//! [`super::fallback`] has what happens when it does not.

use std::time::Instant;

use super::decodes::Speculated;
use super::take::Take;
use super::{DecodeKind, Effect, EndCause, Flow, HandsFreeEnd, Notice, Speech, State, VoiceOrder};
use crate::decoded::Decoded;
use crate::finality::silence_tail;
use crate::live::LiveStage;
use crate::metrics::{CaptureStats, EndReason};
use crate::take_id::JobId;

impl Flow {
    pub(super) fn capture_ended(
        &mut self,
        now: Instant,
        cause: EndCause,
        speech: Option<Speech>,
        stats: CaptureStats,
    ) {
        if let EndCause::DeviceFailed(failure) = &cause
            && speech.is_none()
            && self.reopens(now, failure)
        {
            return;
        }
        let phase = self.phase();
        let State::Listening(mut take) = std::mem::replace(&mut self.state, State::Idle) else {
            return;
        };
        self.follow_up.take_ended(take.id(), cause == EndCause::Silence);
        take.capture.end(now, speech, matches!(cause, EndCause::DeviceFailed(_)));
        let (reason, notice) = match cause {
            EndCause::Silence | EndCause::SourceEnded => (EndReason::Silence, None),
            EndCause::Stopped => (EndReason::Manual, None),
            EndCause::TooLong => (EndReason::Timeout, speech.is_some().then_some(Notice::TooLong)),
            EndCause::DeviceFailed(failure) if speech.is_some() => {
                (EndReason::Error, Some(Notice::MicrophoneLost(failure)))
            }
            EndCause::DeviceFailed(failure) => {
                (EndReason::Error, Some(Notice::MicrophoneFailed(failure)))
            }
            EndCause::QueueFull => (EndReason::Error, Some(Notice::QueueFull)),
        };
        take.record.capture_ended(reason, notice.as_ref(), stats);
        // A take with holes in it would be transcribed wrongly: what the queue lost cannot be heard.
        let lost_audio = notice == Some(Notice::QueueFull);
        self.effects.extend(notice.map(Effect::from));
        if reason == EndReason::Error {
            self.end_hands_free(HandsFreeEnd::Failure);
        }

        let Some(speech) = speech.filter(|_| !lost_audio) else {
            take.drop_decode(&mut self.effects);
            if !take.record.has_error() && !self.hands_free_heard_nothing(now) {
                let why = stats.signal_problem().map_or(Notice::HeardNothing, Notice::NoSound);
                self.effects.push(why.into());
            }
            take.end_words(LiveStage::Failed, &mut self.effects);
            take.finish(phase, &mut self.effects);
            return;
        };
        let order = match take.decodes.speculated(speech.heard) {
            Speculated::Hit(decoded) => {
                take.record.count_speculation(true);
                return self.deliver(now, take, &decoded);
            }
            Speculated::Running => {
                take.record.count_speculation(true);
                None
            }
            Speculated::Missed => {
                take.record.count_speculation(false);
                Some(DecodeKind::Final)
            }
            Speculated::Nothing => Some(DecodeKind::Final),
        };
        self.finalize(now, take, order);
    }

    /// Waits for the running decode, or orders one of `kind` and waits for that.
    pub(super) fn finalize(&mut self, now: Instant, mut take: Take, order: Option<DecodeKind>) {
        if let Some((kind, speech)) = order.zip(take.capture.speech()) {
            let heard = speech.heard;
            self.effects.push(take.decodes.order(now, take.id(), kind, heard, &self.settings));
        }
        let deadline = now + self.settings.stt_timeout;
        self.state = State::Finalizing { take, deadline };
    }

    pub(super) fn decode_finished(&mut self, now: Instant, job: JobId, decoded: Decoded) {
        let by_itself = !self.waits_for_release();
        match std::mem::replace(&mut self.state, State::Idle) {
            State::Listening(mut take) => {
                take.decode_reported(now);
                take.show(&decoded, &mut self.effects);
                let tail = silence_tail(&decoded, &self.settings);
                let decides = by_itself && take.decodes.is_open_speculation(job);
                if decides && tail != self.settings.silence_tail {
                    self.effects.push(VoiceOrder::SetTail { take: take.id(), tail }.into());
                }
                take.decodes.keep(job, decoded);
                take.show_committed(&mut self.effects);
                self.state = State::Listening(take);
            }
            State::Finalizing { mut take, .. } => {
                take.decode_reported(now);
                self.deliver(now, take, &decoded);
            }
            other => self.state = other,
        }
    }

    /// Another one may be ordered, of more words.
    pub(super) fn decode_skipped(&mut self) {
        if let Some(take) = self.listening_mut() {
            take.decodes.reported();
        }
    }
}
