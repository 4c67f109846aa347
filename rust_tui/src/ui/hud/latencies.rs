//! How long the takes of this session took, for the HUD.

use parlo_core::metrics::{Percentiles, VoiceLatencyMetrics};

use super::Latency;

/// Takes that percentiles are taken of.
const TAKES: usize = 100;
/// So many takes make percentiles worth showing.
const ENOUGH: usize = 5;
/// Takes whose median says whether the decoder is slow now.
const RECENT: usize = 3;
/// A wait that is noticed.
const SLOW_MS: f64 = 1_500.0;
/// A queue to the decoder as full as this is about to lose sound.
const FULL: f32 = 0.8;

/// The latencies of the last takes.
#[derive(Debug, Default)]
pub struct Latencies {
    totals_ms: Vec<u64>,
    p50_ms: Option<u64>,
    p95_ms: Option<u64>,
    is_slow: bool,
}

impl Latencies {
    /// Adds the metrics of a take.
    pub fn add(&mut self, metrics: &VoiceLatencyMetrics) {
        self.is_slow = metrics.capture_stats.channel_pressure > FULL;
        if let Some(total) = metrics.total {
            if self.totals_ms.len() == TAKES {
                self.totals_ms.remove(0);
            }
            self.totals_ms.push(u64::try_from(total.as_millis()).unwrap_or(u64::MAX));
        }
        let values: Vec<f64> = self.totals_ms.iter().map(|ms| *ms as f64).collect();
        let recent = Percentiles::of(&values[values.len().saturating_sub(RECENT)..]);
        self.is_slow |= values.len() >= RECENT && recent.is_some_and(|recent| recent.p50 > SLOW_MS);
        // Percentiles of a few values mean nothing.
        let all = Percentiles::of(&values).filter(|all| all.count >= ENOUGH);
        // Whole milliseconds, as they came in.
        self.p50_ms = all.map(|all| all.p50 as u64);
        self.p95_ms = all.map(|all| all.p95 as u64);
    }

    /// Whether the decoder has not kept up well lately.
    pub fn are_slow(&self) -> bool {
        self.is_slow
    }

    /// What the HUD shows of them.
    pub fn latency(&self) -> Latency<'_> {
        Latency { totals_ms: &self.totals_ms, p50_ms: self.p50_ms, p95_ms: self.p95_ms }
    }
}
