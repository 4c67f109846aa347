//! Voice activity detectors behind one trait.
//!
//! Each looks at frames of 10–30 ms of 16 kHz mono audio. The level gate of `parlo_core` stands in
//! front of all of them: what is not louder than the room is not speech, whatever a detector says.

mod earshot;
mod webrtc;

#[cfg(test)]
mod tests;

use parlo_core::level::{LevelGate, MARGIN_DB, rms_dbfs};
use parlo_core::settings::{VadKind, VoiceSettings};

/// Distance, in dB, between the ambient level and the gate in front of earshot, which by itself
/// hardly ever takes noise for a voice. At the usual margin the gate would cut sentences into
/// pieces where the voice is only 10 dB above the noise; at 0, loud noise now and then passes both.
const EARSHOT_MARGIN_DB: f32 = 2.0;

/// Decides frame by frame whether there is a voice. Keeps state between frames.
pub trait VoiceDetector {
    /// Samples (16 kHz) in the frames it takes.
    fn frame_samples(&self) -> usize;

    /// Whether the next frame, of exactly [`Self::frame_samples`] samples, holds a voice.
    fn is_voiced(&mut self, frame: &[f32]) -> bool;
}

/// Any sound that passes the level gate is a voice.
struct Energy;

impl VoiceDetector for Energy {
    fn frame_samples(&self) -> usize {
        320
    }

    fn is_voiced(&mut self, _: &[f32]) -> bool {
        true
    }
}

/// What was found in a frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Activity {
    /// Whether it counts as speech.
    pub voiced: bool,
    /// RMS level, dBFS.
    pub level_dbfs: f32,
}

/// A detector with the level gate in front of it. Not `Send`: made on the thread that uses it.
pub struct VoiceActivity {
    gate: LevelGate,
    detector: Box<dyn VoiceDetector>,
}

impl VoiceActivity {
    /// The detector these settings ask for.
    pub fn new(settings: &VoiceSettings) -> VoiceActivity {
        let (detector, margin_db): (Box<dyn VoiceDetector>, f32) = match settings.vad {
            VadKind::Webrtc => (Box::new(webrtc::Webrtc::new()), MARGIN_DB),
            VadKind::Energy => (Box::new(Energy), MARGIN_DB),
            VadKind::Earshot => (Box::new(earshot::Earshot::new()), EARSHOT_MARGIN_DB),
        };
        let (start_dbfs, adaptive) = (settings.silence_threshold_db, settings.adaptive_threshold);
        let gate = LevelGate::with_margin(start_dbfs, adaptive, margin_db);
        VoiceActivity { gate, detector }
    }

    /// Samples (16 kHz) in the frames it takes.
    pub fn frame_samples(&self) -> usize {
        self.detector.frame_samples()
    }

    /// Judges the next frame, of exactly [`Self::frame_samples`] samples.
    pub fn judge(&mut self, frame: &[f32]) -> Activity {
        let level_dbfs = rms_dbfs(frame);
        let frame_ms = frame.len() as f32 * 1_000.0 / parlo_core::audio::SAMPLE_RATE_HZ as f32;
        // Both see every frame, also those the other rejects: each keeps a state of the sound.
        let loud = self.gate.passes(level_dbfs, frame_ms);
        let voiced = self.detector.is_voiced(frame);
        Activity { voiced: loud && voiced, level_dbfs }
    }
}
