//! When a sample was at the microphone.
//!
//! Samples arrive in blocks, some time after they were sounded. The block that arrived soonest
//! after its last sample shows best when the stream began; every other delay is queueing. So the
//! estimated start only ever moves earlier. One clock serves one take, so that the drift between
//! the device's crystal and the system's (100 ppm: 3 ms in 30 s) does not add up.

use std::time::Instant;

use parlo_core::audio::duration_of;

/// Maps positions of a take (samples at 16 kHz) to instants.
#[derive(Debug, Clone)]
pub struct StreamClock {
    began_at: Instant,
}

impl StreamClock {
    /// The sample at `position` has just arrived.
    pub fn new(now: Instant, position: u64) -> Self {
        Self { began_at: now.checked_sub(duration_of(position)).unwrap_or(now) }
    }

    /// Everything before `position` has arrived by `now`.
    pub fn observe(&mut self, now: Instant, position: u64) {
        self.began_at = self.began_at.min(Self::new(now, position).began_at);
    }

    /// When the sample at `position` was at the microphone.
    pub fn time_of(&self, position: u64) -> Instant {
        self.began_at + duration_of(position)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_soonest_block_sets_the_clock() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut clock = StreamClock::new(at(130), 1_600);
        clock.observe(at(205), 3_200);
        clock.observe(at(390), 4_800);
        assert_eq!(clock.time_of(1_600), at(105));
        assert_eq!(clock.time_of(4_800), at(305));
    }

    #[test]
    fn ten_hours_into_a_stream_it_is_as_exact_as_at_first() {
        let start = Instant::now();
        let hours = Duration::from_secs(36_000);
        let position = 36_000 * 16_000;
        let mut clock = StreamClock::new(start + hours, position);
        assert_eq!(clock.time_of(0), start);
        // A machine that slept delivers late; that moves nothing.
        clock.observe(start + hours * 2, position + 1_600);
        assert_eq!(clock.time_of(position + 1_600), start + hours + Duration::from_millis(100));
    }
}
