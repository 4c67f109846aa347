//! Noise that comes and goes: breath, wind in the microphone, doors, switches.

use fastrand::Rng;

use crate::filter::{band_pass, high_pass, low_pass};
use crate::noise::{brown, pink, white};
use crate::sequence::{Pace, onsets};
use crate::track::{add, between, gain, octave_between, ramped, samples, wandering};

/// In and out: the one higher and shorter, the other lower and longer, each in the colour of a
/// mouth or a nose; and now and then a puff that makes the membrane rumble.
pub(crate) fn breaths(rng: &mut Rng, length: usize) -> Vec<f32> {
    let mut track = vec![0.0; length];
    let pace = Pace { gap: (1.2, 3.0), rest: 0.2, rest_for: (2.0, 5.0) };
    let tract = [
        octave_between(rng, 300.0, 1_000.0),
        octave_between(rng, 1_000.0, 2_500.0),
        octave_between(rng, 2_500.0, 6_000.0),
    ];
    for at in onsets(rng, length, pace) {
        let seconds = between(rng, 0.25, 1.6);
        let air = white(rng, samples(seconds));
        let pitch = between(rng, 0.8, 1.25);
        let mut sound = vec![0.0; air.len()];
        for hertz in tract {
            let sharpness = between(rng, 0.7, 4.0);
            let part = band_pass(&air, hertz * pitch, sharpness);
            add(&mut sound, 0, &part, between(rng, 0.2, 1.0));
        }
        let (rise, fall) = (between(rng, 0.05, 0.6), between(rng, 0.2, 0.8));
        let parts = (sound.len() as f32 * rise, sound.len() as f32 * fall);
        let sound = ramped(sound, parts.0 as usize, parts.1 as usize);
        add(&mut track, at, &sound, between(rng, 0.4, 1.0));
        if rng.f32() < 0.15 {
            let lasts = samples(between(rng, 0.1, 0.5));
            let rumble = brown(rng, lasts);
            let rumble = low_pass(&rumble, between(rng, 80.0, 300.0));
            let eighth = rumble.len() / 8;
            add(&mut track, at, &ramped(rumble, eighth, eighth * 6), between(rng, 0.02, 0.3));
        }
    }
    track
}

/// Noise that starts, stops and changes its level and colour without warning.
pub(crate) fn changing(rng: &mut Rng, length: usize) -> Vec<f32> {
    let mut track = Vec::with_capacity(length);
    while track.len() < length {
        let part = samples(between(rng, 0.2, 6.0));
        let strength = gain(between(rng, -40.0, 0.0));
        let noise = match rng.usize(..6) {
            0 => white(rng, part),
            1 => pink(rng, part),
            2 => brown(rng, part).iter().map(|sample| sample * 0.1).collect(),
            3 => high_pass(&white(rng, part), octave_between(rng, 200.0, 5_000.0)),
            4 => band_pass(
                &white(rng, part),
                octave_between(rng, 150.0, 4_000.0),
                between(rng, 0.5, 8.0),
            ),
            _ => vec![0.0; part],
        };
        let edge = if rng.bool() { 1 } else { samples(between(rng, 0.01, 0.3)) };
        track.extend(ramped(noise, edge, edge).iter().map(|sample| sample * strength));
    }
    track.truncate(length);
    track
}

/// Noise whose level wanders two to eight times a second, in colours that wander too: the envelope
/// of speech without a voice.
pub(crate) fn surging(rng: &mut Rng, length: usize) -> Vec<f32> {
    let period = samples(1.0 / between(rng, 2.0, 8.0));
    let base = if rng.bool() { pink(rng, length) } else { white(rng, length) };
    let depth_db = between(rng, 10.0, 40.0);
    let mut track = vec![0.0; length];
    for _ in 0..rng.usize(1..4) {
        let band = band_pass(&base, octave_between(rng, 200.0, 4_000.0), between(rng, 0.5, 5.0));
        let surge = wandering(rng, length, period);
        let surged: Vec<f32> = band
            .iter()
            .zip(&surge)
            .map(|(sample, surge)| sample * gain(-depth_db * surge))
            .collect();
        add(&mut track, 0, &surged, 1.0);
    }
    let whole = wandering(rng, length, period);
    track.iter_mut().zip(&whole).for_each(|(sample, surge)| *sample *= gain(-depth_db * surge));
    track
}
