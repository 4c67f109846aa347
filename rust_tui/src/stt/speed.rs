//! How fast a model decodes on this machine.
//!
//! The clip it is tried on is in the program, so that it can be measured anywhere. Called by `cmd`,
//! on the caller's thread, before anything listens.

use std::time::{Duration, Instant};

use super::abort::AbortSignal;
use super::engine::{DecodeRequest, Effort, EngineBuilder, EngineError};

/// "Run the test suite and fix the failing tests.", the length of a usual dictation; 16 kHz, one
/// channel, synthetic (CC0, see `samples/README.md`).
pub const CLIP: &[u8] = include_bytes!("../../../samples/g01.wav");
/// Decodes whose median counts; one more goes before them.
const RUNS: usize = 5;

/// What was measured of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speed {
    /// How long the clip takes at the effort that typed words are worth: the median, or the only
    /// decode if it took longer than anybody wants to wait.
    pub decode: Duration,
    /// How long the clip is.
    pub audio: Duration,
    /// How long it took to load the model and to warm it up.
    pub load: Duration,
    /// The memory the process has more for it, where the system says.
    pub memory_bytes: Option<u64>,
}

/// Builds an engine and decodes the clip a few times; only once if that takes longer than `enough`.
///
/// # Errors
/// It cannot be built, or fails.
pub fn measure(builder: impl EngineBuilder, enough: Duration) -> Result<Speed, EngineError> {
    let clip = clip().map_err(|error| EngineError::Failed(format!("the clip: {error}")))?;
    let memory_before = resident_bytes();
    let began = Instant::now();
    let mut engine = builder(AbortSignal::default())?;
    let load = began.elapsed();
    let request = DecodeRequest::first(Effort::Careful);
    let mut decode = engine.decode(&clip, &request)?.ran_for;
    if decode <= enough {
        let mut times = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            times.push(engine.decode(&clip, &request)?.ran_for);
        }
        times.sort_unstable();
        decode = times[RUNS / 2];
    }
    let memory_bytes =
        resident_bytes().zip(memory_before).map(|(after, before)| after.saturating_sub(before));
    let audio = parlo_core::audio::duration_of(clip.len() as u64);
    Ok(Speed { decode, audio, load, memory_bytes })
}

fn clip() -> Result<Vec<f32>, hound::Error> {
    let samples = hound::WavReader::new(CLIP)?.into_samples::<i16>();
    samples.map(|sample| sample.map(|value| f32::from(value) / 32_768.0)).collect()
}

/// What of this process is in memory; Linux alone says.
fn resident_bytes() -> Option<u64> {
    resident_in(&std::fs::read_to_string("/proc/self/status").ok()?)
}

fn resident_in(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stt::{EngineKind, EngineSpec, Language};

    #[test]
    fn the_clip_is_a_sentence_at_the_rate_of_the_model() {
        let clip = clip().expect("it is part of the program");
        assert_eq!(clip.len(), 40_310);
        assert!(clip.iter().any(|sample| *sample > 0.1));
        let spec = hound::WavReader::new(CLIP).expect("as above").spec();
        assert_eq!((spec.sample_rate, spec.channels), (parlo_core::audio::SAMPLE_RATE_HZ, 1));
    }

    #[test]
    fn the_memory_in_use_is_read_from_the_system() {
        assert_eq!(resident_in("Name:\tparlo\nVmRSS:\t   12 kB\nThreads:\t1\n"), Some(12_288));
        assert_eq!(resident_in("Name:\tparlo\n"), None);
    }

    #[test]
    fn a_file_that_is_no_model_is_not_measured() {
        let spec = EngineSpec {
            kind: EngineKind::Whisper,
            model: "/nonexistent/ggml-tiny.bin".into(),
            threads: 1,
            language: Language::AUTO,
        };
        let outcome = measure(spec.builder(), Duration::ZERO);
        assert!(matches!(outcome, Err(EngineError::Failed(_))));
    }
}
