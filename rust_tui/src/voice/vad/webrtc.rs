//! WebRTC's Gaussian-mixture detector (libfvad).

use webrtc_vad::{SampleRate, Vad, VadMode};

use super::VoiceDetector;

/// libfvad in mode "aggressive", frames of 20 ms.
pub(super) struct Webrtc {
    vad: Vad,
    pcm: Vec<i16>,
}

impl Webrtc {
    pub(super) fn new() -> Self {
        let vad = Vad::new_with_rate_and_mode(SampleRate::Rate16kHz, VadMode::Aggressive);
        Self { vad, pcm: Vec::with_capacity(320) }
    }
}

impl VoiceDetector for Webrtc {
    fn frame_samples(&self) -> usize {
        320
    }

    fn is_voiced(&mut self, frame: &[f32]) -> bool {
        self.pcm.clear();
        self.pcm.extend(frame.iter().map(|s| (s.clamp(-1.0, 1.0) * 32_767.0) as i16));
        // The only error is a wrong frame length, which the pump never produces.
        self.vad.is_voice_segment(&self.pcm).unwrap_or(false)
    }
}
