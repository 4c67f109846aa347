//! Clips with labels that no detector made: where the clean clip is loud.

use std::path::Path;

use anyhow::{Context, Result};
use parlo::voice::read_wav;
use parlo_core::level::{FLOOR_DBFS, rms_dbfs};
use parlo_sounds::{mixed, pink_noise, silence};

/// Samples in 10 ms, the grain of the labels.
pub const GRAIN: usize = 160;
/// A moment of a clean clip belongs to the speech if it is less than this below the loudest one, in
/// dB, and ...
const BELOW_LOUDEST_DB: f32 = 35.0;
/// ... more than this above the quietest, in dB: some clips were read in a room.
const ABOVE_FLOOR_DB: f32 = 8.0;
/// Silence within a word: stop consonants are up to 150 ms long.
const BRIDGED: usize = 20;
/// Silence before and after a clip.
const LEAD_MS: usize = 1_000;
const REST_MS: usize = 1_500;

/// A clip of `samples/`.
pub struct Clip {
    samples: Vec<f32>,
    /// RMS of the parts that sound, dBFS.
    level_dbfs: f32,
    sounding: Vec<bool>,
}

/// How loud a clip is, and what else is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// −22 dBFS in a quiet room.
    Usual,
    /// −35 dBFS in a quiet room.
    Soft,
    /// 20 dB above pink noise.
    Fair,
    /// 10 dB above pink noise.
    Noisy,
}

/// A recording and where the speech lies in it.
pub struct Labelled {
    /// The sound.
    pub samples: Vec<f32>,
    /// Whether each 10 ms belong to the speech; short silences within it do.
    pub speech: Vec<bool>,
}

impl Condition {
    /// Every condition.
    pub const ALL: [Self; 4] = [Self::Usual, Self::Soft, Self::Fair, Self::Noisy];

    /// The name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Usual => "−22 dBFS",
            Self::Soft => "−35 dBFS",
            Self::Fair => "20 dB SNR",
            Self::Noisy => "10 dB SNR",
        }
    }

    /// The level of the speech and of the room, dBFS.
    fn levels_dbfs(self) -> (f32, f32) {
        match self {
            Self::Usual => (-22.0, -75.0),
            Self::Soft => (-35.0, -75.0),
            Self::Fair => (-26.0, -46.0),
            Self::Noisy => (-26.0, -36.0),
        }
    }
}

impl Clip {
    /// The clips that are one utterance.
    pub fn all() -> Result<Vec<Self>> {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../samples"));
        let manifest = std::fs::read_to_string(folder.join("manifest.tsv"))?;
        let names = manifest.lines().skip(1).filter_map(|line| line.split('\t').next());
        // The longest ones are readings with pauses.
        let single = names.filter(|name| !["cities.wav", "ls1088.wav", "jfk.wav"].contains(name));
        single.map(|name| Self::read(&folder.join(name))).collect()
    }

    fn read(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let samples = read_wav(path)?.to_mono_16k().map_err(anyhow::Error::msg).context(name)?;
        let levels: Vec<f32> = samples.chunks_exact(GRAIN).map(rms_dbfs).collect();
        let loudest = levels.iter().copied().fold(FLOOR_DBFS, f32::max);
        let mut sorted = levels.clone();
        sorted.sort_by(f32::total_cmp);
        let quietest = sorted.get(sorted.len() / 20).copied().unwrap_or(FLOOR_DBFS);
        let threshold = (loudest - BELOW_LOUDEST_DB).max(quietest + ABOVE_FLOOR_DB);
        let sounding: Vec<bool> = levels.iter().map(|level| *level > threshold).collect();
        let grains = samples.chunks_exact(GRAIN).zip(&sounding);
        let sound: Vec<f32> =
            grains.filter(|(_, sounds)| **sounds).flat_map(|(grain, _)| grain).copied().collect();
        Ok(Self { level_dbfs: rms_dbfs(&sound), samples, sounding })
    }

    /// The clip under a condition, with silence around it.
    pub fn under(&self, condition: Condition) -> Labelled {
        let (speech_dbfs, room_dbfs) = condition.levels_dbfs();
        let gain = 10_f32.powf((speech_dbfs - self.level_dbfs) / 20.0);
        let speech: Vec<f32> = self.samples.iter().map(|sample| sample * gain).collect();
        let samples = [silence(LEAD_MS), speech, silence(REST_MS)].concat();
        let room = pink_noise(samples.len() / 16 + 1, room_dbfs);
        let (lead, rest) = (vec![false; LEAD_MS / 10], vec![false; REST_MS / 10]);
        let speech = [lead, bridged(&self.sounding), rest].concat();
        Labelled { samples: mixed(samples, &room), speech }
    }
}

/// The same with short silences between two sounds filled.
fn bridged(sounding: &[bool]) -> Vec<bool> {
    let mut filled = sounding.to_vec();
    let mut last: Option<usize> = None;
    for (at, _) in sounding.iter().enumerate().filter(|(_, sounds)| **sounds) {
        if let Some(last) = last
            && at - last <= BRIDGED
        {
            filled[last..at].fill(true);
        }
        last = Some(at);
    }
    filled
}
