//! Long utterances, made of short recordings with gaps too short to end one.
//!
//! With them one sees whether the wait for the text grows with the length of what was said.

use std::time::Duration;

use parlo_core::audio::{SAMPLE_RATE_HZ, duration_of, samples_in};
use parlo_core::settings::VoiceSettings;

use super::clips::{Clip, Kind};
use crate::voice::{Ending, WavFile, utterances};

/// Silence between two recordings, from the last voiced sample of one to the first of the next: a
/// breath. Must stay below the shortest silence that ends an utterance.
const GAP: Duration = Duration::from_millis(250);
/// A joined utterance is as long as can be up to this.
const LONGEST: Duration = Duration::from_secs(27);
/// A shorter rest is no long utterance.
const SHORTEST: Duration = Duration::from_secs(20);
/// More are not needed for a median.
const MOST: usize = 6;

/// Joins the recordings in their order, and then once more in the reverse order. Those without
/// text or with a pause longer than the gap are left out, and so is what at the end does not fill
/// an utterance.
pub fn join(clips: &[Clip], settings: &VoiceSettings) -> Vec<Clip> {
    let mut joined = Vec::new();
    let mut open = Open::default();
    let fluent: Vec<&Clip> = clips.iter().filter(|clip| is_fluent(clip, settings)).collect();
    for clip in fluent.iter().chain(fluent.iter().rev().skip(1)) {
        let (Some(heard), Some(text)) = (clip.speech, &clip.text) else { continue };
        let part = with_breath(&clip.mono, heard.onset, heard.voiced_end);
        if duration_of((open.samples.len() + part.len()) as u64) > LONGEST {
            joined.extend(std::mem::take(&mut open).close(joined.len() + 1, settings));
        }
        open.samples.extend(part);
        open.texts.push(text);
    }
    joined.extend(open.close(joined.len() + 1, settings));
    joined.truncate(MOST);
    joined
}

/// Whether no pause in the recording is longer than the gap.
fn is_fluent(clip: &Clip, settings: &VoiceSettings) -> bool {
    let strict = VoiceSettings { silence_tail: GAP, ..settings.clone() };
    utterances(&clip.mono, &strict).len() == 1
}

/// The samples of the speech with half a gap on either side: what the recording has there, and
/// silence where it ends.
fn with_breath(mono: &[f32], onset: u64, voiced_end: u64) -> Vec<f32> {
    let half = samples_in(GAP / 2) as i64;
    (onset as i64 - half..voiced_end as i64 + half)
        .map(|at| usize::try_from(at).ok().and_then(|at| mono.get(at)).copied().unwrap_or(0.0))
        .collect()
}

/// A joined utterance that may still grow.
#[derive(Default)]
struct Open<'a> {
    samples: Vec<f32>,
    texts: Vec<&'a str>,
}

impl Open<'_> {
    fn close(self, number: usize, settings: &VoiceSettings) -> Option<Clip> {
        if duration_of(self.samples.len() as u64) < SHORTEST {
            return None;
        }
        let mono = self.samples.clone();
        let recording = WavFile {
            rate_hz: SAMPLE_RATE_HZ,
            channels: 1,
            samples: self.samples,
            ending: Ending::Whole,
        };
        let (name, text) = (format!("long {number}"), Some(self.texts.join(" ")));
        Some(Clip::new(name, Kind::Joined, text, recording, mono, settings))
    }
}

#[cfg(test)]
mod tests;
