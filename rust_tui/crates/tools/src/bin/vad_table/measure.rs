//! What a detector makes of labelled speech and of noise.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::Result;
use parlo_core::endpoint::{Boundary, Endpointer};
use parlo_core::settings::VoiceSettings;

use super::detectors::{Detector, Verdicts};
use super::labels::{Clip, Condition, GRAIN};

/// A detector on speech under one condition.
#[derive(Default)]
pub struct Speech {
    missed: usize,
    speech: usize,
    /// Milliseconds from the first sound to the first voiced frame.
    onsets: Vec<f64>,
    /// Milliseconds from the last sound to the end of the last voiced frame.
    ends: Vec<f64>,
    /// The longest unvoiced stretch within each clip, in milliseconds.
    gaps: Vec<f64>,
    unheard: usize,
}

impl Speech {
    /// Runs the detector over every clip.
    pub fn measure(detector: Detector, condition: Condition, clips: &[Clip]) -> Result<Self> {
        let mut result = Self::default();
        for clip in clips {
            let labelled = clip.under(condition);
            let verdicts = detector.judge(&labelled.samples)?;
            result.add(&labelled.speech, &verdicts);
        }
        Ok(result)
    }

    fn add(&mut self, speech: &[bool], verdicts: &Verdicts) {
        let frame = verdicts.frame_samples;
        let voiced_at = |sample: usize| verdicts.voiced.get(sample / frame) == Some(&true);
        let labels = speech.iter().enumerate().filter(|(_, speech)| **speech);
        for (at, _) in labels {
            self.speech += 1;
            self.missed += usize::from(!voiced_at(at * GRAIN + GRAIN / 2));
        }
        let milliseconds = |samples: usize| samples as f64 / 16.0;
        let first = verdicts.voiced.iter().position(|voiced| *voiced);
        let last = verdicts.voiced.iter().rposition(|voiced| *voiced);
        let begins = speech.iter().position(|speech| *speech);
        let ends = speech.iter().rposition(|speech| *speech);
        let (Some(first), Some(last), Some(begins), Some(ends)) = (first, last, begins, ends)
        else {
            self.unheard += 1;
            return;
        };
        self.onsets.push(milliseconds(first * frame) - milliseconds(begins * GRAIN));
        self.ends.push(milliseconds((last + 1) * frame) - milliseconds((ends + 1) * GRAIN));
        let runs = verdicts.voiced[first..=last].split(|voiced| *voiced);
        self.gaps.push(milliseconds(runs.map(<[bool]>::len).max().unwrap_or(0) * frame));
    }
}

impl fmt::Display for Speech {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let missed = self.missed as f64 * 100.0 / self.speech.max(1) as f64;
        write!(f, "{missed:.1} % |")?;
        for (values, percent) in [
            (&self.onsets, 50),
            (&self.onsets, 95),
            (&self.ends, 5),
            (&self.ends, 50),
            (&self.ends, 95),
        ] {
            write!(f, " {:.0} |", percentile(values, percent))?;
        }
        write!(f, " {:.0}", percentile(&self.gaps, 95))?;
        if self.unheard > 0 {
            write!(f, " ({} clips not heard)", self.unheard)?;
        }
        Ok(())
    }
}

/// The nearest-rank percentile.
fn percentile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}

/// A detector on noise.
#[derive(Debug, Clone, Copy, Default)]
pub struct Noise {
    samples: usize,
    voiced_samples: usize,
    utterances: usize,
    took: Duration,
}

impl Noise {
    /// Runs the detector over a recording without speech.
    pub fn measure(detector: Detector, samples: &[f32]) -> Result<Self> {
        let began = Instant::now();
        let Verdicts { frame_samples, voiced } = detector.judge(samples)?;
        let took = began.elapsed();
        let settings = VoiceSettings::default();
        let mut endpointer = Endpointer::new(&settings);
        let mut utterances = 0;
        for voiced in &voiced {
            match endpointer.push(*voiced, frame_samples as u64) {
                Some(Boundary::Ended(_) | Boundary::TooLong(Some(_))) => utterances += 1,
                Some(Boundary::TooLong(None)) => {}
                _ => continue,
            }
            endpointer = Endpointer::new(&settings);
        }
        utterances += usize::from(endpointer.heard().is_some());
        let voiced_samples = voiced.iter().filter(|voiced| **voiced).count() * frame_samples;
        Ok(Self { samples: samples.len(), voiced_samples, utterances, took })
    }

    /// Microseconds of processor time per second of audio.
    pub fn cost(&self) -> f64 {
        self.took.as_micros() as f64 / self.seconds()
    }

    fn seconds(&self) -> f64 {
        self.samples.max(1) as f64 / 16_000.0
    }
}

impl std::ops::AddAssign for Noise {
    fn add_assign(&mut self, other: Self) {
        self.samples += other.samples;
        self.voiced_samples += other.voiced_samples;
        self.utterances += other.utterances;
        self.took += other.took;
    }
}

impl fmt::Display for Noise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per_minute = self.voiced_samples as f64 / 16.0 / self.seconds() * 60.0;
        let per_10_minutes = self.utterances as f64 / self.seconds() * 600.0;
        write!(f, "{per_minute:.0} / {per_10_minutes:.1}")
    }
}
