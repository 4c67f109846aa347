//! Numbers drawn at random, and sounds laid onto a track.

use fastrand::Rng;

use crate::RATE_HZ;

/// A number from the range.
pub(crate) fn between(rng: &mut Rng, low: f32, high: f32) -> f32 {
    low + (high - low) * rng.f32()
}

/// A number from the range, each octave as likely as the next.
pub(crate) fn octave_between(rng: &mut Rng, low: f32, high: f32) -> f32 {
    low * (high / low).powf(rng.f32())
}

/// One of them.
pub(crate) fn one_of<T: Copy>(rng: &mut Rng, choices: &[T]) -> T {
    choices[rng.usize(..choices.len())]
}

/// Samples in so many seconds.
pub(crate) fn samples(seconds: f32) -> usize {
    (seconds * RATE_HZ) as usize
}

/// A factor for so many decibels.
pub(crate) fn gain(decibels: f32) -> f32 {
    10_f32.powf(decibels / 20.0)
}

/// Adds `sound` to the track at `at`, as far as the track goes.
pub(crate) fn add(track: &mut [f32], at: usize, sound: &[f32], gain: f32) {
    if let Some(rest) = track.get_mut(at..) {
        rest.iter_mut().zip(sound).for_each(|(sample, added)| *sample += added * gain);
    }
}

/// Scales a sound so that it rises within `rise` samples and falls within the last `fall` ones.
pub(crate) fn ramped(mut sound: Vec<f32>, rise: usize, fall: usize) -> Vec<f32> {
    let length = sound.len();
    for (n, sample) in sound.iter_mut().enumerate() {
        let up = (n as f32 / rise.max(1) as f32).min(1.0);
        let down = ((length - n) as f32 / fall.max(1) as f32).min(1.0);
        *sample *= up * down;
    }
    sound
}

/// Scales a sound so that it loses half its height every `half_life` samples.
pub(crate) fn decaying(mut sound: Vec<f32>, half_life: f32) -> Vec<f32> {
    for (n, sample) in sound.iter_mut().enumerate() {
        *sample *= 0.5_f32.powf(n as f32 / half_life);
    }
    sound
}

/// A curve that wanders smoothly between 0 and 1, with a turn about every `period` samples.
pub(crate) fn wandering(rng: &mut Rng, samples: usize, period: usize) -> Vec<f32> {
    let period = period.max(1);
    let (mut from, mut to) = (rng.f32(), rng.f32());
    (0..samples)
        .map(|n| {
            let within = n % period;
            if within == 0 && n > 0 {
                (from, to) = (to, rng.f32());
            }
            let share = within as f32 / period as f32;
            // Half a cosine has no corners where two pieces meet.
            from + (to - from) * (0.5 - 0.5 * (share * std::f32::consts::PI).cos())
        })
        .collect()
}
