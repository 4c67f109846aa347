//! Tones that machines and lips make: beeps, dial tones, whistles, sirens, sweeps.

use std::f32::consts::TAU;

use fastrand::Rng;

use crate::RATE_HZ;
use crate::filter::band_pass;
use crate::noise::white;
use crate::sequence::{Pace, onsets};
use crate::track::{add, between, octave_between, one_of, ramped, samples};

/// The shape of one turn of a tone.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wave {
    Sine,
    Triangle,
    Square,
    Saw,
    /// Two sines, one bending the other: bells and electric pianos.
    Bent,
}

impl Wave {
    pub(crate) const ALL: [Self; 5] =
        [Self::Sine, Self::Triangle, Self::Square, Self::Saw, Self::Bent];

    pub(crate) fn at(self, turn: f32) -> f32 {
        let turn = turn.rem_euclid(1.0);
        match self {
            Self::Sine => (turn * TAU).sin(),
            Self::Triangle => 4.0 * (turn - 0.5).abs() - 1.0,
            Self::Square => (1.0 - 2.0 * turn).signum() * 0.7,
            Self::Saw => (2.0 * turn - 1.0) * 0.8,
            Self::Bent => (turn * TAU + 1.5 * (turn * TAU * 2.0).sin()).sin(),
        }
    }
}

/// A tone whose pitch, in hertz, is asked for at every sample.
pub(crate) fn tone(wave: Wave, length: usize, mut hertz: impl FnMut(usize) -> f32) -> Vec<f32> {
    let mut turn = 0.0_f32;
    (0..length)
        .map(|n| {
            turn = (turn + hertz(n) / RATE_HZ).fract();
            wave.at(turn)
        })
        .collect()
}

/// Pairs of a telephone's keys, in hertz.
const KEY_PAD: [(f32, f32); 6] = [
    (697.0, 1_209.0),
    (770.0, 1_336.0),
    (852.0, 1_477.0),
    (941.0, 1_336.0),
    (350.0, 440.0),
    (440.0, 480.0),
];

/// Beeps, key-pad tones, alarms: steady tones with rests.
pub(crate) fn steady_tones(rng: &mut Rng, length: usize) -> Vec<f32> {
    let mut track = vec![0.0; length];
    let longest = octave_between(rng, 0.1, 3.0);
    let pace = Pace { gap: (longest * 0.6, longest * 1.4), rest: 0.2, rest_for: (0.5, 3.0) };
    let wave = one_of(rng, &Wave::ALL);
    let usual_hz = octave_between(rng, 120.0, 3_500.0);
    for at in onsets(rng, length, pace) {
        let lasts = samples(longest * between(rng, 0.3, 1.2));
        let sound = match rng.usize(..4) {
            0 => {
                let (low, high) = one_of(rng, &KEY_PAD);
                let mut both = tone(Wave::Sine, lasts, |_| low);
                let other = tone(Wave::Sine, lasts, |_| high);
                add(&mut both, 0, &other, 1.0);
                both
            }
            1 => {
                let hertz = octave_between(rng, 100.0, 4_000.0);
                tone(wave, lasts, |_| hertz)
            }
            _ => tone(wave, lasts, |_| usual_hz),
        };
        let edge = samples(between(rng, 0.001, 0.05));
        add(&mut track, at, &ramped(sound, edge, edge), between(rng, 0.5, 1.0));
    }
    track
}

/// Whistles with air in them, sirens, sweeps and chirps.
pub(crate) fn glides(rng: &mut Rng, length: usize) -> Vec<f32> {
    let mut track = vec![0.0; length];
    let pace = Pace { gap: (0.4, 3.0), rest: 0.2, rest_for: (1.0, 4.0) };
    let whistles = rng.bool();
    let wave = if whistles { Wave::Sine } else { one_of(rng, &Wave::ALL) };
    for at in onsets(rng, length, pace) {
        let lasts = samples(octave_between(rng, 0.15, 4.0));
        let low_hz = if whistles {
            octave_between(rng, 500.0, 2_500.0)
        } else {
            octave_between(rng, 80.0, 1_500.0)
        };
        let high_hz = low_hz * octave_between(rng, 1.1, 4.0);
        let (turns, style) = (between(rng, 0.3, 6.0), rng.usize(..4));
        let (vibrato_hz, vibrato) = (between(rng, 4.0, 7.0), between(rng, 0.0, 0.03));
        let sound = tone(wave, lasts, |n| {
            let share = n as f32 / lasts as f32;
            let height = match style {
                0 => share,
                1 => 1.0 - share,
                2 => 0.5 - 0.5 * (share * turns * TAU).cos(),
                _ => (share * turns).fract(),
            };
            let wobble = 1.0 + vibrato * (n as f32 / RATE_HZ * vibrato_hz * TAU).sin();
            low_hz * (high_hz / low_hz).powf(height) * wobble
        });
        let edge = samples(between(rng, 0.01, 0.2));
        let strength = between(rng, 0.4, 1.0);
        add(&mut track, at, &ramped(sound, edge, edge), strength);
        if whistles {
            let air = band_pass(&white(rng, lasts), low_hz * 1.5, 1.0);
            add(&mut track, at, &ramped(air, edge, edge), strength * between(rng, 0.05, 0.4));
        }
    }
    track
}
