//! The first half of a take: keys, and facts about the sound while parlo listens.

use super::effect::{DecodeKind, Effect};
use super::event::Event;
use super::hands_free::{HandsFree, HandsFreeEnd};
use super::hold_to_talk;
use super::notice::Notice;
use super::take::{Speculation, Take};
use super::{Flow, Phase, State};
use crate::device::SignalProblem;
use crate::metrics::EndReason;
use crate::take_id::TakeId;
use std::time::{Duration, Instant};

/// A microphone that delivers no sample for this long after it was to be opened is doubted.
const FIRST_SAMPLE_WARNING: Duration = Duration::from_secs(1);
/// One that delivers none for this long ends the take; Bluetooth needs more than a second at times.
const FIRST_SAMPLE_TIMEOUT: Duration = Duration::from_secs(3);
/// The pump answers a stop or reaches the limit within this time, or the take is given up.
const PUMP_GRACE: Duration = Duration::from_secs(2);

impl Flow {
    pub(super) fn toggled(&mut self, now: Instant, next: TakeId, effects: &mut Vec<Effect>) {
        let double_press = self.settings.double_press;
        match &mut self.state {
            State::Idle => self.begin_by_key(now, next, effects),
            State::Capturing { take } | State::Transcribing { take, .. } => {
                if now.saturating_duration_since(take.started_at) <= double_press {
                    self.abandon(now, EndReason::Cancel, None, effects);
                    effects.push(Effect::PassDictationKey);
                } else {
                    self.stop_listening(now, effects);
                }
            }
            State::Finalizing(_) => effects.push(Effect::Notify(Notice::StillTranscribing)),
            State::Done(done) if done.is_underway() => {
                effects.push(Effect::Notify(Notice::StillTyping));
            }
            State::Done(_) => {
                self.close_done(effects);
                self.begin_by_key(now, next, effects);
            }
        }
    }

    fn begin_by_key(&mut self, now: Instant, next: TakeId, effects: &mut Vec<Effect>) {
        self.begin(now, next, effects);
        self.key_went_down(now);
    }

    pub(super) fn begin(&mut self, now: Instant, next: TakeId, effects: &mut Vec<Effect>) {
        self.continuation.cut();
        self.state = State::Capturing { take: Take::new(next, now) };
        effects.push(Effect::OpenMicrophone { take: next });
    }

    pub(super) fn cancel_pressed(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        match &self.state {
            State::Done(done) if done.is_waiting_to_send() => {
                // The text is typed; only the Enter that would follow is taken back.
                self.continuation.open_end = None;
                self.close_done(effects);
            }
            State::Capturing { .. } | State::Transcribing { .. } | State::Finalizing(_) => {
                self.abandon(now, EndReason::Cancel, None, effects);
                effects.push(Effect::Notify(Notice::Cancelled));
                self.end_hands_free(HandsFreeEnd::Asked, effects);
            }
            _ if !self.outbox.is_empty() => {
                self.continuation.cut();
                self.discard_waiting(effects);
            }
            _ => {
                self.user_acted(effects);
                effects.push(Effect::PassCancelKey);
            }
        }
    }

    /// Facts about the sound of the running take.
    pub(super) fn heard(&mut self, now: Instant, event: Event, effects: &mut Vec<Effect>) {
        if self.phase() == Phase::Reopening {
            return;
        }
        let (settings, reported) = (&self.settings, self.releases_reported);
        let state = std::mem::replace(&mut self.state, State::Idle);
        self.state = match (state, event) {
            (State::Capturing { mut take }, Event::CaptureStarted { take: id })
                if take.id == id =>
            {
                take.first_sample_at = Some(now);
                take.is_suspect = false;
                take.failure = None;
                State::Capturing { take }
            }
            (State::Capturing { mut take }, Event::SpeechSufficed { take: id, heard })
                if take.id == id =>
            {
                effects.push(take.order(now, DecodeKind::Partial, heard, settings));
                State::Transcribing { take, speculation: None }
            }
            (
                State::Transcribing { mut take, speculation },
                Event::SpeechAdvanced { take: id, heard },
            ) if take.id == id && take.running.is_none() => {
                effects.push(take.order(now, DecodeKind::Partial, heard, settings));
                State::Transcribing { take, speculation }
            }
            (
                State::Capturing { mut take } | State::Transcribing { mut take, .. },
                Event::PauseHeard { take: id, heard },
            ) if take.id == id => {
                effects.push(take.order(now, DecodeKind::Speculative, heard, settings));
                effects.extend(hold_to_talk::patience(&take, settings, reported));
                let speculation = take.running.map(|running| Speculation {
                    job: running.job,
                    heard,
                    result: None,
                    resumed_at: None,
                });
                State::Transcribing { take, speculation }
            }
            (
                State::Transcribing { mut take, mut speculation },
                Event::SpeechResumed { take: id, at },
            ) if take.id == id => {
                take.speculative_misses += u32::from(speculation.is_some());
                if let Some(speculation) = &mut speculation {
                    speculation.resumed_at = Some(at);
                    take.committed.commit(speculation);
                }
                State::Transcribing { take, speculation }
            }
            (state, _) => state,
        };
    }

    /// When something is due while the take is heard.
    pub(super) fn capture_deadline(&self, take: &Take) -> Instant {
        if let Some(at) = take.reopen_at {
            return at;
        }
        match (take.stop_requested_at, take.first_sample_at) {
            (Some(stop), _) => stop + PUMP_GRACE,
            (None, None) if !take.is_suspect => take.opened_at + FIRST_SAMPLE_WARNING,
            (None, None) => take.opened_at + FIRST_SAMPLE_TIMEOUT,
            (None, Some(first)) => first + self.settings.max_capture + PUMP_GRACE,
        }
    }

    pub(super) fn time_passed(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        if self.state_deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        if self.open_if_due(now, effects) {
            return;
        }
        match &mut self.state {
            State::Idle => {}
            State::Capturing { take }
                if take.stop_requested_at.is_none()
                    && take.first_sample_at.is_none()
                    && now < take.opened_at + FIRST_SAMPLE_TIMEOUT =>
            {
                self.signal_suspect(SignalProblem::NothingArrives, effects);
            }
            State::Capturing { take } | State::Transcribing { take, .. } => {
                let notice = match take.first_sample_at {
                    None => Notice::MicrophoneSilent,
                    Some(_) => Notice::CaptureStuck,
                };
                self.abandon(now, EndReason::Error, Some(notice.to_string()), effects);
                effects.push(Effect::Notify(notice));
                self.end_hands_free(HandsFreeEnd::Failure, effects);
            }
            State::Finalizing(_) => self.decode_takes_long(now, effects),
            State::Done(_) => self.done_deadline_passed(now, effects),
        }
    }

    /// Ends the running take as the dictation key does, and nothing listens by itself any more.
    pub(super) fn suspended(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        self.continuation.cut();
        self.stop_listening(now, effects);
        self.end_hands_free(HandsFreeEnd::Asked, effects);
    }

    fn stop_listening(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        if let State::Capturing { take } | State::Transcribing { take, .. } = &self.state
            && take.stop_requested_at.is_none()
        {
            self.ask_to_stop(now, effects);
            self.end_hands_free(HandsFreeEnd::Asked, effects);
        }
    }

    /// What is odd about the sound is told once until the microphone is opened again.
    pub(super) fn signal_suspect(&mut self, problem: SignalProblem, effects: &mut Vec<Effect>) {
        if let State::Capturing { take } | State::Transcribing { take, .. } = &mut self.state
            && !std::mem::replace(&mut take.is_suspect, true)
        {
            effects.push(Effect::Notify(Notice::SignalSuspect(problem)));
        }
    }

    pub(super) fn session_ended(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        let error = "the session ended";
        self.session_is_over = true;
        self.continuation.cut();
        self.hands_free = HandsFree::default();
        self.end_waiting(EndReason::Cancel, Some(error), effects);
        match &self.state {
            State::Idle => {}
            State::Done(done) => {
                let underway = done.is_underway();
                self.end_done(underway.then_some(error), effects);
            }
            _ => self.abandon(now, EndReason::Cancel, Some(error.to_owned()), effects),
        }
    }
}
