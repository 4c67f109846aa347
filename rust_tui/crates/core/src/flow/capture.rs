//! The sound of a take: its microphone from the order to open it to the end of listening.
//!
//! A microphone that fails before anything was said is opened again, a few times. Once something was
//! said a take is not pieced together over a gap, since nobody would see what is missing in the
//! middle of a sentence: it ends, and what was said before is typed.

use std::time::{Duration, Instant};

use super::event::Speech;
use super::retries::Retries;
use crate::audio::duration_of;
use crate::device::DeviceFailure;

/// A microphone that delivers no sample for this long after it was to be opened is reported.
const FIRST_SAMPLE_WARNING: Duration = Duration::from_secs(1);
/// One that delivers none for this long ends the take; Bluetooth needs more than a second at times.
const FIRST_SAMPLE_TIMEOUT: Duration = Duration::from_secs(3);
/// The pump answers a stop or reaches the limit within this time, or the take is given up.
const PUMP_GRACE: Duration = Duration::from_secs(2);

/// The microphone of a take, and what was heard by it.
#[derive(Debug)]
pub(super) struct Capture {
    /// When the microphone was last ordered to be opened.
    opened_at: Instant,
    first_sample_at: Option<Instant>,
    /// The user knows that something is odd about the sound.
    is_suspect: bool,
    retries: Retries,
    /// When the microphone, which failed, is to be opened again.
    reopen_at: Option<Instant>,
    /// What was wrong with it when it was last tried, until it delivers.
    failure: Option<DeviceFailure>,
    stop_requested_at: Option<Instant>,
    /// Since when the key that began the take is held, as long as it is.
    key_down_since: Option<Instant>,
    ended_at: Option<Instant>,
    speech: Option<Speech>,
    broke_off: bool,
}

/// Whether a microphone that failed is tried again.
pub(super) enum Retry {
    /// Enough tries, or none would help.
    No,
    /// It is tried again; whether the failure is another one than the last time.
    Yes { is_new: bool },
}

impl Capture {
    /// A microphone that is ordered to be opened.
    pub(super) fn ordered(now: Instant) -> Self {
        Self {
            opened_at: now,
            first_sample_at: None,
            is_suspect: false,
            retries: Retries::default(),
            reopen_at: None,
            failure: None,
            stop_requested_at: None,
            key_down_since: None,
            ended_at: None,
            speech: None,
            broke_off: false,
        }
    }

    /// The first samples have arrived.
    pub(super) fn started(&mut self, now: Instant) {
        self.first_sample_at = Some(now);
        self.is_suspect = false;
        self.failure = None;
    }

    pub(super) fn has_started(&self) -> bool {
        self.first_sample_at.is_some()
    }

    /// Whether the microphone has failed and waits for its next try.
    pub(super) fn is_reopening(&self) -> bool {
        self.reopen_at.is_some()
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stop_requested_at.is_some()
    }

    /// When something is due while the take is heard, which lasts so long at most.
    pub(super) fn deadline(&self, max_capture: Duration) -> Instant {
        if let Some(at) = self.reopen_at {
            return at;
        }
        match (self.stop_requested_at, self.first_sample_at) {
            (Some(stop), _) => stop + PUMP_GRACE,
            (None, None) if !self.is_suspect => self.opened_at + FIRST_SAMPLE_WARNING,
            (None, None) => self.opened_at + FIRST_SAMPLE_TIMEOUT,
            (None, Some(first)) => first + max_capture + PUMP_GRACE,
        }
    }

    /// Whether the first sample is late, but may still come.
    pub(super) fn may_still_start(&self, now: Instant) -> bool {
        !self.is_stopping() && !self.has_started() && now < self.opened_at + FIRST_SAMPLE_TIMEOUT
    }

    /// Something is odd about the sound; whether that is new until the microphone is opened again.
    pub(super) fn suspect(&mut self) -> bool {
        !std::mem::replace(&mut self.is_suspect, true)
    }

    /// The microphone failed before anything was said. The jitter of the wait is taken from `seed`.
    pub(super) fn retry(&mut self, now: Instant, failure: &DeviceFailure, seed: u128) -> Retry {
        if self.is_stopping() || !failure.may_pass() {
            return Retry::No;
        }
        let Some(wait) = self.retries.next(seed) else { return Retry::No };
        self.first_sample_at = None;
        self.reopen_at = Some(now + wait);
        let is_new = self.failure.as_ref() != Some(failure);
        self.failure = Some(failure.clone());
        Retry::Yes { is_new }
    }

    /// Whether it is time to open the microphone again, which is then ordered.
    pub(super) fn reopen_if_due(&mut self, now: Instant) -> bool {
        if self.reopen_at.take_if(|at| *at <= now).is_none() {
            return false;
        }
        self.opened_at = now;
        self.is_suspect = false;
        true
    }

    /// The user wants the take to end: the pump is to be asked, or, if its microphone is not even
    /// open, this is why nothing was heard.
    pub(super) fn request_stop(&mut self, now: Instant) -> Result<(), DeviceFailure> {
        match self.failure.take_if(|_| self.reopen_at.is_some()) {
            Some(failure) => Err(failure),
            None => {
                self.stop_requested_at = Some(now);
                Ok(())
            }
        }
    }

    /// The key that has just begun the take is down.
    pub(super) fn key_down(&mut self, now: Instant) {
        self.key_down_since = Some(now);
    }

    pub(super) fn is_key_down(&self) -> bool {
        self.key_down_since.is_some()
    }

    /// The key is released; yields how long it was held, if it was.
    pub(super) fn key_up(&mut self, now: Instant) -> Option<Duration> {
        self.key_down_since.take().map(|since| now.saturating_duration_since(since))
    }

    /// Listening is over, because the microphone was lost or not.
    pub(super) fn end(&mut self, now: Instant, speech: Option<Speech>, lost: bool) {
        self.ended_at = Some(now);
        self.speech = speech;
        self.broke_off = lost && speech.is_some();
    }

    /// Whether the microphone was lost in the middle of what was being said.
    pub(super) fn broke_off(&self) -> bool {
        self.broke_off
    }

    pub(super) fn ended_at(&self) -> Option<Instant> {
        self.ended_at
    }

    pub(super) fn speech(&self) -> Option<Speech> {
        self.speech
    }

    /// How long ago the last voiced sample was at the microphone.
    pub(super) fn since_last_voice(&self, now: Instant) -> Option<Duration> {
        self.speech.map(|speech| now.saturating_duration_since(speech.last_voiced_at))
    }

    /// How long was listened.
    pub(super) fn length(&self, started_at: Instant) -> Duration {
        let from = self.first_sample_at.unwrap_or(started_at);
        self.ended_at.unwrap_or(from).saturating_duration_since(from)
    }

    /// From the last voiced sample to the decision that the utterance is over.
    pub(super) fn endpoint_wait(&self, started_at: Instant) -> Option<Duration> {
        let from = self.first_sample_at.unwrap_or(started_at);
        self.since_last_voice(self.ended_at.unwrap_or(from))
    }

    /// Voiced audio in it.
    pub(super) fn voiced(&self) -> Duration {
        duration_of(self.speech.map_or(0, |speech| speech.heard.voiced))
    }
}
