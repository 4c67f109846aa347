//! What the detectors take for speech, in clips and in noises, and where the utterances of a recording
//! lie. Not among the unit tests, since counting the lines of a network's loops takes minutes.

mod detectors;
mod speech;
mod utterances;

use parlo::voice::read_wav;
use parlo_core::level::rms_dbfs;
use parlo_sounds::{pink_noise, white_noise};

use crate::support::samples::named;

/// The samples of a clip.
fn sample(name: &str) -> Vec<f32> {
    let path = named(&format!("{name}.wav")).path;
    read_wav(&path).unwrap().to_mono_16k().unwrap()
}

/// The same samples with this RMS level.
fn at_level(mut samples: Vec<f32>, level_dbfs: f32) -> Vec<f32> {
    let gain = 10_f32.powf((level_dbfs - rms_dbfs(&samples)) / 20.0);
    samples.iter_mut().for_each(|sample| *sample *= gain);
    samples
}

/// Keyboard clicks in a quiet room: 8 ms bursts of noise, loud at first, every 180 ms.
fn clicks(milliseconds: usize) -> Vec<f32> {
    let mut room = pink_noise(milliseconds, -62.0);
    let burst = white_noise(8, -12.0);
    for click in room.chunks_mut(180 * 16) {
        for (n, (sample, noise)) in click.iter_mut().zip(&burst).enumerate() {
            *sample += noise * (1.0 - n as f32 / burst.len() as f32);
        }
    }
    room
}
