//! The rules of parlo, without any I/O.
//!
//! Everything here is a pure function of its arguments: time comes in as an [`std::time::Instant`],
//! audio as slices of samples, facts as events; decisions go out as values. That is what lets every
//! rule be tested with scripted frames and a virtual clock.
//!
//! A tour, in the order an utterance travels:
//!
//! 1. [`settings`] – what the user may tune, with ranges and defaults.
//! 2. [`level`] – how loud a frame is, and how loud the room is.
//! 3. [`endpoint`] – from voiced/unvoiced frames to "speech began", "a pause", "it is over".
//! 4. [`queue`] – when a queue of audio frames that is filling up warns and when it gives up.
//! 5. [`flow`] – the heart: `step(now, event) -> effects`, one dictation from key to text.
//! 6. [`transcript`] – what may be typed: no control bytes, no sound captions, no decoder loops.
//! 7. [`metrics`] – what each utterance cost, and percentiles over many.
//! 8. [`wer`] – how right the text was.
//! 9. [`screen`] – the grid of cells an agent has painted.

pub mod endpoint;
pub mod flow;
pub mod level;
pub mod metrics;
pub mod queue;
pub mod screen;
pub mod settings;
pub mod transcript;
pub mod wer;

/// Sampling rate, in hertz, of all audio behind the resampler: what Whisper was trained on.
pub const SAMPLE_RATE_HZ: u32 = 16_000;

/// Samples in one millisecond at [`SAMPLE_RATE_HZ`].
pub const SAMPLES_PER_MS: u64 = SAMPLE_RATE_HZ as u64 / 1_000;

/// How many samples at [`SAMPLE_RATE_HZ`] the duration lasts, rounded down.
pub fn samples_in(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX) / 1_000 * SAMPLES_PER_MS
        + (u64::try_from(duration.as_micros()).unwrap_or(u64::MAX) % 1_000) * SAMPLES_PER_MS / 1_000
}

/// How long the samples at [`SAMPLE_RATE_HZ`] last.
pub fn duration_of(samples: u64) -> std::time::Duration {
    std::time::Duration::from_micros(samples.saturating_mul(1_000) / SAMPLES_PER_MS)
}
