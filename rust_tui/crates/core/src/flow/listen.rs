//! The first half of a take: keys, and facts about the sound while parlo listens.

use std::time::Instant;

use super::capture::Retry;
use super::hands_free::HandsFree;
use super::take::Take;
use super::{
    CaptureEvent, DecodeKind, Effect, Flow, HandsFreeEnd, HostOrder, Notice, State, VoiceOrder,
};
use crate::device::{DeviceFailure, SignalProblem};
use crate::endpoint::Heard;
use crate::metrics::EndReason;
use crate::take_id::TakeId;

impl Flow {
    pub(super) fn toggled(&mut self, now: Instant, next: TakeId) {
        match &self.state {
            State::Idle => self.begin_by_key(now, next),
            State::Listening(take) => {
                let since = now.saturating_duration_since(take.record.started_at());
                if since <= self.settings.double_press {
                    self.abandon(now, EndReason::Cancel, None);
                    self.effects.push(HostOrder::PassDictationKey.into());
                } else {
                    self.stop_listening(now);
                }
            }
            State::Finalizing { .. } => self.effects.push(Notice::StillTranscribing.into()),
            State::Done(done) if done.is_underway() => {
                self.effects.push(Notice::StillTyping.into());
            }
            State::Done(_) => {
                self.close_done();
                self.begin_by_key(now, next);
            }
        }
    }

    fn begin_by_key(&mut self, now: Instant, next: TakeId) {
        self.begin(now, next);
        self.key_went_down(now);
    }

    pub(super) fn begin(&mut self, now: Instant, next: TakeId) {
        self.follow_up.cut();
        let take = Take::begin(next, now);
        self.effects.push(Effect::Words(take.live().clone()));
        self.state = State::Listening(take);
        self.effects.push(VoiceOrder::Listen { take: next }.into());
    }

    pub(super) fn cancel_pressed(&mut self, now: Instant) {
        match &self.state {
            State::Done(done) if done.is_waiting_to_send() => {
                // The text is typed; only the Enter that would follow is cancelled.
                self.follow_up.close();
                self.close_done();
            }
            State::Listening(_) | State::Finalizing { .. } => {
                self.abandon(now, EndReason::Cancel, None);
                self.effects.push(Notice::Cancelled.into());
                self.end_hands_free(HandsFreeEnd::Asked);
            }
            _ if !self.outbox.is_empty() => {
                self.follow_up.cut();
                self.discard_waiting();
            }
            _ => {
                self.user_acted();
                self.effects.push(HostOrder::PassCancelKey.into());
            }
        }
    }

    /// A fact about the sound of the take that listens, or listened last.
    pub(super) fn heard(&mut self, now: Instant, event: CaptureEvent) {
        match event {
            CaptureEvent::Started => {
                if let Some(take) = self.listening_mut().filter(|take| !take.decodes.have_begun()) {
                    take.capture.started(now);
                }
            }
            CaptureEvent::SpeechSufficed(heard) => {
                if self.listening().is_some_and(|take| !take.decodes.have_begun()) {
                    self.order_decode(now, DecodeKind::Partial, heard);
                }
            }
            CaptureEvent::SpeechAdvanced(heard) => {
                let decodes = self.listening().map(|take| &take.decodes);
                if decodes.is_some_and(|it| it.have_begun() && !it.are_running()) {
                    self.order_decode(now, DecodeKind::Partial, heard);
                }
            }
            CaptureEvent::PauseHeard(heard) => {
                self.order_decode(now, DecodeKind::Speculative, heard);
                if self.waits_for_release() {
                    let tail = self.settings.max_capture;
                    let take = self.listening().map(Take::id);
                    self.effects.extend(take.map(|take| VoiceOrder::SetTail { take, tail }.into()));
                }
            }
            CaptureEvent::SpeechResumed { at } => {
                if let State::Listening(take) = &mut self.state
                    && take.decodes.speech_resumed(at)
                {
                    take.record.count_speculation(false);
                    take.show_committed(&mut self.effects);
                }
            }
            CaptureEvent::DecoderLagged => {
                if let Some(take) = self.listening_mut() {
                    take.decodes.note_lag();
                    self.effects.push(Notice::DecoderLags.into());
                }
            }
            CaptureEvent::SignalSuspect(problem) => self.signal_suspect(problem),
            CaptureEvent::Ended { cause, speech, stats } => {
                self.capture_ended(now, cause, speech, stats);
            }
            CaptureEvent::FollowUpHeard { next } => self.follow_up.heard(now, next),
        }
    }

    fn order_decode(&mut self, now: Instant, kind: DecodeKind, heard: Heard) {
        if let State::Listening(take) = &mut self.state {
            self.effects.push(take.decodes.order(now, take.id(), kind, heard, &self.settings));
        }
    }

    pub(super) fn time_passed(&mut self, now: Instant) {
        if self.state_deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        match &mut self.state {
            State::Idle => {}
            State::Listening(take) if take.capture.is_reopening() => {
                if take.capture.reopen_if_due(now) {
                    self.effects.push(VoiceOrder::Listen { take: take.id() }.into());
                }
            }
            State::Listening(take) if take.capture.may_still_start(now) => {
                self.signal_suspect(SignalProblem::NothingArrives);
            }
            State::Listening(take) => {
                let notice = match take.capture.has_started() {
                    false => Notice::MicrophoneSilent,
                    true => Notice::CaptureStuck,
                };
                self.give_up(now, notice);
            }
            State::Finalizing { .. } => self.decode_takes_long(now),
            State::Done(_) => self.done_deadline_passed(now),
        }
    }

    /// The microphone cannot be listened to.
    fn give_up(&mut self, now: Instant, notice: Notice) {
        self.abandon(now, EndReason::Error, Some(notice.to_string()));
        self.effects.push(notice.into());
        self.end_hands_free(HandsFreeEnd::Failure);
    }

    /// The microphone failed before anything was said: whether it is opened again.
    pub(super) fn reopens(&mut self, now: Instant, failure: &DeviceFailure) -> bool {
        let Some(take) = self.listening_mut().filter(|take| !take.decodes.have_begun()) else {
            return false;
        };
        let seed = take.id().0;
        match take.capture.retry(now, failure, seed) {
            Retry::No => false,
            Retry::Yes { is_new } => {
                self.effects
                    .extend(is_new.then(|| Notice::MicrophoneRetried(failure.clone()).into()));
                true
            }
        }
    }

    /// Ends the running take as the dictation key does, and nothing listens by itself any more.
    pub(super) fn suspended(&mut self, now: Instant) {
        self.follow_up.cut();
        self.stop_listening(now);
        self.end_hands_free(HandsFreeEnd::Asked);
    }

    fn stop_listening(&mut self, now: Instant) {
        if self.listening().is_some_and(|take| !take.capture.is_stopping()) {
            self.request_stop(now);
            self.end_hands_free(HandsFreeEnd::Asked);
        }
    }

    /// The user wants the take to end: soon, or at once if its microphone is not even open.
    pub(super) fn request_stop(&mut self, now: Instant) {
        let State::Listening(take) = &mut self.state else { return };
        match take.capture.request_stop(now) {
            Ok(()) => self.effects.push(VoiceOrder::Stop { take: take.id() }.into()),
            Err(failure) => self.give_up(now, Notice::MicrophoneFailed(failure)),
        }
    }

    /// What is odd about the sound is reported once until the microphone is opened again.
    fn signal_suspect(&mut self, problem: SignalProblem) {
        if self.listening_mut().is_some_and(|take| take.capture.suspect()) {
            self.effects.push(Notice::SignalSuspect(problem).into());
        }
    }

    pub(super) fn session_ended(&mut self, now: Instant) {
        let error = "the session ended";
        self.session_is_over = true;
        self.follow_up.cut();
        self.hands_free = HandsFree::default();
        self.end_waiting(Some(error));
        match &self.state {
            State::Idle => {}
            State::Done(done) => {
                let underway = done.is_underway();
                self.end_done(underway.then_some(error));
            }
            _ => self.abandon(now, EndReason::Cancel, Some(error.to_owned())),
        }
    }
}
