//! The metrics file: one JSON object per line and utterance, numbers only.

mod reading;

pub use reading::{BadLines, read_metrics};

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use parlo_core::metrics::VoiceLatencyMetrics;
use parlo_core::take_id::TakeId;
use serde_json::{Value, json};

use super::log::{append_private, create_private_parent};

/// A metrics file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct MetricsError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub problem: String,
}

/// The file, with the names of engine and model.
#[derive(Debug, Clone)]
pub struct MetricsFile {
    path: PathBuf,
    engine: String,
    model: String,
}

impl MetricsFile {
    /// Appends lines to `path`, which is opened for each: it may be moved meanwhile.
    pub fn new(path: PathBuf, engine: &str, model: &str) -> Self {
        Self { path, engine: engine.to_owned(), model: model.to_owned() }
    }

    /// Checks that the file can be opened for writing.
    ///
    /// # Errors
    /// It cannot be written to.
    pub fn check(&self) -> Result<(), MetricsError> {
        self.open().map(drop)
    }

    /// The same file for utterances decoded by another model.
    #[must_use]
    pub fn with_model(self, engine: &str, model: &str) -> Self {
        Self::new(self.path, engine, model)
    }

    /// Appends the line of one utterance.
    ///
    /// # Errors
    /// The file cannot be written to; the utterance itself is not affected.
    pub fn record(&self, metrics: &VoiceLatencyMetrics) -> Result<(), MetricsError> {
        let line = format!("{}\n", json_row(metrics, &self.engine, &self.model));
        let mut file = self.open()?;
        let before = file.metadata().map_err(|error| self.fail(&error))?.len();
        // One write, so that lines of several processes do not mix.
        file.write_all(line.as_bytes()).map_err(|error| {
            // A full disk may take part of the line, which would spoil the next one too.
            let _ = file.set_len(before);
            self.fail(&error)
        })
    }

    fn open(&self) -> Result<File, MetricsError> {
        create_private_parent(&self.path)
            .and_then(|()| append_private(&self.path))
            .map_err(|error| self.fail(&error))
    }

    fn fail(&self, error: &std::io::Error) -> MetricsError {
        MetricsError { path: self.path.clone(), problem: format!("cannot be written: {error}") }
    }
}

/// A take as other programs read its name.
pub fn take_name(take: TakeId) -> String {
    uuid::Uuid::from_u128(take.0).to_string()
}

/// Milliseconds, to a tenth.
pub fn ms(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 10_000.0).round() / 10.0
}

/// The metrics of one utterance as a JSON object, in the order of the schema.
pub fn json_row(metrics: &VoiceLatencyMetrics, engine: &str, model: &str) -> Value {
    let elapsed = jiff::SignedDuration::try_from(metrics.started_at.elapsed());
    let started_at = jiff::Timestamp::now() - elapsed.unwrap_or_default();
    let stats = metrics.capture_stats;
    json!({
        "utterance_id": take_name(metrics.utterance_id),
        "started_at": format!("{started_at:.3}"),
        "strategy": metrics.strategy.name(),
        "engine": engine,
        "model": model,
        "end_reason": metrics.end_reason.name(),
        "capture_ms": ms(metrics.capture),
        "speech_ms": ms(metrics.speech),
        "endpoint_wait_ms": metrics.endpoint_wait.map(ms),
        "stt_ms": metrics.stt.map(ms),
        "overlap_ms": ms(metrics.overlap),
        "total_ms": metrics.total.map(ms),
        "agent_round_ms": metrics.agent_round.map(ms),
        "frames": stats.frames,
        "frames_dropped": stats.frames_dropped,
        "bytes": stats.bytes,
        "channel_pressure": (f64::from(stats.channel_pressure) * 1_000.0).round() / 1_000.0,
        "channel_full_events": stats.channel_full_events,
        "invalid_samples": stats.invalid_samples,
        "zero_samples": stats.zero_samples,
        "utterance_too_long": metrics.utterance_too_long,
        "backpressure_abort": metrics.backpressure_abort,
        "recoverable_poison": metrics.recoverable_poison,
        "cancelled": metrics.cancelled,
        "fallback": metrics.fallback,
        "speculative_hits": metrics.speculative_hits,
        "speculative_misses": metrics.speculative_misses,
        "state": metrics.state,
        "error": metrics.error,
    })
}

#[cfg(test)]
mod tests;
