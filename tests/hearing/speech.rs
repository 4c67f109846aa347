//! Real speech through each detector: loud and soft, in noise, one word, without end.

use parlo_core::level::rms_dbfs;
use parlo_core::settings::VadKind;
use parlo_sounds::{mixed, pink_noise, silence};

use super::detectors::{judge, utterances_in};
use super::{at_level, sample};

/// Clips without a pause of half a second in them.
const SENTENCES: [&str; 16] = [
    "g01", "g02", "g03", "g04", "g05", "g06", "g07", "g08", "g09", "g10", "g13", "g14", "g16",
    "lj0020", "ss0880", "ss0890",
];
const WORDS: [&str; 2] = ["g11", "g12"];
/// Silence put before and after each clip.
const LEAD_MS: usize = 1_000;
const REST_MS: usize = 1_500;

/// Where the sound of a clean clip lies: the 10 ms frames within 30 dB of the loudest.
fn sounding(clip: &[f32]) -> (usize, usize) {
    let levels: Vec<f32> = clip.chunks_exact(160).map(rms_dbfs).collect();
    let floor = levels.iter().copied().fold(f32::MIN, f32::max) - 30.0;
    let first = levels.iter().position(|level| *level > floor).unwrap();
    let last = levels.iter().rposition(|level| *level > floor).unwrap();
    (first * 160, (last + 1) * 160)
}

/// A clip with silence around it, and where it sounds.
struct Said {
    samples: Vec<f32>,
    onset: usize,
    end: usize,
}

impl Said {
    fn new(name: &str, level_dbfs: f32) -> Self {
        let clip = at_level(sample(name), level_dbfs);
        let (onset, end) = sounding(&clip);
        let mut samples = silence(LEAD_MS);
        samples.extend(clip);
        samples.extend(silence(REST_MS));
        Self { samples, onset: onset + LEAD_MS * 16, end: end + LEAD_MS * 16 }
    }

    fn in_noise(self, noise_dbfs: f32) -> Self {
        let noise = pink_noise(self.samples.len() / 16 + 1, noise_dbfs);
        Self { samples: mixed(self.samples, &noise), ..self }
    }

    /// Share of the frames of the sentence that are voiced.
    fn voiced_share(&self, kind: VadKind) -> f32 {
        let (frame_samples, frames) = judge(kind, &self.samples);
        let inside = &frames[self.onset.div_ceil(frame_samples)..self.end / frame_samples];
        inside.iter().filter(|voiced| **voiced).count() as f32 / inside.len() as f32
    }

    /// Checks that it is one utterance, and where it begins and ends: what a detector misses at
    /// either end lies within the pre-roll and the trailing audio.
    fn check_utterance(&self, kind: VadKind, name: &str) {
        self.check_utterance_within(kind, name, 245);
    }

    fn check_utterance_within(&self, kind: VadKind, name: &str, missed_end_ms: i64) {
        let found = utterances_in(kind, &self.samples);
        let [heard] = found.as_slice() else { panic!("{}, {name}: {found:?}", kind.name()) };
        let early_ms = (self.onset as i64 - heard.onset as i64) / 16;
        assert!((-350..=350).contains(&early_ms), "{}, {name}: begins {early_ms}", kind.name());
        let late_ms = (heard.voiced_end as i64 - self.end as i64) / 16;
        assert!(
            (-missed_end_ms..=300).contains(&late_ms),
            "{}, {name}: ends {late_ms}",
            kind.name()
        );
    }
}

#[test]
fn a_sentence_is_one_utterance_whether_loud_or_soft() {
    for kind in VadKind::ALL {
        for level_dbfs in [-12.0, -22.0, -35.0] {
            for name in SENTENCES {
                let said = Said::new(name, level_dbfs);
                let share = said.voiced_share(kind);
                assert!(share > 0.45, "{}, {name} at {level_dbfs}: {share}", kind.name());
                said.check_utterance(kind, name);
            }
        }
    }
}

#[test]
fn a_word_is_an_utterance_whether_loud_or_soft() {
    for kind in VadKind::ALL {
        for level_dbfs in [-12.0, -22.0, -35.0] {
            for name in WORDS {
                Said::new(name, level_dbfs).check_utterance(kind, name);
            }
        }
    }
}

#[test]
fn the_networks_hear_a_voice_only_10_db_above_the_noise() {
    for (kind, level_dbfs, whole) in [
        (VadKind::Earshot, -26.0, 0.35),
        (VadKind::Silero, -26.0, 0.75),
        (VadKind::Silero, -35.0, 0.75),
    ] {
        for name in SENTENCES.into_iter().chain(WORDS) {
            let said = Said::new(name, level_dbfs).in_noise(level_dbfs - 10.0);
            let share = said.voiced_share(kind);
            assert!(share > whole, "{}, {name} at {level_dbfs}: {share}", kind.name());
            // The last consonants are below the noise.
            said.check_utterance_within(kind, name, 350);
        }
    }
}

#[test]
fn endless_speech_is_cut_at_the_limit() {
    let mut samples = Vec::new();
    while samples.len() < 33 * 16_000 {
        for name in SENTENCES {
            let clip = sample(name);
            let (onset, end) = sounding(&clip);
            samples.extend_from_slice(&clip[onset..end]);
        }
    }
    for kind in VadKind::ALL {
        let found = utterances_in(kind, &samples);
        let first = found[0];
        assert_eq!(first.position, 30 * 16_000, "{}: {found:?}", kind.name());
        assert!(first.voiced > 18 * 16_000, "{}: {first:?}", kind.name());
        assert!(first.voiced_end > 29 * 16_000, "{}: {first:?}", kind.name());
    }
}

#[test]
fn a_sentence_after_a_long_silence_is_heard_from_its_first_word() {
    for kind in VadKind::ALL {
        let mut said = Said::new("g01", -22.0);
        let room = pink_noise(20_000, -60.0);
        said.onset += room.len();
        said.end += room.len();
        said.samples = room.into_iter().chain(said.samples).collect();
        said.check_utterance(kind, "g01");
    }
}
