//! What many takes amount to: percentiles, errors, the ratio to the script, growth.

use parlo_core::metrics::{Percentiles, percentile};
use parlo_core::wer::WordErrors;
use serde::Serialize;

use super::metrics::{Ending, Judgement, Row, TakeMetrics};

/// An utterance shorter than this is short.
const SHORT_MS: f64 = 4_000.0;
/// An utterance from this length on is long.
const LONG_MS: f64 = 20_000.0;

/// What some rows amount to. Times are milliseconds, each as in [`TakeMetrics`].
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    pub recordings: usize,
    pub takes: usize,
    pub failed: usize,
    /// What the user waited; see [`Ending`].
    pub latency: Option<Percentiles>,
    /// What the script's user would have waited.
    pub script_latency: Option<Percentiles>,
    pub script_decode: Option<Percentiles>,
    /// Latency as a share of the script's: of the medians, and of the 95th percentiles.
    pub ratio: Option<(f64, f64)>,
    pub total: Option<Percentiles>,
    pub key_to_text: Option<Percentiles>,
    pub endpoint_wait: Option<Percentiles>,
    pub stt: Option<Percentiles>,
    pub first_words: Option<Percentiles>,
    pub refresh: Option<Percentiles>,
    pub words: Accuracy,
    pub script_words: Accuracy,
    /// Decodes begun in a pause that was the end.
    pub speculative_hits: u32,
    /// Decodes begun in a pause that was not.
    pub speculative_misses: u32,
}

/// How right some texts are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accuracy {
    /// Errors over all recordings of which it is known what is said.
    pub errors: WordErrors,
    /// Texts with a phrase that the decoder repeated or invented.
    pub made_up: usize,
}

impl Accuracy {
    fn of(judgements: impl Iterator<Item = Judgement>) -> Self {
        let mut accuracy = Self::default();
        for judgement in judgements {
            accuracy.errors += judgement.errors.unwrap_or_default();
            accuracy.made_up += usize::from(judgement.made_up);
        }
        accuracy
    }

    /// The word error rate, if any words are known.
    pub fn rate(&self) -> Option<f64> {
        (self.errors.reference_words > 0).then(|| self.errors.rate())
    }
}

impl Summary {
    pub fn of(rows: &[&Row], ending: Ending) -> Self {
        let takes: Vec<&TakeMetrics> = rows.iter().flat_map(|row| &row.live.takes).collect();
        let over_takes = |metric: &dyn Fn(&TakeMetrics) -> Option<f64>| {
            Percentiles::of(&takes.iter().filter_map(|take| metric(take)).collect::<Vec<_>>())
        };
        let over_rows = |metric: &dyn Fn(&Row) -> f64| {
            Percentiles::of(&rows.iter().map(|row| metric(row)).collect::<Vec<_>>())
        };
        let latency = over_takes(&|take| take.latency_ms(ending));
        let script_latency = over_rows(&|row| row.script_latency_ms(ending));
        let refreshes: Vec<f64> = takes.iter().flat_map(|take| &take.refresh_ms).copied().collect();
        Self {
            recordings: rows.len(),
            takes: takes.len(),
            failed: takes.iter().filter(|take| take.failure.is_some()).count(),
            latency,
            script_latency,
            script_decode: over_rows(&|row| row.script_decode_ms),
            ratio: latency
                .zip(script_latency)
                .map(|(live, script)| (live.p50 / script.p50, live.p95 / script.p95)),
            total: over_takes(&|take| take.total_ms),
            key_to_text: over_takes(&|take| take.key_to_text_ms),
            endpoint_wait: over_takes(&|take| take.endpoint_wait_ms),
            stt: over_takes(&|take| take.stt_ms),
            first_words: over_takes(&|take| take.first_words_ms),
            refresh: Percentiles::of(&refreshes),
            words: Accuracy::of(rows.iter().map(|row| row.live_words)),
            script_words: Accuracy::of(rows.iter().map(|row| row.script_words)),
            speculative_hits: takes.iter().map(|take| take.speculative_hits).sum(),
            speculative_misses: takes.iter().map(|take| take.speculative_misses).sum(),
        }
    }
}

/// How the latency of long utterances compares with that of short ones.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Growth {
    pub short_takes: usize,
    pub short_p50_ms: f64,
    pub long_takes: usize,
    pub long_p50_ms: f64,
    /// The median of the long ones as a multiple of that of the short ones.
    pub ratio: f64,
}

impl Growth {
    /// Compares takes under 4 s with those from 20 s on, given the length and the latency of
    /// each in milliseconds; `None` where there are none of either.
    pub fn of(takes: &[(f64, f64)]) -> Option<Self> {
        let latencies = |is_meant: &dyn Fn(f64) -> bool| -> Vec<f64> {
            takes.iter().filter(|(length, _)| is_meant(*length)).map(|take| take.1).collect()
        };
        let short = latencies(&|length| length < SHORT_MS);
        let long = latencies(&|length| length >= LONG_MS);
        let (short_p50_ms, long_p50_ms) = (percentile(&short, 50.0)?, percentile(&long, 50.0)?);
        let (short_takes, long_takes) = (short.len(), long.len());
        let ratio = long_p50_ms / short_p50_ms;
        Some(Self { short_takes, short_p50_ms, long_takes, long_p50_ms, ratio })
    }
}

/// The length and the latency of every take that has one.
pub fn lengths_and_latencies(rows: &[Row], ending: Ending) -> Vec<(f64, f64)> {
    let takes = rows.iter().flat_map(|row| &row.live.takes);
    takes.filter_map(|take| Some((take.utterance_ms, take.latency_ms(ending)?))).collect()
}

/// The values in order, each with the share (0..=1) of values up to it.
pub fn distribution(values: &[f64]) -> Vec<(f64, f64)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let count = sorted.len() as f64;
    sorted.into_iter().zip(1_u32..).map(|(value, rank)| (value, f64::from(rank) / count)).collect()
}

#[cfg(test)]
pub(super) mod tests;
