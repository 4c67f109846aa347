//! Samples behind the resampler: their rate, how they travel, how long they last.

use std::time::Duration;

use crate::take_id::TakeId;

/// Sampling rate, in hertz, of all audio behind the resampler: what Whisper was trained on.
pub const SAMPLE_RATE_HZ: u32 = 16_000;

/// Samples in a full frame: 100 ms.
pub const FRAME_SAMPLES: usize = 1_600;

/// A stretch of up to 100 ms of one take on its way to the decoder.
#[derive(Debug, Clone, PartialEq)]
pub struct AudioFrame {
    /// The take.
    pub take: TakeId,
    /// Position of the first sample, in samples since the first one of the take.
    pub start: u64,
    /// Mono samples at [`SAMPLE_RATE_HZ`], −1..=1.
    pub samples: Vec<f32>,
}

/// How many samples at [`SAMPLE_RATE_HZ`] the duration lasts, rounded down.
pub fn samples_in(duration: Duration) -> u64 {
    let samples = duration.as_micros() * u128::from(SAMPLE_RATE_HZ) / 1_000_000;
    u64::try_from(samples).unwrap_or(u64::MAX)
}

/// How long so many samples at [`SAMPLE_RATE_HZ`] last.
pub fn duration_of(samples: u64) -> Duration {
    Duration::from_micros(samples.saturating_mul(1_000) / u64::from(SAMPLE_RATE_HZ / 1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_and_durations_convert() {
        assert_eq!(samples_in(Duration::from_millis(500)), 8_000);
        assert_eq!(samples_in(Duration::from_micros(62)), 0);
        assert_eq!(duration_of(16_000), Duration::from_secs(1));
        assert_eq!(duration_of(1), Duration::from_micros(62));
        // Ten hours, and what no session will see.
        let day = Duration::from_secs(36_000);
        assert_eq!(duration_of(samples_in(day)), day);
        assert_eq!(duration_of(u64::MAX), Duration::from_micros(u64::MAX / 16));
    }
}
