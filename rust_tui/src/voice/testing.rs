//! Sounds for tests: the clips in `samples/`, noises made by arithmetic, levels set and mixed.
//!
//! Everything is mono at 16 kHz and the same in every run.
#![allow(clippy::unwrap_used, reason = "a missing sample fails the test")]

use super::wav::read_wav;
use parlo_core::level::rms_dbfs;
use std::path::{Path, PathBuf};

/// The path of a clip.
pub fn sample_path(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../samples")).join(format!("{name}.wav"))
}

/// The samples of a clip.
pub fn sample(name: &str) -> Vec<f32> {
    read_wav(&sample_path(name)).unwrap().to_mono_16k().unwrap()
}

/// Digital silence.
pub fn silence(milliseconds: usize) -> Vec<f32> {
    vec![0.0; milliseconds * 16]
}

/// The same samples with this RMS level.
pub fn at_level(mut samples: Vec<f32>, level_dbfs: f32) -> Vec<f32> {
    let gain = 10_f32.powf((level_dbfs - rms_dbfs(&samples)) / 20.0);
    samples.iter_mut().for_each(|sample| *sample *= gain);
    samples
}

/// White noise: a linear congruential generator, so that every run hears the same.
pub fn white_noise(milliseconds: usize, level_dbfs: f32) -> Vec<f32> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let noise = (0..milliseconds * 16).map(|_| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    });
    at_level(noise.collect(), level_dbfs)
}

/// Pink noise: white noise through Paul Kellet's economy filter (−3 dB per octave).
pub fn pink_noise(milliseconds: usize, level_dbfs: f32) -> Vec<f32> {
    let mut state = [0.0_f32; 3];
    let mut noise = white_noise(milliseconds, -10.0);
    for sample in &mut noise {
        let white = *sample;
        state[0] = 0.997_65 * state[0] + white * 0.099_046;
        state[1] = 0.963 * state[1] + white * 0.296_516_4;
        state[2] = 0.57 * state[2] + white * 1.052_691_3;
        *sample = state.iter().sum::<f32>() + white * 0.1848;
    }
    at_level(noise, level_dbfs)
}

/// Mains hum: 50 Hz with its odd harmonics.
pub fn hum(milliseconds: usize, level_dbfs: f32) -> Vec<f32> {
    let tone = |n: usize, hertz: f32| (n as f32 / 16_000.0 * hertz * std::f32::consts::TAU).sin();
    let wave = |n: usize| tone(n, 50.0) + 0.4 * tone(n, 150.0) + 0.2 * tone(n, 250.0);
    at_level((0..milliseconds * 16).map(wave).collect(), level_dbfs)
}

/// Keyboard clicks in a quiet room: 8 ms bursts of noise, loud at first, every 180 ms.
pub fn clicks(milliseconds: usize) -> Vec<f32> {
    let mut room = pink_noise(milliseconds, -62.0);
    let burst = white_noise(8, -12.0);
    for click in room.chunks_mut(180 * 16) {
        for (n, (sample, noise)) in click.iter_mut().zip(&burst).enumerate() {
            *sample += noise * (1.0 - n as f32 / burst.len() as f32);
        }
    }
    room
}

/// Both at once, as long as the first.
pub fn mixed(mut first: Vec<f32>, second: &[f32]) -> Vec<f32> {
    first.iter_mut().zip(second).for_each(|(sample, other)| *sample += other);
    first
}
