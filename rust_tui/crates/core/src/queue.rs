//! When a bounded queue of audio frames warns and when it gives up.
//!
//! The queue itself lives in `voice`; this is only its policy, fed with the fill level and time.
//! Below 80 % full all is well; above it warns; above 90 % for longer than a second the decoder
//! cannot keep up and the take is ended rather than silently thinned out.

use std::time::{Duration, Instant};

/// Above this share the HUD warns.
const WARN_SHARE: f32 = 0.8;
/// Above this share for [`ABORT_AFTER`] the take is ended.
const ABORT_SHARE: f32 = 0.9;
/// How long the queue may stay above [`ABORT_SHARE`].
const ABORT_AFTER: Duration = Duration::from_secs(1);

/// What a fill level means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressure {
    /// The consumer keeps up.
    Normal,
    /// The consumer lags; nothing was lost by that alone.
    High,
    /// The consumer does not come back; the take must end.
    Abort,
}

/// Judges fill levels over time.
#[derive(Debug, Clone)]
pub struct PressureGauge {
    capacity: usize,
    above_abort_since: Option<Instant>,
    peak: usize,
}

impl PressureGauge {
    /// A gauge for a queue of `capacity` frames (at least 1).
    pub fn new(capacity: usize) -> Self {
        Self { capacity: capacity.max(1), above_abort_since: None, peak: 0 }
    }

    /// Judges a queue that holds `waiting` frames at `now`.
    pub fn observe(&mut self, now: Instant, waiting: usize) -> Pressure {
        self.peak = self.peak.max(waiting);
        let share = waiting as f32 / self.capacity as f32;
        if share > ABORT_SHARE {
            let since = *self.above_abort_since.get_or_insert(now);
            if now.saturating_duration_since(since) > ABORT_AFTER {
                return Pressure::Abort;
            }
        } else {
            self.above_abort_since = None;
        }
        if share > WARN_SHARE { Pressure::High } else { Pressure::Normal }
    }

    /// The fullest the queue has been, as a share of its capacity (0..=1).
    pub fn peak_share(&self) -> f32 {
        (self.peak as f32 / self.capacity as f32).min(1.0)
    }
}

#[cfg(test)]
mod tests;
