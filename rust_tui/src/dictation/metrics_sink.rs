//! The metrics of takes on their way to the metrics file. Dictation goes on without them.

use parlo_core::flow::Notice;
use parlo_core::metrics::VoiceLatencyMetrics;

use crate::diag::MetricsFile;

/// Where the metrics go, if anywhere.
pub(super) struct MetricsSink {
    file: Option<MetricsFile>,
    /// Whether those of the last take were lost.
    lost: bool,
}

impl MetricsSink {
    pub(super) fn new(file: Option<MetricsFile>) -> Self {
        Self { file, lost: false }
    }

    /// Writes the metrics of a take down. That this fails is reported once, of the first take.
    pub(super) fn record(&mut self, metrics: &VoiceLatencyMetrics) -> Option<Notice> {
        let result = self.file.as_ref()?.record(metrics);
        let was_lost = std::mem::replace(&mut self.lost, result.is_err());
        let error = result.err()?;
        tracing::warn!(%error, "metrics line lost");
        (!was_lost).then(|| Notice::MetricsLost(error.to_string()))
    }

    /// Names the engine and the model that decode from now on.
    pub(super) fn name_model(&mut self, engine: &str, model: &str) {
        self.file = self.file.take().map(|file| file.with_model(engine, model));
    }
}
