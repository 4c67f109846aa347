//! The first half of a take: keys, and facts about the sound while parlo listens.

use super::capture::Retry;
use super::effect::{DecodeKind, Effect, HostOrder, VoiceOrder};
use super::event::CaptureEvent;
use super::hands_free::HandsFree;
use super::notice::{HandsFreeEnd, Notice};
use super::take::Take;
use super::{Flow, State};
use crate::device::{DeviceFailure, SignalProblem};
use crate::endpoint::Heard;
use crate::metrics::EndReason;
use crate::take_id::TakeId;
use std::time::Instant;

impl Flow {
    pub(super) fn toggled(&mut self, now: Instant, next: TakeId, effects: &mut Vec<Effect>) {
        match &self.state {
            State::Idle => self.begin_by_key(now, next, effects),
            State::Listening(take) => {
                let since = now.saturating_duration_since(take.record.started_at());
                if since <= self.settings.double_press {
                    self.abandon(now, EndReason::Cancel, None, effects);
                    effects.push(HostOrder::PassDictationKey.into());
                } else {
                    self.stop_listening(now, effects);
                }
            }
            State::Finalizing { .. } => effects.push(Notice::StillTranscribing.into()),
            State::Done(done) if done.is_underway() => effects.push(Notice::StillTyping.into()),
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
        self.follow_up.cut();
        let take = Take::begin(next, now);
        effects.push(Effect::Words(take.live().clone()));
        self.state = State::Listening(take);
        effects.push(VoiceOrder::Listen { take: next }.into());
    }

    pub(super) fn cancel_pressed(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        match &self.state {
            State::Done(done) if done.is_waiting_to_send() => {
                // The text is typed; only the Enter that would follow is cancelled.
                self.follow_up.close();
                self.close_done(effects);
            }
            State::Listening(_) | State::Finalizing { .. } => {
                self.abandon(now, EndReason::Cancel, None, effects);
                effects.push(Notice::Cancelled.into());
                self.end_hands_free(HandsFreeEnd::Asked, effects);
            }
            _ if !self.outbox.is_empty() => {
                self.follow_up.cut();
                self.discard_waiting(effects);
            }
            _ => {
                self.user_acted(effects);
                effects.push(HostOrder::PassCancelKey.into());
            }
        }
    }

    /// A fact about the sound of the take that listens, or listened last.
    pub(super) fn heard(&mut self, now: Instant, event: CaptureEvent, effects: &mut Vec<Effect>) {
        match event {
            CaptureEvent::Started => {
                if let Some(take) = self.listening_mut().filter(|take| !take.decodes.have_begun()) {
                    take.capture.started(now);
                }
            }
            CaptureEvent::SpeechSufficed(heard) => {
                if self.listening().is_some_and(|take| !take.decodes.have_begun()) {
                    self.order_decode(now, DecodeKind::Partial, heard, effects);
                }
            }
            CaptureEvent::SpeechAdvanced(heard) => {
                let decodes = self.listening().map(|take| &take.decodes);
                if decodes.is_some_and(|it| it.have_begun() && !it.are_running()) {
                    self.order_decode(now, DecodeKind::Partial, heard, effects);
                }
            }
            CaptureEvent::PauseHeard(heard) => {
                self.order_decode(now, DecodeKind::Speculative, heard, effects);
                if self.waits_for_release() {
                    let tail = self.settings.max_capture;
                    let take = self.listening().map(Take::id);
                    effects.extend(take.map(|take| VoiceOrder::SetTail { take, tail }.into()));
                }
            }
            CaptureEvent::SpeechResumed { at } => {
                if let Some(take) = self.listening_mut()
                    && take.decodes.speech_resumed(at)
                {
                    take.record.count_speculation(false);
                    take.show_committed(effects);
                }
            }
            CaptureEvent::DecoderLagged => {
                if let Some(take) = self.listening_mut() {
                    take.decodes.note_lag();
                    effects.push(Notice::DecoderLags.into());
                }
            }
            CaptureEvent::SignalSuspect(problem) => self.signal_suspect(problem, effects),
            CaptureEvent::Ended { cause, speech, stats } => {
                self.capture_ended(now, cause, speech, stats, effects);
            }
            CaptureEvent::FollowUpHeard { next } => self.follow_up.heard(now, next),
        }
    }

    fn order_decode(
        &mut self,
        now: Instant,
        kind: DecodeKind,
        heard: Heard,
        effects: &mut Vec<Effect>,
    ) {
        if let State::Listening(take) = &mut self.state {
            effects.push(take.order(now, kind, heard, &self.settings));
        }
    }

    pub(super) fn time_passed(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        if self.state_deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        match &mut self.state {
            State::Idle => {}
            State::Listening(take) if take.capture.is_reopening() => {
                if take.capture.reopen_if_due(now) {
                    effects.push(VoiceOrder::Listen { take: take.id() }.into());
                }
            }
            State::Listening(take) if take.capture.may_still_start(now) => {
                self.signal_suspect(SignalProblem::NothingArrives, effects);
            }
            State::Listening(take) => {
                let notice = match take.capture.has_started() {
                    false => Notice::MicrophoneSilent,
                    true => Notice::CaptureStuck,
                };
                self.give_up(now, notice, effects);
            }
            State::Finalizing { .. } => self.decode_takes_long(now, effects),
            State::Done(_) => self.done_deadline_passed(now, effects),
        }
    }

    /// The microphone cannot be listened to.
    fn give_up(&mut self, now: Instant, notice: Notice, effects: &mut Vec<Effect>) {
        self.abandon(now, EndReason::Error, Some(notice.to_string()), effects);
        effects.push(notice.into());
        self.end_hands_free(HandsFreeEnd::Failure, effects);
    }

    /// The microphone failed before anything was said: whether it is opened again.
    pub(super) fn reopens(
        &mut self,
        now: Instant,
        failure: &DeviceFailure,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let Some(take) = self.listening_mut().filter(|take| !take.decodes.have_begun()) else {
            return false;
        };
        let seed = take.id().0;
        match take.capture.retry(now, failure, seed) {
            Retry::No => false,
            Retry::Yes { is_new } => {
                effects.extend(is_new.then(|| Notice::MicrophoneRetried(failure.clone()).into()));
                true
            }
        }
    }

    /// Ends the running take as the dictation key does, and nothing listens by itself any more.
    pub(super) fn suspended(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        self.follow_up.cut();
        self.stop_listening(now, effects);
        self.end_hands_free(HandsFreeEnd::Asked, effects);
    }

    fn stop_listening(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        if self.listening().is_some_and(|take| !take.capture.is_stopping()) {
            self.request_stop(now, effects);
            self.end_hands_free(HandsFreeEnd::Asked, effects);
        }
    }

    /// The user wants the take to end: soon, or at once if its microphone is not even open.
    pub(super) fn request_stop(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        let Some(take) = self.listening_mut() else { return };
        match take.capture.request_stop(now) {
            Ok(()) => effects.push(VoiceOrder::Stop { take: take.id() }.into()),
            Err(failure) => self.give_up(now, Notice::MicrophoneFailed(failure), effects),
        }
    }

    /// What is odd about the sound is reported once until the microphone is opened again.
    fn signal_suspect(&mut self, problem: SignalProblem, effects: &mut Vec<Effect>) {
        if self.listening_mut().is_some_and(|take| take.capture.suspect()) {
            effects.push(Notice::SignalSuspect(problem).into());
        }
    }

    pub(super) fn session_ended(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        let error = "the session ended";
        self.session_is_over = true;
        self.follow_up.cut();
        self.hands_free = HandsFree::default();
        self.end_waiting(Some(error), effects);
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
