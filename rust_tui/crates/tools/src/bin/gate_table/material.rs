//! The sounds the gate is measured on.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use parlo::voice::{Utterance, read_wav, utterances};
use parlo_core::level::rms_dbfs;
use parlo_core::settings::{VadKind, VoiceSettings};
use parlo_sounds::{Kind, mixed, pink_noise, silence};

use super::{Stretch, samples};

const LEVELS_DBFS: [f32; 4] = [-50.0, -40.0, -30.0, -20.0];
/// The most utterances taken of a kind of noise: otherwise the table would be one of beeps.
const MOST: usize = 24;

/// Which noise is decoded.
#[derive(Debug, Clone, Copy)]
pub enum Noise {
    /// What a detector takes for an utterance.
    PassedBy(VadKind),
    /// Any stretch of it, as if there were no detector.
    Any,
}

impl Noise {
    /// Every kind of material.
    pub const ALL: [Self; 3] =
        [Self::PassedBy(VadKind::Silero), Self::PassedBy(VadKind::Earshot), Self::Any];

    /// The name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::PassedBy(VadKind::Silero) => "noise that Silero passes",
            Self::PassedBy(_) => "noise that earshot passes",
            Self::Any => "any noise",
        }
    }

    /// The stretches to decode.
    pub fn stretches(self) -> Box<dyn Iterator<Item = Stretch>> {
        match self {
            Self::PassedBy(vad) => {
                let seeds = if vad == VadKind::Silero { 60 } else { 6 };
                Box::new(Kind::ALL.into_iter().flat_map(move |kind| passed(kind, vad, seeds)))
            }
            Self::Any => Box::new(Kind::ALL.into_iter().flat_map(cut_out)),
        }
    }
}

/// What the detector passes of a kind of noise.
fn passed(kind: Kind, vad: VadKind, seeds: u64) -> impl Iterator<Item = Stretch> {
    let settings = VoiceSettings { vad, ..VoiceSettings::default() };
    let takes = (0..seeds).flat_map(|seed| LEVELS_DBFS.map(|level_dbfs| (seed, level_dbfs)));
    let found = takes.flat_map(move |(seed, level_dbfs)| {
        let sound = kind.render(30_000, level_dbfs, seed);
        let found = utterances(&sound, &settings).into_iter().take(4);
        let name = format!("{} {seed} at {level_dbfs} dBFS", kind.name());
        found.map(|utterance| stretch(&name, None, &sound, utterance)).collect::<Vec<_>>()
    });
    found.take(MOST)
}

/// Pieces of a kind of noise.
fn cut_out(kind: Kind) -> impl Iterator<Item = Stretch> {
    let pieces = [(-60.0, 1_000), (-50.0, 2_000), (-40.0, 1_200), (-30.0, 3_000), (-20.0, 1_500)];
    pieces.into_iter().zip(100..).map(move |((level_dbfs, length_ms), seed)| Stretch {
        name: format!("{} {seed} at {level_dbfs} dBFS", kind.name()),
        text: None,
        samples: kind.render(8_000, level_dbfs, seed)[3 * 16_000..][..length_ms * 16].to_vec(),
        spoken: Duration::MAX,
    })
}

fn stretch(name: &str, text: Option<&str>, sound: &[f32], utterance: Utterance) -> Stretch {
    let Utterance { samples, spoken } = utterance;
    let (name, text) = (name.to_owned(), text.map(str::to_owned));
    Stretch { name, text, samples: sound[samples].to_vec(), spoken }
}

/// How loud speech is and what else is heard.
#[derive(Debug, Clone, Copy)]
pub struct Speech {
    name: &'static str,
    level_dbfs: f32,
    snr_db: f32,
    noise: Kind,
}

impl Speech {
    /// Every condition.
    pub const ALL: [Self; 5] = [
        Self { name: "speech at −22 dBFS", level_dbfs: -22.0, snr_db: 50.0, noise: Kind::Pink },
        Self { name: "speech at −35 dBFS", level_dbfs: -35.0, snr_db: 40.0, noise: Kind::Pink },
        Self { name: "10 dB above pink noise", level_dbfs: -26.0, snr_db: 10.0, noise: Kind::Pink },
        Self { name: "10 dB above a fan", level_dbfs: -26.0, snr_db: 10.0, noise: Kind::Fan },
        Self { name: "as loud as typing", level_dbfs: -26.0, snr_db: 0.0, noise: Kind::Keys },
    ];

    /// The name in the table.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The utterances of all clips that are one utterance.
    pub fn stretches(self, list: Option<&Path>) -> Result<impl Iterator<Item = Stretch>> {
        let mut found = Vec::new();
        for (number, (path, text)) in clips(list)?.into_iter().enumerate() {
            let name = path.display().to_string();
            let clip = read_wav(&path)?.to_mono_16k().map_err(anyhow::Error::msg).context(name)?;
            let sound = self.heard(&clip, number as u64);
            let mut parts = utterances(&sound, &VoiceSettings::default());
            if let (Some(utterance), true) = (parts.pop(), parts.is_empty()) {
                let name = format!("{}, {}", path.display(), self.name);
                found.push(stretch(&name, Some(&text), &sound, utterance));
            }
        }
        Ok(found.into_iter())
    }

    fn heard(self, clip: &[f32], seed: u64) -> Vec<f32> {
        let gain = 10_f32.powf((self.level_dbfs - active_dbfs(clip)) / 20.0);
        let speech = clip.iter().map(|sample| sample * gain).collect();
        let sound = [silence(1_000), speech, silence(1_500)].concat();
        let length_ms = sound.len() / 16 + 1;
        let noise_dbfs = self.level_dbfs - self.snr_db;
        match self.noise {
            Kind::Pink => mixed(sound, &pink_noise(length_ms, noise_dbfs)),
            kind => mixed(sound, &kind.render(length_ms, noise_dbfs, seed)),
        }
    }
}

/// RMS level of the parts that sound, dBFS.
fn active_dbfs(clip: &[f32]) -> f32 {
    let loudest = clip.chunks(160).map(rms_dbfs).fold(f32::MIN, f32::max);
    let sounds = |part: &&[f32]| rms_dbfs(part) > loudest - 25.0;
    rms_dbfs(&clip.chunks(160).filter(sounds).flatten().copied().collect::<Vec<f32>>())
}

/// The clips of `samples/` and those of the list.
fn clips(list: Option<&Path>) -> Result<Vec<(PathBuf, String)>> {
    let mut lines = Vec::new();
    let manifest = samples().join("manifest.tsv");
    for (file, skipped) in std::iter::once((manifest.as_path(), 1)).chain(list.map(|l| (l, 0))) {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file).context(name)?;
        let folder = file.parent().unwrap_or(Path::new("."));
        lines.extend(text.lines().skip(skipped).filter_map(|line| {
            let mut columns = line.split('\t');
            Some((folder.join(columns.next()?), columns.next()?.to_owned()))
        }));
    }
    Ok(lines)
}
