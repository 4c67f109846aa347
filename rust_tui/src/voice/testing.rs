//! Sounds for tests: the clips in `samples/`, and those of `parlo-sounds`.
//!
//! Everything is mono at 16 kHz and the same in every run.
#![allow(clippy::unwrap_used, reason = "a missing sample fails the test")]

use parlo_core::level::rms_dbfs;

use super::wav::read_wav;
pub use parlo_sounds::{mixed, pink_noise, silence, white_noise};
use std::path::{Path, PathBuf};

/// The path of a clip.
pub fn sample_path(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../samples")).join(format!("{name}.wav"))
}

/// The samples of a clip.
pub fn sample(name: &str) -> Vec<f32> {
    read_wav(&sample_path(name)).unwrap().to_mono_16k().unwrap()
}

/// The same samples with this RMS level.
pub fn at_level(mut samples: Vec<f32>, level_dbfs: f32) -> Vec<f32> {
    let gain = 10_f32.powf((level_dbfs - rms_dbfs(&samples)) / 20.0);
    samples.iter_mut().for_each(|sample| *sample *= gain);
    samples
}
