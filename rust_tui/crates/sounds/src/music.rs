//! Music enough to fool a detector: melodies, chords, arpeggios, drums and a bass.

use std::f32::consts::TAU;

use fastrand::Rng;

use crate::RATE_HZ;
use crate::filter::{band_pass, high_pass, low_pass};
use crate::noise::white;
use crate::tones::{Wave, tone};
use crate::track::{add, between, decaying, octave_between, one_of, ramped, samples};

/// How a note is made and how it ends.
#[derive(Debug, Clone, Copy)]
struct Instrument {
    wave: Wave,
    plucked: bool,
    /// Seconds until it is at its height.
    attack: f32,
    vibrato_hz: f32,
    /// Share of the pitch, 0..=1.
    vibrato: f32,
    /// Where its overtones end, in hertz.
    brightness_hz: f32,
    /// A body that favours some overtones, as a violin's or a trumpet's does.
    body_hz: Option<f32>,
}

impl Instrument {
    fn any(rng: &mut Rng) -> Self {
        Self {
            wave: one_of(rng, &Wave::ALL),
            plucked: rng.bool(),
            attack: octave_between(rng, 0.003, 0.2),
            vibrato_hz: between(rng, 4.0, 7.0),
            vibrato: one_of(rng, &[0.0, 0.004, 0.012, 0.03]),
            brightness_hz: octave_between(rng, 600.0, 7_000.0),
            body_hz: rng.bool().then(|| octave_between(rng, 300.0, 2_500.0)),
        }
    }

    fn note(&self, rng: &mut Rng, hertz: f32, seconds: f32) -> Vec<f32> {
        let detune = between(rng, 0.998, 1.002);
        let raw = tone(self.wave, samples(seconds), |n| {
            let wobble = (n as f32 / RATE_HZ * self.vibrato_hz * TAU).sin();
            hertz * detune * (1.0 + self.vibrato * wobble)
        });
        let mut sound = low_pass(&raw, self.brightness_hz);
        if let Some(body_hz) = self.body_hz {
            add(&mut sound, 0, &band_pass(&raw, body_hz, 3.0), 1.5);
        }
        let attack = samples(self.attack);
        if self.plucked {
            let half_life = sound.len() as f32 / 5.0;
            return ramped(decaying(sound, half_life), attack.min(400), 400);
        }
        ramped(sound, attack, samples(0.08))
    }
}

/// Semitones of the scales that melodies are drawn from.
const SCALES: [&[i32]; 4] =
    [&[0, 2, 4, 5, 7, 9, 11], &[0, 2, 3, 5, 7, 8, 10], &[0, 2, 4, 7, 9], &[0, 3, 5, 7, 10]];
const CHORDS: [&[i32]; 5] = [&[0, 4, 7], &[0, 3, 7], &[0, 4, 7, 11], &[0, 5, 7], &[0, 3, 6, 9]];

fn hertz_of(base_hz: f32, semitones: i32) -> f32 {
    base_hz * 2_f32.powf(semitones as f32 / 12.0)
}

/// A melody, chords or an arpeggio, or several of them, sometimes over drums.
pub(crate) fn music(rng: &mut Rng, length: usize) -> Vec<f32> {
    let mut track = vec![0.0; length];
    let beat = between(rng, 0.25, 0.9);
    let base_hz = octave_between(rng, 65.0, 450.0);
    for _ in 0..rng.usize(1..4) {
        let instrument = Instrument::any(rng);
        let octave = one_of(rng, &[-12, 0, 0, 12]);
        let strength = between(rng, 0.4, 1.0);
        match rng.usize(..3) {
            0 => melody(rng, &mut track, instrument, hertz_of(base_hz, octave), beat, strength),
            1 => chords(rng, &mut track, instrument, hertz_of(base_hz, octave), beat, strength),
            _ => arpeggio(rng, &mut track, instrument, hertz_of(base_hz, octave), beat, strength),
        }
    }
    if rng.f32() < 0.3 {
        let beats = drums(rng, length);
        add(&mut track, 0, &beats, between(rng, 0.3, 1.5));
    }
    track
}

fn melody(
    rng: &mut Rng,
    track: &mut [f32],
    instrument: Instrument,
    base_hz: f32,
    beat: f32,
    strength: f32,
) {
    let scale = one_of(rng, &SCALES);
    let (mut at, mut step) = (0, 0_i32);
    while at < track.len() {
        let seconds = beat * one_of(rng, &[0.25, 0.5, 0.5, 1.0, 1.0, 2.0]);
        if rng.f32() > 0.15 {
            step = (step + rng.i32(-2..=2)).clamp(-5, 9);
            let degrees = scale.len() as i32;
            let degree = scale[step.rem_euclid(degrees) as usize];
            let hertz = hertz_of(base_hz, degree + 12 * step.div_euclid(degrees));
            let lasts = seconds * between(rng, 0.6, 1.05);
            let note = instrument.note(rng, hertz, lasts);
            add(track, at, &note, strength * between(rng, 0.6, 1.0));
        }
        at += samples(seconds);
    }
}

fn chords(
    rng: &mut Rng,
    track: &mut [f32],
    instrument: Instrument,
    base_hz: f32,
    beat: f32,
    strength: f32,
) {
    let mut at = 0;
    while at < track.len() {
        let seconds = beat * one_of(rng, &[1.0, 2.0, 4.0]);
        let root = one_of(rng, &[0, 5, 7, 9, -3]);
        for semitones in one_of(rng, &CHORDS) {
            let note = instrument.note(rng, hertz_of(base_hz, root + semitones), seconds);
            add(track, at, &note, strength * 0.5);
        }
        at += samples(seconds);
    }
}

fn arpeggio(
    rng: &mut Rng,
    track: &mut [f32],
    instrument: Instrument,
    base_hz: f32,
    beat: f32,
    strength: f32,
) {
    let step = samples(beat * one_of(rng, &[0.25, 0.333, 0.5])).max(1);
    let mut chord = one_of(rng, &CHORDS);
    let mut root = 0;
    for (n, at) in (0..track.len()).step_by(step).enumerate() {
        if n % 16 == 0 {
            chord = one_of(rng, &CHORDS);
            root = one_of(rng, &[0, 5, 7, -5]);
        }
        let semitones = root + chord[n % chord.len()] + 12 * (n / chord.len() % 2) as i32;
        let note = instrument.note(rng, hertz_of(base_hz, semitones), step as f32 / RATE_HZ * 1.5);
        add(track, at, &note, strength);
    }
}

/// Kick, snare and cymbal, in a pattern of eight.
pub(crate) fn drums(rng: &mut Rng, length: usize) -> Vec<f32> {
    let mut track = vec![0.0; length];
    let step = samples(between(rng, 0.1, 0.3));
    let pattern: Vec<[bool; 3]> = (0..8)
        .map(|n| [n % 4 == 0 || rng.f32() < 0.2, n % 4 == 2 || rng.f32() < 0.1, rng.f32() < 0.7])
        .collect();
    let snare_hz = octave_between(rng, 150.0, 350.0);
    let bass = rng.bool().then(|| (Instrument::any(rng), octave_between(rng, 40.0, 110.0)));
    for (n, at) in (0..length).step_by(step).enumerate() {
        let [kick, snare, cymbal] = pattern[n % pattern.len()];
        if kick {
            let sound =
                tone(Wave::Sine, samples(0.2), |n| 45.0 + 110.0 * 0.5_f32.powf(n as f32 / 300.0));
            add(&mut track, at, &decaying(sound, 900.0), 1.0);
        }
        if snare {
            let noise = white(rng, samples(0.18));
            let rattle = decaying(high_pass(&noise, 1_200.0), 700.0);
            add(&mut track, at, &rattle, between(rng, 0.4, 0.8));
            let skin = tone(Wave::Sine, samples(0.12), |_| snare_hz);
            add(&mut track, at, &decaying(skin, 500.0), 0.5);
        }
        if cymbal {
            let noise = white(rng, samples(0.08));
            add(
                &mut track,
                at,
                &decaying(high_pass(&noise, 5_000.0), 250.0),
                between(rng, 0.1, 0.4),
            );
        }
        if let Some((instrument, hertz)) = bass
            && n % 2 == 0
        {
            let semitones = one_of(rng, &[0, 0, 5, 7]);
            let note =
                instrument.note(rng, hertz_of(hertz, semitones), step as f32 / RATE_HZ * 1.8);
            add(&mut track, at, &note, 0.6);
        }
    }
    track
}
