//! Machines that run: mains hum, fans.

use std::f32::consts::TAU;

use fastrand::Rng;

use crate::RATE_HZ;
use crate::filter::{band_pass, low_pass};
use crate::level::at_level;
use crate::noise::{brown, white};
use crate::track::{between, gain, octave_between, one_of, wandering};

/// Mains hum: 50 Hz with its odd harmonics.
pub fn hum(milliseconds: usize, level_dbfs: f32) -> Vec<f32> {
    let strengths = [(1.0, 1.0), (3.0, 0.4), (5.0, 0.2)];
    let samples = milliseconds * RATE_HZ as usize / 1_000;
    at_level(harmonics(50.0, &strengths, samples), level_dbfs)
}

/// A fan of a computer.
pub fn fan(milliseconds: usize, level_dbfs: f32) -> Vec<f32> {
    let samples = milliseconds * RATE_HZ as usize / 1_000;
    at_level(any_fan(&mut Rng::with_seed(1), samples), level_dbfs)
}

fn harmonics(base_hz: f32, strengths: &[(f32, f32)], samples: usize) -> Vec<f32> {
    let wave = |n: usize| {
        let phase = n as f32 / RATE_HZ * base_hz;
        // The fraction first: a phase of many turns has lost its last digits.
        strengths
            .iter()
            .map(|(factor, strength)| strength * ((phase * factor).fract() * TAU).sin())
            .sum()
    };
    (0..samples).map(wave).collect()
}

/// Hum of either mains, clean or full of harmonics, or the buzz of a dimmer.
pub(crate) fn any_hum(rng: &mut Rng, samples: usize) -> Vec<f32> {
    let base_hz = one_of(rng, &[50.0, 60.0]) * between(rng, 0.998, 1.002);
    let fall = between(rng, 0.7, 2.2);
    let every = one_of(rng, &[1.0, 2.0]);
    let count = rng.usize(3..40);
    let strengths: Vec<(f32, f32)> = (0..count)
        .map(|n| 1.0 + n as f32 * every)
        .filter(|factor| factor * base_hz < RATE_HZ * 0.45)
        .map(|factor| (factor, between(rng, 0.5, 1.0) / factor.powf(fall)))
        .collect();
    let mut sound = harmonics(base_hz, &strengths, samples);
    if rng.bool() {
        let depth = between(rng, 0.05, 0.5);
        let beat = wandering(rng, samples, RATE_HZ as usize);
        sound.iter_mut().zip(&beat).for_each(|(sample, beat)| *sample *= 1.0 - depth * beat);
    }
    sound
}

/// Air, a blade tone with harmonics, and the beat of something that is not quite round.
pub(crate) fn any_fan(rng: &mut Rng, samples: usize) -> Vec<f32> {
    let air = if rng.bool() {
        brown(rng, samples)
    } else {
        low_pass(&white(rng, samples), between(rng, 300.0, 3_000.0))
    };
    let colour = octave_between(rng, 200.0, 2_500.0);
    let mut sound = at_level(air.clone(), -20.0);
    let coloured = at_level(band_pass(&air, colour, between(rng, 0.5, 2.0)), -26.0);
    let blade_hz = octave_between(rng, 40.0, 500.0);
    let strengths: Vec<(f32, f32)> =
        (1..=rng.usize(2..7)).map(|n| (n as f32, between(rng, 0.2, 1.0) / n as f32)).collect();
    let blades =
        at_level(harmonics(blade_hz, &strengths, samples), -20.0 - between(rng, 3.0, 20.0));
    let (beat_hz, depth) = (between(rng, 0.3, 12.0), between(rng, 0.0, 0.5));
    for (n, sample) in sound.iter_mut().enumerate() {
        let beat = 1.0 - depth * (0.5 + 0.5 * ((n as f32 / RATE_HZ * beat_hz).fract() * TAU).sin());
        *sample = (*sample + coloured[n] + blades[n]) * beat;
    }
    let drift = wandering(rng, samples, RATE_HZ as usize * 3);
    let depth_db = between(rng, 0.0, 6.0);
    sound.iter_mut().zip(&drift).for_each(|(sample, drift)| *sample *= gain(-depth_db * drift));
    sound
}
