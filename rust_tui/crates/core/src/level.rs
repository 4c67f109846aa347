//! How loud a frame is, and how loud the room is without speech.
//!
//! Levels are RMS in dBFS: a full-scale square wave is 0 dBFS, a full-scale sine −3 dBFS.

mod ending;

pub use ending::Ending;

/// The level given to digital silence, so that no level is ever infinite.
pub const FLOOR_DBFS: f32 = -100.0;

/// RMS level of the samples (−1..=1) in dBFS, at least [`FLOOR_DBFS`]. Samples that are not
/// finite count as silence; an empty slice is silent.
pub fn rms_dbfs(samples: &[f32]) -> f32 {
    let energy: f32 = samples.iter().filter(|s| s.is_finite()).map(|s| s * s).sum();
    let mean = energy / samples.len().max(1) as f32;
    (10.0 * mean.max(1e-12).log10()).max(FLOOR_DBFS)
}

/// How far above the ambient level a frame must lie to count as more than ambience, in dB, where
/// nothing but the gate separates the two. Raising it cuts quiet word endings; lowering it lets a
/// fan through.
pub const MARGIN_DB: f32 = 8.0;
/// The tracked threshold never leaves this range, in dBFS: below, microphone hiss would pass;
/// above, no speech would.
const THRESHOLD_RANGE_DBFS: std::ops::RangeInclusive<f32> = -58.0..=-18.0;
/// Upward drift of the ambient estimate in dB per second. A voice with its gaps between words
/// moves it little; a fan that starts is believed after a few seconds.
const RISE_DB_PER_S: f32 = 4.0;
/// Share of the distance to a quieter frame that the estimate falls, per 10 ms.
const FALL_PER_10_MS: f32 = 0.15;

/// The level gate: a fixed threshold, or one that follows the ambient level.
///
/// Minimum tracking after R. Martin, "Noise power spectral density estimation based on optimal
/// smoothing and minimum statistics" (2001), reduced to one band: the estimate falls fast to
/// anything quieter and rises slowly.
#[derive(Debug, Clone)]
pub struct LevelGate {
    fixed_dbfs: f32,
    margin_db: f32,
    ambient_dbfs: Option<f32>,
}

impl LevelGate {
    /// A gate at `threshold_dbfs`, or one that starts there and follows the ambient level at a
    /// distance of `margin_db`.
    pub fn new(threshold_dbfs: f32, adaptive: bool, margin_db: f32) -> Self {
        let ambient_dbfs = adaptive.then_some(threshold_dbfs - margin_db);
        Self { fixed_dbfs: threshold_dbfs, margin_db, ambient_dbfs }
    }

    /// The level, in dBFS, that a frame must exceed to pass now.
    pub fn threshold_dbfs(&self) -> f32 {
        match self.ambient_dbfs {
            None => self.fixed_dbfs,
            Some(ambient) => (ambient + self.margin_db)
                .clamp(*THRESHOLD_RANGE_DBFS.start(), *THRESHOLD_RANGE_DBFS.end()),
        }
    }

    /// Whether a frame of this level (dBFS) and length (ms) passes; the frame also moves the
    /// estimate.
    pub fn passes(&mut self, level_dbfs: f32, frame_ms: f32) -> bool {
        let passes = level_dbfs > self.threshold_dbfs();
        if let Some(ambient) = &mut self.ambient_dbfs {
            // Digital silence says nothing about the room: a muted or still starting device.
            if level_dbfs > FLOOR_DBFS + 1.0 {
                if level_dbfs < *ambient {
                    let share = 1.0 - (1.0 - FALL_PER_10_MS).powf(frame_ms / 10.0);
                    *ambient += (level_dbfs - *ambient) * share;
                } else {
                    let rise = RISE_DB_PER_S * frame_ms / 1_000.0;
                    *ambient = (*ambient + rise).min(level_dbfs);
                }
            }
        }
        passes
    }
}

#[cfg(test)]
mod tests;
