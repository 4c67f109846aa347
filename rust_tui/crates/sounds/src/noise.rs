//! Noise without end: white, pink, brown.

use fastrand::Rng;

use crate::RATE_HZ;
use crate::level::{at_level, mixed};

/// White noise, evenly distributed.
pub(crate) fn white(rng: &mut Rng, samples: usize) -> Vec<f32> {
    (0..samples).map(|_| rng.f32() * 2.0 - 1.0).collect()
}

/// Pink noise: white noise through Paul Kellet's economy filter.
pub(crate) fn pink(rng: &mut Rng, samples: usize) -> Vec<f32> {
    let mut state = [0.0_f32; 3];
    (0..samples)
        .map(|_| {
            let white = rng.f32() * 2.0 - 1.0;
            state[0] = 0.997_65 * state[0] + white * 0.099_046;
            state[1] = 0.963 * state[1] + white * 0.296_516_4;
            state[2] = 0.57 * state[2] + white * 1.052_691_3;
            state.iter().sum::<f32>() + white * 0.1848
        })
        .collect()
}

/// Brown noise: white noise summed up by an integrator that leaks, which keeps it around zero.
pub(crate) fn brown(rng: &mut Rng, samples: usize) -> Vec<f32> {
    let mut sum = 0.0;
    (0..samples)
        .map(|_| {
            sum = 0.995 * sum + (rng.f32() * 2.0 - 1.0);
            sum
        })
        .collect()
}

/// White noise of this RMS level.
pub fn white_noise(milliseconds: usize, level_dbfs: f32) -> Vec<f32> {
    steady(milliseconds, level_dbfs, white)
}

/// Pink noise of this RMS level.
pub fn pink_noise(milliseconds: usize, level_dbfs: f32) -> Vec<f32> {
    steady(milliseconds, level_dbfs, pink)
}

/// Brown noise of this RMS level.
pub fn brown_noise(milliseconds: usize, level_dbfs: f32) -> Vec<f32> {
    steady(milliseconds, level_dbfs, brown)
}

fn steady(
    milliseconds: usize,
    level_dbfs: f32,
    make: impl Fn(&mut Rng, usize) -> Vec<f32>,
) -> Vec<f32> {
    let sound = make(&mut Rng::with_seed(1), milliseconds * RATE_HZ as usize / 1_000);
    let rms = parlo_core::level::rms_dbfs(&sound);
    let loudest = crate::level::loudest_dbfs(&sound);
    // By its own level, not by that of its loudest moment.
    at_level(sound, level_dbfs + loudest - rms)
}

/// Speech of this RMS level (of the parts that sound) in pink noise `snr_db` below it.
pub fn with_noise(speech: Vec<f32>, speech_dbfs: f32, snr_db: f32) -> Vec<f32> {
    let milliseconds = speech.len() * 1_000 / RATE_HZ as usize + 1;
    let noise = pink_noise(milliseconds, speech_dbfs - snr_db);
    mixed(speech, &noise)
}
