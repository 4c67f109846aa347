//! The recurrent network of the `earshot` crate.

use earshot::Detector;

use super::VoiceDetector;

/// Score from which a frame is a voice; the crate's own default.
const VOICE_SCORE: f32 = 0.5;

/// earshot, frames of 16 ms.
pub(super) struct Earshot {
    detector: Box<Detector>,
    clamped: Vec<f32>,
}

impl Earshot {
    pub(super) fn new() -> Self {
        Self { detector: Detector::default_boxed(), clamped: Vec::with_capacity(256) }
    }
}

impl VoiceDetector for Earshot {
    fn frame_samples(&self) -> usize {
        256
    }

    fn is_voiced(&mut self, frame: &[f32]) -> bool {
        self.clamped.clear();
        self.clamped.extend(frame.iter().map(|s| s.clamp(-1.0, 1.0)));
        self.detector.predict_f32(&self.clamped) >= VOICE_SCORE
    }
}
