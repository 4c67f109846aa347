//! Events one after another, as typing, breathing and melodies are.

use fastrand::Rng;

use crate::track::{between, samples};

/// The pace of a sequence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// Shortest and longest time between two events, in seconds.
    pub(crate) gap: (f32, f32),
    /// How likely an event is followed by a rest, 0..=1.
    pub(crate) rest: f32,
    /// Shortest and longest rest, in seconds.
    pub(crate) rest_for: (f32, f32),
}

/// When the events begin, in samples, over so many of them.
pub(crate) fn onsets(rng: &mut Rng, length: usize, pace: Pace) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = samples(between(rng, 0.0, 1.0));
    while at < length {
        found.push(at);
        let (low, high) = if rng.f32() < pace.rest { pace.rest_for } else { pace.gap };
        at += samples(between(rng, low, high)).max(1);
    }
    found
}
