//! What an utterance cost, and percentiles over many.
//!
//! [`VoiceLatencyMetrics`] holds measurements only, never a word that was said. `diag` writes it as one
//! JSON line per utterance.

use std::time::{Duration, Instant};

use crate::device::SignalProblem;
use crate::take_id::TakeId;

/// Which tier produced the text; they are tried in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TranscriptionStrategy {
    /// Decoded while it was being said, with an encoder window fitted to the audio.
    StreamingWhisper,
    /// The whole take decoded at once with the full window, after streaming failed.
    BatchWhisper,
    /// No decoder produced anything; the user has to type.
    ManualEntry,
}

impl TranscriptionStrategy {
    /// All of them, in the order in which they are tried.
    pub const ALL: [Self; 3] = [Self::StreamingWhisper, Self::BatchWhisper, Self::ManualEntry];

    /// The name in metrics and logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::StreamingWhisper => "streaming_whisper",
            Self::BatchWhisper => "batch_whisper",
            Self::ManualEntry => "manual_entry",
        }
    }
}

/// Why a take ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// The silence tail after speech, or the end of a file.
    Silence,
    /// The dictation key.
    Manual,
    /// It lasted as long as a take may.
    Timeout,
    /// The cancel key, the dictation key handed to the agent, a text that waited and was cancelled, a
    /// microphone that the hands-free mode opened and closed unheard, or the end of the session.
    Cancel,
    /// The microphone, the queue or the decoder failed.
    Error,
}

impl EndReason {
    /// All of them, the usual one first.
    pub const ALL: [Self; 5] =
        [Self::Silence, Self::Manual, Self::Timeout, Self::Cancel, Self::Error];

    /// The name in metrics and logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Silence => "silence",
            Self::Manual => "manual",
            Self::Timeout => "timeout",
            Self::Cancel => "cancel",
            Self::Error => "error",
        }
    }
}

/// What the pump counted during a take.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CaptureStats {
    /// Frames of up to 100 ms handed to the decoder's queue.
    pub frames: u64,
    /// Frames the queue dropped because the decoder did not take them.
    pub frames_dropped: u64,
    /// Bytes of 16 kHz mono f32 audio in the frames.
    pub bytes: u64,
    /// The fullest the queue has been, 0..=1.
    pub channel_pressure: f32,
    /// How often the queue was found full.
    pub channel_full_events: u64,
    /// Samples of the device (all channels, its rate) that were no numbers; they became silence.
    pub invalid_samples: u64,
    /// Samples in the frames that are digital zeros.
    pub zero_samples: u64,
}

impl CaptureStats {
    /// Why nothing can have been heard, if the sound itself shows it.
    pub fn signal_problem(&self) -> Option<SignalProblem> {
        let only_zeros = self.bytes > 0 && self.zero_samples * 4 == self.bytes;
        match self.invalid_samples {
            _ if !only_zeros => None,
            0 => Some(SignalProblem::OnlyZeros),
            _ => Some(SignalProblem::OnlyInvalid),
        }
    }
}

/// One utterance, cancelled and failed ones included. Times are milliseconds once written;
/// `None` means that the utterance never got that far.
#[derive(Debug, Clone, PartialEq)]
pub struct VoiceLatencyMetrics {
    /// The take.
    pub utterance_id: TakeId,
    /// When the key was pressed, or when the take began by itself.
    pub started_at: Instant,
    /// Which tier produced the text (or was the last to try).
    pub strategy: TranscriptionStrategy,
    /// Why listening ended.
    pub end_reason: EndReason,
    /// From the first sample to the end of listening.
    pub capture: Duration,
    /// Voiced audio in it.
    pub speech: Duration,
    /// From the last voiced sample to the decision that the utterance is over.
    pub endpoint_wait: Option<Duration>,
    /// The decode that produced the text.
    pub stt: Option<Duration>,
    /// Decoding that ran while listening went on.
    pub overlap: Duration,
    /// From the last voiced sample to the last byte of the text in the agent's pty, or, of a text that
    /// was offered for review, to the offer. `None` for a text that was held, or not transcribed.
    pub total: Option<Duration>,
    /// From the last byte of the text in the agent's pty to the agent's next output.
    pub agent_round: Option<Duration>,
    /// The pump's counts.
    pub capture_stats: CaptureStats,
    /// The take was cut because it lasted as long as a take may.
    pub utterance_too_long: bool,
    /// The take was ended because the decoder did not keep up.
    pub backpressure_abort: bool,
    /// A part of the pipeline broke during the take, or did not come back, and was rebuilt.
    pub recoverable_poison: bool,
    /// The user cancelled it.
    pub cancelled: bool,
    /// A later strategy than the first produced the text.
    pub fallback: bool,
    /// Decodes begun in a pause that turned out to be the end.
    pub speculative_hits: u32,
    /// Decodes begun in a pause after which speech went on.
    pub speculative_misses: u32,
    /// The state the take ended in.
    pub state: &'static str,
    /// What went wrong.
    pub error: Option<String>,
}

impl VoiceLatencyMetrics {
    /// Those of a take that begins.
    pub fn begun(take: TakeId, started_at: Instant) -> Self {
        Self {
            utterance_id: take,
            started_at,
            strategy: TranscriptionStrategy::StreamingWhisper,
            end_reason: EndReason::Silence,
            capture: Duration::ZERO,
            speech: Duration::ZERO,
            endpoint_wait: None,
            stt: None,
            overlap: Duration::ZERO,
            total: None,
            agent_round: None,
            capture_stats: CaptureStats::default(),
            utterance_too_long: false,
            backpressure_abort: false,
            recoverable_poison: false,
            cancelled: false,
            fallback: false,
            speculative_hits: 0,
            speculative_misses: 0,
            state: "idle",
            error: None,
        }
    }
}

/// The `percent`-th percentile (0..=100) by the nearest-rank method; `None` of nothing.
/// Values that are not finite are ignored.
pub fn percentile(values: &[f64], percent: f64) -> Option<f64> {
    at_rank(&in_order(values), percent)
}

fn in_order(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

fn at_rank(sorted: &[f64], percent: f64) -> Option<f64> {
    let rank = (percent.clamp(0.0, 100.0) / 100.0 * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied()
}

/// Percentiles of a set of numbers, in their unit, by the nearest-rank method.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Percentiles {
    /// How many numbers there are.
    pub count: usize,
    /// The median.
    pub p50: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The 99th percentile.
    pub p99: f64,
    /// The largest.
    pub max: f64,
}

impl Percentiles {
    /// Those of the numbers that are finite; `None` if there are none.
    pub fn of(values: &[f64]) -> Option<Self> {
        let sorted = in_order(values);
        Some(Self {
            count: sorted.len(),
            p50: at_rank(&sorted, 50.0)?,
            p95: at_rank(&sorted, 95.0)?,
            p99: at_rank(&sorted, 99.0)?,
            max: at_rank(&sorted, 100.0)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_by_nearest_rank() {
        let values: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!(percentile(&values, 50.0), Some(10.0));
        assert_eq!(percentile(&values, 95.0), Some(19.0));
        assert_eq!(percentile(&values, 99.0), Some(20.0));
        assert_eq!(percentile(&values, 0.0), Some(1.0));
        assert_eq!(percentile(&[7.0], 95.0), Some(7.0));
        assert_eq!(percentile(&[], 50.0), None);
        assert_eq!(percentile(&[f64::NAN, 3.0], 50.0), Some(3.0));
    }

    #[test]
    fn percentiles_of_a_set() {
        let values: Vec<f64> = (1..=200).map(f64::from).collect();
        let expected = Percentiles { count: 200, p50: 100.0, p95: 190.0, p99: 198.0, max: 200.0 };
        assert_eq!(Percentiles::of(&values), Some(expected));
        assert_eq!(Percentiles::of(&[f64::INFINITY]), None);
    }
}
