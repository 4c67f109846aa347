//! Whether what a device delivers can be the sound of a room.
//!
//! Two things are watched while a device is open. Nothing arrives: counted in the time for which the
//! pump has looked and found nothing, not by the clock, so that a machine that was suspended or too
//! busy to look accuses no microphone. Only digital zeros arrive: a muted or blocked microphone; but
//! some devices gate their noise to exact zeros, so that it is a hint and never an end, and a device
//! that once broke such a silence by itself is trusted for longer from then on.

use std::time::{Duration, Instant};

use crate::audio::samples_in;
use crate::device::SignalProblem;

/// Nothing arrived for this long: it is reported.
const NOTHING_SUSPECT: Duration = Duration::from_secs(1);
/// Nothing arrived for this long: the device counts as lost.
const NOTHING_LOST: Duration = Duration::from_secs(3);
/// A look that finds nothing counts for this long at most.
const LONGEST_LOOK: Duration = Duration::from_millis(50);
/// Zeros for this long are suspect.
const ZEROS_SUSPECT: Duration = Duration::from_secs(1);
/// The same for a device whose zeros were followed by sound.
const ZEROS_SUSPECT_LATER: Duration = Duration::from_secs(4);

/// What a look into the ring of an open device shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Nothing to mention.
    Fine,
    /// Nothing has arrived for a while; reported once until something does.
    Suspect,
    /// Nothing has arrived for so long that nothing will.
    Lost,
}

/// Watches one device, over as many takes as it serves.
#[derive(Debug, Clone)]
pub struct SignalWatch {
    looked_at: Option<Instant>,
    in_vain: Duration,
    zeros: u64,
    invalid: bool,
    zeros_reported: bool,
    zeros_allowed: Duration,
}

impl Default for SignalWatch {
    fn default() -> Self {
        Self {
            looked_at: None,
            in_vain: Duration::ZERO,
            zeros: 0,
            invalid: false,
            zeros_reported: false,
            zeros_allowed: ZEROS_SUSPECT,
        }
    }
}

impl SignalWatch {
    /// The device was opened.
    pub fn opened(&mut self) {
        self.looked_at = None;
        self.in_vain = Duration::ZERO;
    }

    /// A take begins.
    pub fn begin_take(&mut self) {
        (self.zeros, self.invalid, self.zeros_reported) = (0, false, false);
    }

    /// The ring was looked into and so many samples had arrived, of whatever rate.
    pub fn looked(&mut self, now: Instant, arrived: usize) -> Arrival {
        let since = self.looked_at.replace(now).map_or(Duration::ZERO, |at| now.duration_since(at));
        if arrived > 0 {
            self.in_vain = Duration::ZERO;
            return Arrival::Fine;
        }
        let before = self.in_vain;
        self.in_vain += since.min(LONGEST_LOOK);
        let crossed = |limit: Duration| before < limit && self.in_vain >= limit;
        if crossed(NOTHING_LOST) {
            Arrival::Lost
        } else if crossed(NOTHING_SUSPECT) {
            Arrival::Suspect
        } else {
            Arrival::Fine
        }
    }

    /// The next samples of the running take (mono, 16 kHz), and whether some of them came in as no
    /// numbers; a problem is reported once per take.
    pub fn heard(&mut self, samples: &[f32], some_invalid: bool) -> Option<SignalProblem> {
        if samples.iter().any(|sample| *sample != 0.0) {
            if self.zeros_reported {
                self.zeros_allowed = ZEROS_SUSPECT_LATER;
            }
            self.zeros = 0;
            self.invalid = false;
            return None;
        }
        self.zeros += samples.len() as u64;
        self.invalid |= some_invalid;
        let is_suspect = self.zeros >= samples_in(self.zeros_allowed) && !self.zeros_reported;
        self.zeros_reported |= is_suspect;
        is_suspect.then_some(if self.invalid {
            SignalProblem::OnlyInvalid
        } else {
            SignalProblem::OnlyZeros
        })
    }
}

#[cfg(test)]
mod tests;
