//! The data of one take, carried from state to state, and what becomes of it in the metrics.

use super::Phase;
use super::committed::Committed;
use super::effect::{DecodeKind, DecodeOrder, Effect, JobId};
use super::event::Speech;
use super::reopen::Retries;
use crate::audio::duration_of;
use crate::decoded::{Decoded, Word};
use crate::device::DeviceFailure;
use crate::endpoint::Heard;
use crate::metrics::{CaptureStats, EndReason, TranscriptionStrategy, VoiceLatencyMetrics};
use crate::settings::VoiceSettings;
use crate::take_id::TakeId;
use std::time::{Duration, Instant};

/// A decode that has been ordered and not reported yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Running {
    pub(super) job: JobId,
    pub(super) ordered_at: Instant,
}

/// A decode begun in a pause.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Speculation {
    pub(super) job: JobId,
    /// The speech it covers: it stands for the utterance if no voiced sample follows.
    pub(super) heard: Heard,
    pub(super) result: Option<Decoded>,
    /// Where speech went on, if it did: the words still stand for what was said before.
    pub(super) resumed_at: Option<u64>,
}

impl Speculation {
    /// Whether its words are those of the whole take. Once speech went on they may be committed, and
    /// would be typed twice.
    pub(super) fn stands_for(&self, heard: Heard) -> bool {
        self.resumed_at.is_none() && self.heard.voiced_end == heard.voiced_end
    }
}

/// One dictation.
#[derive(Debug)]
pub(super) struct Take {
    pub(super) id: TakeId,
    pub(super) started_at: Instant,
    /// When the microphone was last ordered to be opened.
    pub(super) opened_at: Instant,
    pub(super) first_sample_at: Option<Instant>,
    /// The user was told that nothing arrives.
    pub(super) is_suspect: bool,
    pub(super) retries: Retries,
    /// When the microphone, which failed, is to be opened again.
    pub(super) reopen_at: Option<Instant>,
    /// What was wrong with it when it was last tried, until it delivers.
    pub(super) failure: Option<DeviceFailure>,
    /// The microphone failed in the middle of what was being said.
    pub(super) broke_off: bool,
    pub(super) stop_requested_at: Option<Instant>,
    /// Since when the key that began it is held, as long as it is.
    pub(super) key_down_since: Option<Instant>,
    pub(super) capture_ended_at: Option<Instant>,
    pub(super) speech: Option<Speech>,
    pub(super) running: Option<Running>,
    pub(super) strategy: TranscriptionStrategy,
    pub(super) end_reason: EndReason,
    pub(super) stats: CaptureStats,
    pub(super) stt: Option<Duration>,
    pub(super) total: Option<Duration>,
    /// The text waited for a dialog to close, the agent to be done or the user to type it: `total`
    /// would measure that.
    pub(super) was_held: bool,
    pub(super) agent_round: Option<Duration>,
    pub(super) too_long: bool,
    pub(super) backpressure: bool,
    /// The decoder was far behind while it was said, and the user was told.
    pub(super) lags: bool,
    /// Its text is slow to come, and the user was told.
    pub(super) slow: bool,
    /// A part was rebuilt meanwhile.
    pub(super) poisoned: bool,
    pub(super) cancelled: bool,
    pub(super) speculative_hits: u32,
    pub(super) speculative_misses: u32,
    pub(super) error: Option<String>,
    /// What is committed of a long utterance.
    pub(super) committed: Committed,
    /// The words of the text, once it is known.
    pub(super) words: Vec<Word>,
    overlap: Duration,
    partial: Option<String>,
    partial_words: Vec<Word>,
    jobs: JobId,
}

impl Take {
    pub(super) fn new(id: TakeId, started_at: Instant) -> Take {
        Take {
            id,
            started_at,
            opened_at: started_at,
            first_sample_at: None,
            is_suspect: false,
            retries: Retries::default(),
            reopen_at: None,
            failure: None,
            broke_off: false,
            stop_requested_at: None,
            key_down_since: None,
            capture_ended_at: None,
            speech: None,
            running: None,
            strategy: TranscriptionStrategy::StreamingWhisper,
            end_reason: EndReason::Silence,
            stats: CaptureStats::default(),
            stt: None,
            total: None,
            was_held: false,
            agent_round: None,
            too_long: false,
            backpressure: false,
            lags: false,
            slow: false,
            poisoned: false,
            cancelled: false,
            speculative_hits: 0,
            speculative_misses: 0,
            error: None,
            committed: Committed::default(),
            words: Vec::new(),
            overlap: Duration::ZERO,
            partial: None,
            partial_words: Vec::new(),
            jobs: 0,
        }
    }

    pub(super) fn partial_text(&self) -> Option<&str> {
        self.partial.as_deref()
    }

    pub(super) fn partial_words(&self) -> &[Word] {
        &self.partial_words
    }

    /// Orders a decode of what was heard; it becomes the running one.
    pub(super) fn order(
        &mut self,
        now: Instant,
        kind: DecodeKind,
        heard: Heard,
        settings: &VoiceSettings,
    ) -> Effect {
        self.jobs += 1;
        self.running = Some(Running { job: self.jobs, ordered_at: now });
        let span = self.committed.rest_of(heard.span(settings.pre_roll, settings.trailing));
        let context = self.committed.text().to_owned();
        Effect::Decode(DecodeOrder { take: self.id, job: self.jobs, kind, span, context })
    }

    /// Books a decode that was reported; `false` if it was not the running one.
    pub(super) fn decode_reported(&mut self, now: Instant, job: JobId) -> bool {
        let Some(running) = self.running.filter(|running| running.job == job) else {
            return false;
        };
        self.running = None;
        let listening_until = self.capture_ended_at.unwrap_or(now);
        self.overlap += listening_until.saturating_duration_since(running.ordered_at);
        true
    }

    /// Keeps a decode's words for the HUD.
    pub(super) fn show(&mut self, decoded: &Decoded) {
        let text = self.committed.followed_by(decoded, None);
        self.partial_words = self.committed.words_with(decoded, &text);
        self.partial = Some(text);
    }

    /// The text was shown for review, which ends what parlo makes the user wait for: how long they
    /// read and edit is theirs.
    pub(super) fn offered(&mut self, now: Instant) {
        self.total = self.since_last_voice(now);
    }

    /// The last byte of the text is in the agent's pty.
    pub(super) fn written(&mut self, now: Instant) {
        if self.was_held {
            self.total = None;
        } else if self.total.is_none() {
            self.total = self.since_last_voice(now);
        }
    }

    fn since_last_voice(&self, now: Instant) -> Option<Duration> {
        self.speech.map(|speech| now.saturating_duration_since(speech.last_voiced_at))
    }

    pub(super) fn end_capture(&mut self, now: Instant, reason: EndReason) {
        self.capture_ended_at = Some(now);
        self.end_reason = reason;
    }

    /// The metrics of the take, which ends in `phase`.
    pub(super) fn record(self, phase: Phase) -> Effect {
        let capture_from = self.first_sample_at.unwrap_or(self.started_at);
        let capture_to = self.capture_ended_at.unwrap_or(capture_from);
        let endpoint_wait =
            self.speech.map(|speech| capture_to.saturating_duration_since(speech.last_voiced_at));
        Effect::Record(Box::new(VoiceLatencyMetrics {
            utterance_id: self.id,
            started_at: self.started_at,
            strategy: self.strategy,
            end_reason: self.end_reason,
            capture: capture_to.saturating_duration_since(capture_from),
            speech: duration_of(self.speech.map_or(0, |speech| speech.heard.voiced)),
            endpoint_wait,
            stt: self.stt,
            overlap: self.overlap,
            total: self.total,
            agent_round: self.agent_round,
            capture_stats: self.stats,
            utterance_too_long: self.too_long,
            backpressure_abort: self.backpressure,
            recoverable_poison: self.poisoned,
            cancelled: self.cancelled,
            fallback: self.strategy != TranscriptionStrategy::StreamingWhisper,
            speculative_hits: self.speculative_hits,
            speculative_misses: self.speculative_misses,
            state: phase.name(),
            error: self.error,
        }))
    }
}
