//! Where the utterances of a recording lie: detector and endpointer over samples in memory.

use std::ops::Range;
use std::time::Duration;

use parlo_core::audio::{duration_of, samples_in};
use parlo_core::endpoint::{Boundary, Endpointer, Heard};
use parlo_core::settings::VoiceSettings;

use super::vad::VoiceActivity;

/// A stretch of a recording worth decoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Utterance {
    /// Which samples.
    pub samples: Range<usize>,
    /// From the first voiced sample in them to the last, pauses between them included.
    pub spoken: Duration,
}

/// The utterances of a recording (mono, 16 kHz), each at most `max_capture` long, in order and
/// without overlap. Speech longer than that is cut at its last pause, or, where it has
/// none, at the limit.
pub fn utterances(samples: &[f32], settings: &VoiceSettings) -> Vec<Utterance> {
    // Nothing is gained by speculating early here; a cut belongs into a pause worth the name.
    let speculate_after = settings.trailing.min(settings.silence_tail);
    let settings = &VoiceSettings { speculate_after, ..settings.clone() };
    let mut found: Vec<Utterance> = Vec::new();
    let longest = samples_in(settings.max_capture) as usize;
    let mut from = 0;
    while from < samples.len() {
        let scan = scan(&samples[from..], settings);
        if let Some(heard) = scan.heard {
            // In samples of the recording, so that the pre-roll reaches back before this scan.
            let heard = heard.later_by(from as u64);
            let span = heard.span(settings.pre_roll, settings.trailing);
            let end = (span.end as usize).min(samples.len());
            let last_end = found.last().map_or(0, |last| last.samples.end);
            let start = (span.start as usize).max(last_end).max(end.saturating_sub(longest));
            if start < end {
                let spoken = duration_of(heard.voiced_end - heard.onset);
                found.push(Utterance { samples: start..end, spoken });
            }
        }
        from += scan.used.max(1);
    }
    found
}

struct Scan {
    heard: Option<Heard>,
    /// Samples that need not be looked at again.
    used: usize,
}

/// Finds the first utterance.
fn scan(samples: &[f32], settings: &VoiceSettings) -> Scan {
    let mut activity = VoiceActivity::new(settings);
    let mut endpointer = Endpointer::new(settings);
    let mut last_pause: Option<Heard> = None;
    for frame in samples.chunks_exact(activity.frame_samples()) {
        let voiced = activity.judge(frame).voiced;
        match endpointer.push(voiced, frame.len() as u64) {
            Some(Boundary::Paused(heard)) => last_pause = Some(heard),
            Some(Boundary::Ended(heard)) => {
                return Scan { heard: Some(heard), used: heard.position as usize };
            }
            Some(Boundary::TooLong(heard)) => {
                let heard = last_pause.or(heard);
                let used = heard.map_or(samples.len(), |heard| heard.position as usize);
                // Silence up to the limit: nothing there, but the rest has not been looked at.
                let limit = samples_in(settings.max_capture) as usize;
                return Scan { heard, used: used.min(limit) };
            }
            _ => {}
        }
    }
    let whole = |heard: Heard| Heard { position: samples.len() as u64, ..heard };
    Scan { heard: endpointer.heard().map(whole), used: samples.len() }
}
