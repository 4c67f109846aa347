//! What goes on record of a take: its metrics, filled in as they become known.

use std::time::{Duration, Instant};

use super::capture::Capture;
use super::effect::Effect;
use super::notice::Notice;
use super::phase::Phase;
use crate::metrics::{CaptureStats, EndReason, TranscriptionStrategy, VoiceLatencyMetrics};
use crate::take_id::TakeId;

/// The metrics of a take that is not over.
#[derive(Debug)]
pub(super) struct Record {
    metrics: VoiceLatencyMetrics,
    /// The text waited for a dialog to close, the agent to be done or the user to type it: the total
    /// would measure that.
    was_held: bool,
}

impl Record {
    pub(super) fn begun(take: TakeId, started_at: Instant) -> Self {
        Self { metrics: VoiceLatencyMetrics::begun(take, started_at), was_held: false }
    }

    pub(super) fn started_at(&self) -> Instant {
        self.metrics.started_at
    }

    pub(super) fn strategy(&self) -> TranscriptionStrategy {
        self.metrics.strategy
    }

    pub(super) fn has_error(&self) -> bool {
        self.metrics.error.is_some()
    }

    /// A later strategy is tried.
    pub(super) fn fall_back(&mut self, strategy: TranscriptionStrategy) {
        self.metrics.strategy = strategy;
        self.metrics.fallback = strategy != TranscriptionStrategy::StreamingWhisper;
    }

    /// Listening ended for this reason, of which the user is notified if anything was odd.
    pub(super) fn capture_ended(
        &mut self,
        reason: EndReason,
        notice: Option<&Notice>,
        stats: CaptureStats,
    ) {
        self.metrics.end_reason = reason;
        self.metrics.capture_stats = stats;
        self.metrics.utterance_too_long = notice == Some(&Notice::TooLong);
        self.metrics.backpressure_abort = notice == Some(&Notice::QueueFull);
        self.metrics.error =
            notice.filter(|notice| **notice != Notice::TooLong).map(Notice::to_string);
    }

    /// A part was restarted meanwhile.
    pub(super) fn part_restarted(&mut self) {
        self.metrics.recoverable_poison = true;
    }

    /// The take ends without its text. The error that is on record already stays unless another is
    /// given.
    pub(super) fn abandoned(&mut self, reason: EndReason, error: Option<String>) {
        self.metrics.end_reason = reason;
        self.metrics.cancelled = reason == EndReason::Cancel;
        self.metrics.error = error.or(self.metrics.error.take());
    }

    /// The text that waited is not typed. Of a take that failed the reason stays: that nothing was
    /// typed for it matters less.
    pub(super) fn discarded(&mut self, error: Option<String>) {
        let reason = match self.metrics.strategy {
            TranscriptionStrategy::ManualEntry => self.metrics.end_reason,
            _ => EndReason::Cancel,
        };
        self.abandoned(reason, error);
        self.metrics.cancelled = true;
    }

    /// A decode ended that ran for so long beside listening.
    pub(super) fn add_overlap(&mut self, overlap: Duration) {
        self.metrics.overlap += overlap;
    }

    /// A speculation was right, or wrong.
    pub(super) fn count_speculation(&mut self, was_right: bool) {
        self.metrics.speculative_hits += u32::from(was_right);
        self.metrics.speculative_misses += u32::from(!was_right);
    }

    /// The decode that produced the text ran for so long.
    pub(super) fn decoded(&mut self, ran_for: Duration) {
        self.metrics.stt = Some(ran_for);
    }

    pub(super) fn held(&mut self) {
        self.was_held = true;
    }

    /// The text was shown for review so long after the last voiced sample, which ends what parlo makes
    /// the user wait for: how long they read and edit is theirs.
    pub(super) fn offered(&mut self, total: Option<Duration>) {
        self.metrics.total = total;
    }

    /// The last byte of the text is in the agent's pty so long after the last voiced sample.
    pub(super) fn written(&mut self, total: Option<Duration>) {
        self.metrics.total = if self.was_held { None } else { self.metrics.total.or(total) };
    }

    /// The agent answered so long after the text; only the first answer counts.
    pub(super) fn answered(&mut self, after: Duration) {
        self.metrics.agent_round.get_or_insert(after);
    }

    /// The metrics of the take, which ends in `phase`.
    pub(super) fn finish(self, phase: Phase, capture: &Capture) -> Effect {
        let started_at = self.metrics.started_at;
        Effect::Record(Box::new(VoiceLatencyMetrics {
            capture: capture.length(started_at),
            speech: capture.voiced(),
            endpoint_wait: capture.endpoint_wait(started_at),
            state: phase.name(),
            ..self.metrics
        }))
    }
}
