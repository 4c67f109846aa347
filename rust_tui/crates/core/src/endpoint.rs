//! From voiced and unvoiced frames to the boundaries of an utterance.
//!
//! The pump feeds one [`Endpointer`] per take, frame by frame; positions are samples at 16 kHz
//! since the first sample of the take. It decides where speech began, when a pause is long enough
//! to decode on speculation, and when the utterance is over. It knows nothing of loudness (that is
//! the detector's and the [`crate::level`] gate's work) and keeps no clock but the sample count.

use std::ops::Range;
use std::time::Duration;

use crate::audio::samples_in;
use crate::settings::VoiceSettings;

/// Voiced audio needed before an onset is believed. Lower, and key clicks open utterances; higher,
/// and one-syllable answers are missed.
const ONSET: Duration = Duration::from_millis(60);
/// Silence that makes an unconfirmed onset void.
const ONSET_GAP: Duration = Duration::from_millis(100);
/// Voiced audio within a pause that counts as the speaker going on. Lower, and a mouse click
/// postpones the endpoint; higher, and a short last word is taken for noise.
const RESUME: Duration = Duration::from_millis(48);

/// The stretch of speech heard so far in a take; all in samples at 16 kHz, counted from the first
/// one of the take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// First voiced sample.
    pub onset: u64,
    /// One past the last voiced sample.
    pub voiced_end: u64,
    /// Samples in voiced frames between the two.
    pub voiced: u64,
    /// Samples of the take seen so far.
    pub position: u64,
}

impl Heard {
    /// The samples worth decoding: the speech with `pre_roll` before and `trailing` after it, as
    /// far as there is audio.
    pub fn span(&self, pre_roll: Duration, trailing: Duration) -> Range<u64> {
        let start = self.onset.saturating_sub(samples_in(pre_roll));
        let end = (self.voiced_end + samples_in(trailing)).min(self.position);
        start..end.max(start)
    }

    /// The same speech in a recording in which the take begins at `samples`.
    #[must_use]
    pub fn later_by(self, samples: u64) -> Self {
        Self {
            onset: self.onset + samples,
            voiced_end: self.voiced_end + samples,
            voiced: self.voiced,
            position: self.position + samples,
        }
    }
}

/// A take before its first sample.
const NOTHING: Heard = Heard { onset: 0, voiced_end: 0, voiced: 0, position: 0 };

/// Something the endpointer concluded from a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// Speech began.
    Started(Heard),
    /// Enough speech is buffered for a first decode.
    Sufficed(Heard),
    /// Nothing voiced for a little while: the utterance may be over.
    Paused(Heard),
    /// After a pause, speech went on, from the sample `at`.
    Resumed {
        /// The first voiced sample after the pause.
        at: u64,
    },
    /// What looked like speech was shorter than a recording must be; it is forgotten.
    Retracted,
    /// Nothing voiced for the silence tail: the utterance is over.
    Ended(Heard),
    /// The take has lasted as long as a take may.
    TooLong(Option<Heard>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// No believed speech; an unconfirmed onset perhaps.
    Waiting {
        candidate: Option<Candidate>,
    },
    Speaking {
        sufficed: bool,
    },
    Paused {
        sufficed: bool,
        comeback: Candidate,
    },
    Over,
}

/// A run of voiced frames that is not yet believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Candidate {
    start: u64,
    voiced: u64,
    gap: u64,
}

impl Candidate {
    /// Takes a frame in; a gap that is too long empties the run.
    fn push(&mut self, frame: Range<u64>, voiced: bool) {
        let samples = frame.end - frame.start;
        if voiced {
            if self.voiced == 0 {
                self.start = frame.start;
            }
            self.voiced += samples;
            self.gap = 0;
        } else if self.voiced > 0 {
            self.gap += samples;
            if self.gap > samples_in(ONSET_GAP) {
                *self = Self::default();
            }
        }
    }
}

/// Finds the boundaries of one utterance.
#[derive(Debug, Clone)]
pub struct Endpointer {
    suffices: u64,
    minimum: u64,
    pause: u64,
    /// The gap after which too short a stretch of speech is taken for a knock.
    retract: u64,
    usual_tail: u64,
    /// The tail that ends the present pause.
    tail: u64,
    limit: u64,
    stage: Stage,
    heard: Heard,
}

impl Endpointer {
    /// An endpointer for one take under these settings.
    pub fn new(settings: &VoiceSettings) -> Self {
        Self {
            suffices: samples_in(settings.min_speech_before_stt_start),
            minimum: samples_in(settings.min_recording),
            pause: samples_in(settings.speculate_after),
            retract: samples_in(settings.trailing),
            usual_tail: samples_in(settings.silence_tail),
            tail: samples_in(settings.silence_tail),
            limit: samples_in(settings.max_capture),
            stage: Stage::Waiting { candidate: None },
            heard: NOTHING,
        }
    }

    /// The speech so far, if any is believed.
    pub fn heard(&self) -> Option<Heard> {
        match self.stage {
            Stage::Waiting { .. } => None,
            // A take that reached its limit in silence is over without speech.
            _ => Some(self.heard).filter(|heard| heard.voiced > 0),
        }
    }

    /// Sets the silence that ends the present pause; speech that goes on sets it back.
    pub fn set_tail(&mut self, tail: Duration) {
        if matches!(self.stage, Stage::Paused { .. }) {
            self.tail = samples_in(tail);
        }
    }

    /// Whether the last frames were speech, so that a stop now might cut a word.
    pub fn is_mid_speech(&self) -> bool {
        matches!(self.stage, Stage::Speaking { .. })
    }

    /// Takes the next frame, `samples` samples at 16 kHz.
    pub fn push(&mut self, voiced: bool, samples: u64) -> Option<Boundary> {
        let frame = self.heard.position..self.heard.position + samples;
        self.heard.position = frame.end;
        if self.stage != Stage::Over && frame.end >= self.limit {
            let heard = self.heard();
            self.stage = Stage::Over;
            return Some(Boundary::TooLong(heard));
        }
        match self.stage {
            Stage::Waiting { candidate } => self.wait(candidate, frame, voiced),
            Stage::Speaking { sufficed } => self.speak(sufficed, frame, voiced),
            Stage::Paused { sufficed, comeback } => self.pause(sufficed, comeback, frame, voiced),
            Stage::Over => None,
        }
    }

    fn wait(
        &mut self,
        candidate: Option<Candidate>,
        frame: Range<u64>,
        voiced: bool,
    ) -> Option<Boundary> {
        let mut candidate = candidate.unwrap_or_default();
        let end = frame.end;
        candidate.push(frame, voiced);
        if candidate.voiced < samples_in(ONSET) {
            self.stage = Stage::Waiting { candidate: (candidate.voiced > 0).then_some(candidate) };
            return None;
        }
        self.heard.onset = candidate.start;
        self.heard.voiced = candidate.voiced;
        self.heard.voiced_end = end;
        self.stage = Stage::Speaking { sufficed: false };
        Some(Boundary::Started(self.heard))
    }

    fn speak(&mut self, sufficed: bool, frame: Range<u64>, voiced: bool) -> Option<Boundary> {
        if voiced {
            self.heard.voiced += frame.end - frame.start;
            self.heard.voiced_end = frame.end;
            if !sufficed && self.heard.voiced >= self.suffices {
                self.stage = Stage::Speaking { sufficed: true };
                return Some(Boundary::Sufficed(self.heard));
            }
            return None;
        }
        if frame.end - self.heard.voiced_end < self.pause {
            return None;
        }
        if self.heard.voiced_end - self.heard.onset < self.minimum {
            // Perhaps the first syllable of a word with a stop consonant behind it.
            if frame.end - self.heard.voiced_end < self.retract {
                return None;
            }
            self.stage = Stage::Waiting { candidate: None };
            self.heard = Heard { position: frame.end, ..NOTHING };
            return Some(Boundary::Retracted);
        }
        self.stage = Stage::Paused { sufficed, comeback: Candidate::default() };
        Some(Boundary::Paused(self.heard))
    }

    fn pause(
        &mut self,
        sufficed: bool,
        mut comeback: Candidate,
        frame: Range<u64>,
        voiced: bool,
    ) -> Option<Boundary> {
        let end = frame.end;
        comeback.push(frame, voiced);
        if comeback.voiced >= samples_in(RESUME) {
            self.heard.voiced += comeback.voiced;
            self.heard.voiced_end = end;
            self.stage = Stage::Speaking { sufficed };
            self.tail = self.usual_tail;
            return Some(Boundary::Resumed { at: comeback.start });
        }
        self.stage = Stage::Paused { sufficed, comeback };
        // A word that has just begun postpones the end until it is believed or void.
        if comeback.voiced == 0 && end - self.heard.voiced_end >= self.tail {
            self.stage = Stage::Over;
            return Some(Boundary::Ended(self.heard));
        }
        None
    }
}

#[cfg(test)]
mod tests;
