//! Voice activity detectors behind one trait.
//!
//! Each looks at frames of 10–30 ms of 16 kHz mono audio. Beside it the level is looked at: before
//! the simpler detectors stands the level gate of `parlo_core` (what is not louder than the room is
//! no speech, whatever they say); with Silero, which needs none, the level shows the end of speech
//! sooner than the network does. `docs/vad.md` compares them.

mod earshot;
mod silero;
mod webrtc;

use parlo_core::level::{Ending, LevelGate, MARGIN_DB, rms_dbfs};
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

/// A detector with what the level has to say beside it. Not `Send`: made on the thread that uses it.
pub struct VoiceActivity {
    detector: Box<dyn VoiceDetector>,
    gate: Option<LevelGate>,
    ending: Option<Ending>,
}

impl VoiceActivity {
    /// The detector these settings ask for.
    pub fn new(settings: &VoiceSettings) -> Self {
        let (start_dbfs, adaptive) = (settings.silence_threshold_db, settings.adaptive_threshold);
        let gate = |margin_db| Some(LevelGate::new(start_dbfs, adaptive, margin_db));
        let (detector, gate): (Box<dyn VoiceDetector>, _) = match settings.vad {
            VadKind::Webrtc => (Box::new(webrtc::Webrtc::new()), gate(MARGIN_DB)),
            VadKind::Energy => (Box::new(Energy), gate(MARGIN_DB)),
            VadKind::Earshot => (Box::new(earshot::Earshot::new()), gate(EARSHOT_MARGIN_DB)),
            // It distinguishes a voice from a louder noise; a gate that follows the noise would only cut.
            VadKind::Silero if adaptive => (Box::new(silero::Silero::new()), None),
            VadKind::Silero => (Box::new(silero::Silero::new()), gate(MARGIN_DB)),
        };
        let ending = (settings.vad == VadKind::Silero).then(Ending::default);
        Self { detector, gate, ending }
    }

    /// Samples (16 kHz) in the frames it takes.
    pub fn frame_samples(&self) -> usize {
        self.detector.frame_samples()
    }

    /// Judges the next frame, of exactly [`Self::frame_samples`] samples.
    pub fn judge(&mut self, frame: &[f32]) -> Activity {
        let level_dbfs = rms_dbfs(frame);
        let frame_ms = frame.len() as f32 * 1_000.0 / parlo_core::audio::SAMPLE_RATE_HZ as f32;
        // All see every frame, also those the others reject: each keeps a state of the sound.
        let loud = self.gate.as_mut().is_none_or(|gate| gate.passes(level_dbfs, frame_ms));
        let voiced = self.detector.is_voiced(frame) && loud;
        let ending = self.ending.as_mut();
        let sounds = ending.is_none_or(|ending| ending.sounds(voiced, level_dbfs, frame_ms));
        Activity { voiced: voiced && sounds, level_dbfs }
    }
}
