//! Things that strike or brush against each other: keys, taps, slams, cloth, paper.

use std::f32::consts::TAU;

use fastrand::Rng;

use crate::filter::{band_pass, high_pass, low_pass};
use crate::noise::white;
use crate::sequence::{Pace, onsets};
use crate::track::{add, between, decaying, octave_between, ramped, samples, wandering};

/// Resonances that were struck: frequency in hertz, strength, half-life in seconds.
type Resonances = Vec<(f32, f32, f32)>;

fn struck(rng: &mut Rng, resonances: &Resonances, seconds: f32) -> Vec<f32> {
    let mut sound = vec![0.0; samples(seconds)];
    for (hertz, strength, half_life) in resonances {
        let phase = rng.f32();
        let wave = (0..sound.len())
            .map(|n| ((n as f32 / crate::RATE_HZ * hertz + phase).fract() * TAU).sin());
        add(&mut sound, 0, &decaying(wave.collect(), half_life * crate::RATE_HZ), *strength);
    }
    sound
}

/// A noise that dies away, cut to a band.
fn burst(rng: &mut Rng, seconds: f32, hertz: f32, sharpness: f32) -> Vec<f32> {
    let noise = white(rng, samples(seconds));
    decaying(band_pass(&noise, hertz, sharpness), samples(seconds) as f32 / 6.0)
}

/// Typing: each key goes down with a clack and comes up with a softer one; now and then a mouse.
pub(crate) fn keys(rng: &mut Rng, length: usize) -> Vec<f32> {
    let mut track = vec![0.0; length];
    let fastest = between(rng, 0.06, 0.15);
    let pace =
        Pace { gap: (fastest, fastest * between(rng, 1.5, 4.0)), rest: 0.08, rest_for: (0.4, 3.0) };
    let plate_hz = octave_between(rng, 180.0, 1_500.0);
    let click_hz = octave_between(rng, 1_500.0, 5_500.0);
    let clack = between(rng, 0.0, 1.0);
    for at in onsets(rng, length, pace) {
        let strength = between(rng, 0.4, 1.0);
        let held = samples(between(rng, 0.05, 0.12));
        for (at, strength) in [(at, strength), (at + held, strength * between(rng, 0.2, 0.7))] {
            let pitch = between(rng, 0.9, 1.1);
            let (seconds, sharpness) = (between(rng, 0.004, 0.02), between(rng, 0.6, 2.0));
            let click = burst(rng, seconds, click_hz * pitch, sharpness);
            add(&mut track, at, &click, strength);
            let plate = vec![
                (plate_hz * pitch, 0.6, 0.006),
                (plate_hz * pitch * 2.3, 0.3, 0.004),
                (plate_hz * pitch * 4.1, 0.2, 0.003),
            ];
            let plate = struck(rng, &plate, 0.05);
            add(&mut track, at, &plate, strength * clack);
        }
    }
    track
}

/// Fingers on a table, knocks on wood, a cup put down, and a door that falls shut.
pub(crate) fn taps(rng: &mut Rng, length: usize) -> Vec<f32> {
    let mut track = vec![0.0; length];
    let fastest = between(rng, 0.12, 1.2);
    let pace =
        Pace { gap: (fastest, fastest * between(rng, 1.0, 3.0)), rest: 0.15, rest_for: (0.8, 4.0) };
    let base_hz = octave_between(rng, 70.0, 900.0);
    let ring = octave_between(rng, 0.004, 0.08);
    let modes: Vec<(f32, f32)> = (0..rng.usize(2..7))
        .map(|_| (octave_between(rng, 1.0, 9.0), between(rng, 0.1, 1.0)))
        .collect();
    for at in onsets(rng, length, pace) {
        let strength = between(rng, 0.3, 1.0);
        let pitch = between(rng, 0.95, 1.05);
        let resonances: Resonances = modes
            .iter()
            .map(|(factor, strength)| (base_hz * pitch * factor, *strength, ring / factor.sqrt()))
            .collect();
        let seconds = (ring * 8.0).clamp(0.05, 0.7);
        let body = struck(rng, &resonances, seconds);
        add(&mut track, at, &body, strength);
        let contact_hz = octave_between(rng, 400.0, 4_000.0);
        let contact = burst(rng, 0.01, contact_hz, 0.7);
        add(&mut track, at, &contact, strength * 0.6);
        if rng.f32() < 0.1 {
            let seconds = between(rng, 0.3, 1.2);
            let noise = white(rng, samples(seconds));
            let slam = decaying(
                low_pass(&noise, octave_between(rng, 80.0, 600.0)),
                samples(seconds) as f32 / 7.0,
            );
            add(&mut track, at, &slam, strength * 4.0);
        }
    }
    track
}

/// Cloth over a microphone, a crumpled page: grains of noise, dense and thin by turns.
pub(crate) fn rustle(rng: &mut Rng, length: usize) -> Vec<f32> {
    let mut track = vec![0.0; length];
    let period = samples(between(rng, 0.2, 0.9));
    let density = wandering(rng, length, period);
    let most_per_second = between(rng, 40.0, 400.0);
    let colour_hz = octave_between(rng, 600.0, 6_000.0);
    let mut at = 0;
    while at < length {
        let rate = (density[at].powi(2) * most_per_second).max(2.0);
        let seconds = octave_between(rng, 0.001, 0.02);
        let hertz = colour_hz * between(rng, 0.5, 2.0);
        let grain = burst(rng, seconds, hertz, 0.8);
        let strength = between(rng, 0.1, 1.0).powi(2);
        add(&mut track, at, &grain, strength);
        at += samples(between(rng, 0.2, 1.8) / rate).max(1);
    }
    // Something is brushed along now and then.
    let pace = Pace { gap: (0.5, 2.0), rest: 0.3, rest_for: (2.0, 5.0) };
    for at in onsets(rng, length, pace) {
        let lasts = samples(between(rng, 0.1, 0.6));
        let noise = white(rng, lasts);
        let stroke = high_pass(&noise, colour_hz * 0.5);
        let quarter = stroke.len() / 4;
        add(&mut track, at, &ramped(stroke, quarter, quarter * 2), between(rng, 0.05, 0.4));
    }
    track
}
