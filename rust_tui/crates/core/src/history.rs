//! The takes so far: what was said, what became of it, and its sound, so that nothing said is lost.
//!
//! In memory only, and bounded: the oldest takes go first, and the oldest sounds before them. Owned
//! by the main thread of `cmd`; the layer of the history shows it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::audio::SAMPLE_RATE_HZ;
use crate::metrics::{EndReason, VoiceLatencyMetrics};
use crate::take_id::TakeId;

/// How many takes are remembered.
const MOST_TAKES: usize = 50;
/// How much sound is kept of all of them together, in samples: 8 min, 16 MB.
const MOST_SAMPLES: usize = 8 * 60 * SAMPLE_RATE_HZ as usize;
/// Longest sound kept of one take, in samples: 60 s.
const MOST_SAMPLES_OF_ONE: usize = 60 * SAMPLE_RATE_HZ as usize;

/// What became of a take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Its text is held, under review, or on its way.
    Waiting,
    /// Its text is in the agent's composer, or was sent.
    Typed,
    /// The user cancelled it before that.
    Cancelled,
    /// There was sound, but no words in it.
    NoWords,
    /// It failed, for this reason.
    Failed(String),
}

/// One take.
#[derive(Debug, Clone, PartialEq)]
pub struct PastTake {
    /// Its name.
    pub id: TakeId,
    /// When it was remembered first: soon after it was said.
    pub at: SystemTime,
    /// The text, empty if there is none; that of the last transcription.
    pub text: String,
    /// What became of it.
    pub outcome: Outcome,
    /// How long it was listened to; zero while it waits.
    pub listened: Duration,
    /// Its sound, 16 kHz mono in 16 bits, if it is still kept.
    sound: Option<Arc<[i16]>>,
}

impl PastTake {
    /// Whether it can be transcribed again.
    pub fn has_sound(&self) -> bool {
        self.sound.is_some()
    }

    /// Its sound as a decoder wants it: mono, 16 kHz, −1..=1.
    pub fn samples(&self) -> Option<Vec<f32>> {
        let sound = self.sound.as_deref()?;
        Some(sound.iter().map(|sample| f32::from(*sample) / f32::from(i16::MAX)).collect())
    }
}

/// The takes, the newest first.
#[derive(Debug, Default)]
pub struct TakeHistory {
    takes: VecDeque<PastTake>,
}

impl TakeHistory {
    /// The takes, the newest first.
    pub fn takes(&self) -> impl ExactSizeIterator<Item = &PastTake> {
        self.takes.iter()
    }

    /// The take of that name, if it is remembered.
    pub fn take(&self, id: TakeId) -> Option<&PastTake> {
        self.takes.iter().find(|take| take.id == id)
    }

    /// The text of a take is known, for the first time or again.
    pub fn transcribed(&mut self, now: SystemTime, id: TakeId, text: &str) {
        text.clone_into(&mut self.entry(now, id).text);
    }

    /// A take is over. One in which nobody spoke is not remembered.
    pub fn ended(&mut self, now: SystemTime, metrics: &VoiceLatencyMetrics) {
        let id = metrics.utterance_id;
        if metrics.speech.is_zero() && self.take(id).is_none() {
            return;
        }
        let take = self.entry(now, id);
        take.listened = metrics.capture;
        take.outcome = match &metrics.error {
            _ if metrics.end_reason == EndReason::Cancel => Outcome::Cancelled,
            // A lost microphone still yields what was said before.
            Some(error) if take.text.is_empty() => Outcome::Failed(error.clone()),
            // Decoded again, while the user was offered to type it and did not.
            Some(_) if metrics.cancelled => Outcome::Cancelled,
            None if take.text.is_empty() => Outcome::NoWords,
            Some(_) | None => Outcome::Typed,
        };
    }

    /// Keeps the sound (mono, 16 kHz, −1..=1, at most 60 s) of a take that is remembered; any other
    /// is forgotten.
    pub fn keep_sound(&mut self, id: TakeId, samples: &[f32]) {
        if samples.is_empty() || samples.len() > MOST_SAMPLES_OF_ONE {
            return;
        }
        let Some(take) = self.takes.iter_mut().find(|take| take.id == id) else { return };
        let scale = f32::from(i16::MAX);
        let sound = samples.iter().map(|sample| (sample.clamp(-1.0, 1.0) * scale).round() as i16);
        take.sound = Some(sound.collect());
        let mut room = MOST_SAMPLES;
        for take in &mut self.takes {
            let length = take.sound.as_ref().map_or(0, |sound| sound.len());
            match room.checked_sub(length) {
                Some(rest) => room = rest,
                None => take.sound = None,
            }
        }
    }

    fn entry(&mut self, now: SystemTime, id: TakeId) -> &mut PastTake {
        let known = self.takes.iter().position(|take| take.id == id);
        let index = known.unwrap_or_else(|| {
            self.takes.truncate(MOST_TAKES - 1);
            self.takes.push_front(PastTake {
                id,
                at: now,
                text: String::new(),
                outcome: Outcome::Waiting,
                listened: Duration::ZERO,
                sound: None,
            });
            0
        });
        &mut self.takes[index]
    }
}

#[cfg(test)]
mod tests;
