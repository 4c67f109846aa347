//! The level meter: written by the pump for every frame, read by the HUD.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use parlo_core::level::FLOOR_DBFS;

/// Stands for a closed microphone; no level of sound is it.
const CLOSED: f32 = f32::NEG_INFINITY;

/// The level of the last frame heard, for the HUD. Shared; only an atomic.
#[derive(Debug, Clone)]
pub struct Meter(Arc<AtomicU32>);

impl Meter {
    pub(super) fn new() -> Self {
        Self(Arc::new(AtomicU32::new(CLOSED.to_bits())))
    }

    /// RMS level of the last frame, dBFS; [`FLOOR_DBFS`] while the microphone is closed.
    pub fn level_dbfs(&self) -> f32 {
        f32::from_bits(self.0.load(Ordering::Relaxed)).max(FLOOR_DBFS)
    }

    /// Whether sound is coming in, take or not.
    pub fn is_open(&self) -> bool {
        f32::from_bits(self.0.load(Ordering::Relaxed)) != CLOSED
    }

    pub(super) fn set(&self, level_dbfs: f32) {
        self.0.store(level_dbfs.max(FLOOR_DBFS).to_bits(), Ordering::Relaxed);
    }

    pub(super) fn close(&self) {
        self.0.store(CLOSED.to_bits(), Ordering::Relaxed);
    }
}
