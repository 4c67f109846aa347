//! Sounds for tests and measurements: everything a microphone hears that is no speech, made by
//! arithmetic, and ways to mix it with speech.
//!
//! A crate of its own so that the compiler keeps it out of the program: only tests and tools
//! depend on it. Everything is mono, 16 kHz, −1..=1, and the same for the same seed on every run.
//! What varies between takes of a kind (tempo, pitch, colour, room) is drawn from the seed.

mod breath;
mod filter;
mod impacts;
mod level;
mod music;
mod noise;
mod sequence;
mod steady;
mod tones;
mod track;

pub use level::{at_level, loudest_dbfs, mixed, silence};
pub use noise::{brown_noise, pink_noise, white_noise, with_noise};
pub use steady::{fan, hum};

use fastrand::Rng;

/// Sampling rate of everything here, in hertz.
pub const RATE_HZ: f32 = parlo_core::audio::SAMPLE_RATE_HZ as f32;

/// What makes the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Zeros.
    DigitalSilence,
    /// White noise.
    White,
    /// Pink noise (−3 dB per octave).
    Pink,
    /// Brown noise (−6 dB per octave).
    Brown,
    /// The mains, 50 or 60 Hz, with harmonics.
    Hum,
    /// A fan or another motor: brown noise, blade tones, a slow beat.
    Fan,
    /// Noise that comes and goes: doors, traffic, a switch, level changes and sudden starts.
    Changing,
    /// Noise that swells and fades as often as syllables do.
    Surging,
    /// A keyboard and a mouse.
    Keys,
    /// Taps, knocks and slams, with the resonances of a table.
    Taps,
    /// Breathing, blowing and sighing into the microphone.
    Breath,
    /// Cloth and paper.
    Rustle,
    /// Beeps, dial tones and other steady tones, one after another.
    Tones,
    /// Whistles, sirens and sweeps: tones that glide.
    Sirens,
    /// Melodies, chords and arpeggios.
    Music,
    /// Drums, with or without a bass.
    Drums,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::DigitalSilence,
        Self::White,
        Self::Pink,
        Self::Brown,
        Self::Hum,
        Self::Fan,
        Self::Changing,
        Self::Surging,
        Self::Keys,
        Self::Taps,
        Self::Breath,
        Self::Rustle,
        Self::Tones,
        Self::Sirens,
        Self::Music,
        Self::Drums,
    ];

    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::DigitalSilence => "digital silence",
            Self::White => "white noise",
            Self::Pink => "pink noise",
            Self::Brown => "brown noise",
            Self::Hum => "mains hum",
            Self::Fan => "fan",
            Self::Changing => "changing noise",
            Self::Surging => "surging noise",
            Self::Keys => "keys",
            Self::Taps => "taps",
            Self::Breath => "breath",
            Self::Rustle => "rustle",
            Self::Tones => "tones",
            Self::Sirens => "sirens",
            Self::Music => "music",
            Self::Drums => "drums",
        }
    }

    /// `milliseconds` of this sound, its loudest 50 ms at `level_dbfs` (RMS), which for a steady
    /// sound is its level. What would exceed full scale is clipped, as a microphone does.
    pub fn render(self, milliseconds: usize, level_dbfs: f32, seed: u64) -> Vec<f32> {
        let mut rng = Rng::with_seed(seed ^ (self as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let samples = milliseconds * RATE_HZ as usize / 1_000;
        let sound = match self {
            Self::DigitalSilence => return vec![0.0; samples],
            Self::White => noise::white(&mut rng, samples),
            Self::Pink => noise::pink(&mut rng, samples),
            Self::Brown => noise::brown(&mut rng, samples),
            Self::Hum => steady::any_hum(&mut rng, samples),
            Self::Fan => steady::any_fan(&mut rng, samples),
            Self::Changing => breath::changing(&mut rng, samples),
            Self::Surging => breath::surging(&mut rng, samples),
            Self::Keys => impacts::keys(&mut rng, samples),
            Self::Taps => impacts::taps(&mut rng, samples),
            Self::Breath => breath::breaths(&mut rng, samples),
            Self::Rustle => impacts::rustle(&mut rng, samples),
            Self::Tones => tones::steady_tones(&mut rng, samples),
            Self::Sirens => tones::glides(&mut rng, samples),
            Self::Music => music::music(&mut rng, samples),
            Self::Drums => music::drums(&mut rng, samples),
        };
        let mut sound = at_level(sound, level_dbfs);
        if let Some(room_dbfs) = self.room(&mut rng, level_dbfs) {
            let room = at_level(noise::pink(&mut rng, samples), room_dbfs);
            sound = mixed(sound, &room);
        }
        sound.iter_mut().for_each(|sample| *sample = sample.clamp(-1.0, 1.0));
        sound
    }

    /// The level of the room around a sound that is not noise itself; some rooms are dead quiet.
    fn room(self, rng: &mut Rng, level_dbfs: f32) -> Option<f32> {
        let is_noise = matches!(self, Self::White | Self::Pink | Self::Brown | Self::Fan);
        let quiet = [None, Some(-75.0_f32), Some(-65.0), Some(-55.0)][rng.usize(..4)];
        quiet.filter(|_| !is_noise).map(|room| room.min(level_dbfs - 12.0))
    }
}

#[cfg(test)]
mod tests;
