//! Levels set, and sounds laid over each other.

use parlo_core::level::{FLOOR_DBFS, rms_dbfs};

use crate::RATE_HZ;
use crate::track::gain;

/// Digital silence.
pub fn silence(milliseconds: usize) -> Vec<f32> {
    vec![0.0; milliseconds * RATE_HZ as usize / 1_000]
}

/// RMS level, in dBFS, of the loudest 50 ms.
pub fn loudest_dbfs(sound: &[f32]) -> f32 {
    sound.chunks(RATE_HZ as usize / 20).map(rms_dbfs).fold(FLOOR_DBFS, f32::max)
}

/// The same sound with its loudest 50 ms at this RMS level. Silence stays silence.
pub fn at_level(mut sound: Vec<f32>, level_dbfs: f32) -> Vec<f32> {
    let loudest = loudest_dbfs(&sound);
    if loudest > FLOOR_DBFS {
        let factor = gain(level_dbfs - loudest);
        sound.iter_mut().for_each(|sample| *sample *= factor);
    }
    sound
}

/// Both at once, as long as the first.
pub fn mixed(mut first: Vec<f32>, second: &[f32]) -> Vec<f32> {
    first.iter_mut().zip(second).for_each(|(sample, other)| *sample += other);
    first
}
