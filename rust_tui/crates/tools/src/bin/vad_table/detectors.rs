//! The detectors: those of the program as it ships them, and Silero as whisper.cpp runs it.

use anyhow::Result;
use parlo::voice::vad::VoiceActivity;
use parlo_core::settings::{VadKind, VoiceSettings};
use whisper_rs::{WhisperVadContext, WhisperVadContextParams};

/// The weights whisper.cpp loads.
const SILERO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/ggml-silero-v6.2.0.bin");

/// A detector to be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detector {
    /// As `--vad` chooses it, with what the level has to say.
    Shipped(VadKind),
    /// whisper.cpp's own detector over the whole recording, at its usual threshold.
    WhisperCpp,
}

/// What a detector said of a recording.
pub struct Verdicts {
    /// Samples in a frame.
    pub frame_samples: usize,
    /// Whether each frame is voiced.
    pub voiced: Vec<bool>,
}

impl Detector {
    /// Every detector.
    pub const ALL: [Self; 5] = [
        Self::Shipped(VadKind::Webrtc),
        Self::Shipped(VadKind::Energy),
        Self::Shipped(VadKind::Earshot),
        Self::Shipped(VadKind::Silero),
        Self::WhisperCpp,
    ];

    /// The name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shipped(kind) => kind.name(),
            Self::WhisperCpp => "whisper.cpp's Silero",
        }
    }

    /// Judges a recording from its start.
    pub fn judge(self, samples: &[f32]) -> Result<Verdicts> {
        match self {
            Self::Shipped(vad) => {
                let settings = VoiceSettings { vad, ..VoiceSettings::default() };
                let mut activity = VoiceActivity::new(&settings);
                let frame_samples = activity.frame_samples();
                let frames = samples.chunks_exact(frame_samples);
                let voiced = frames.map(|frame| activity.judge(frame).voiced).collect();
                Ok(Verdicts { frame_samples, voiced })
            }
            Self::WhisperCpp => {
                whisper_rs::install_logging_hooks();
                let mut parameters = WhisperVadContextParams::default();
                parameters.set_n_threads(1);
                let mut context = WhisperVadContext::new(SILERO, parameters)?;
                context.detect_speech(samples)?;
                let voiced = context.probabilities().iter().map(|p| *p >= 0.5).collect();
                Ok(Verdicts { frame_samples: 512, voiced })
            }
        }
    }
}
