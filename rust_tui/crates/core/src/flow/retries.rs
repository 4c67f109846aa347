//! How often, and after what waits, a microphone that failed is opened again.

use std::time::Duration;

/// The waits before a microphone is opened again. Together they cover a sound server that restarts;
/// more of them would keep a user waiting for a message that helps.
const WAITS: [Duration; 3] =
    [Duration::from_millis(200), Duration::from_millis(500), Duration::from_millis(1_200)];
/// Each wait is shorter or longer by up to this share (in 1/65,536), so that programs which lost the
/// same device do not return to it together.
const JITTER: u32 = 16_384;

/// How often a take has had its microphone opened again.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Retries(usize);

impl Retries {
    /// How long to wait before the next try; `None` if there have been enough. The jitter is taken
    /// from `seed`, of which the low 48 bits are to be random, as those of a take's id are.
    pub(super) fn next(&mut self, seed: u128) -> Option<Duration> {
        let wait = *WAITS.get(self.0)?;
        let chance = (seed >> (16 * self.0)) as u32 & 0xffff;
        self.0 += 1;
        // From 1 − 1/4 to 1 + 1/4.
        let share = 65_536 - JITTER + chance / 2;
        Some(wait * share / 65_536)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(seed: u128) -> Vec<u128> {
        let mut retries = Retries::default();
        std::iter::from_fn(|| retries.next(seed)).map(|wait| wait.as_millis()).collect()
    }

    #[test]
    fn three_waits_grow_and_differ_by_a_quarter_at_most() {
        assert_eq!(waits(0), [150, 375, 900]);
        assert_eq!(waits(u128::MAX), [249, 624, 1_499]);
        assert_eq!(waits(0x0000_ffff_0000), [150, 624, 900]);
    }
}
