//! Silero VAD v6, a recurrent network of 309,633 weights, followed along the stream.
//!
//! The weights are a part of the program (`rust_tui/assets`), read once, when the first microphone
//! is opened.

mod network;
mod weights;

use std::sync::LazyLock;

use super::VoiceDetector;
use network::{CHUNK, Memory, Network};

/// Probability from which a voice begins. Higher, and soft short words are missed ("oh" at
/// −45 dBFS); lower, and knocks and beeps begin to pass.
const BEGINS: f32 = 0.5;
/// Probability below which it ends. Lower, and the end is known later in noise (24 ms at 0.35, 10 dB
/// above pink noise); at 0.5, soft short words begin to be missed (5 of 106 at −45 dBFS, not 4).
const ENDS: f32 = 0.45;

#[expect(clippy::expect_used, reason = "a part of the program, which every test of it reads")]
static NETWORK: LazyLock<Network> = LazyLock::new(|| {
    let file = include_bytes!("../../../assets/ggml-silero-v6.2.0.bin");
    Network::read(file).expect("the weights are whole")
});

/// Silero, judging every second frame of 16 ms together with the one before.
pub(super) struct Silero {
    memory: Memory,
    chunk: [f32; CHUNK],
    filled: usize,
    voiced: bool,
}

impl Silero {
    pub(super) fn new() -> Self {
        Self { memory: Memory::new(), chunk: [0.0; CHUNK], filled: 0, voiced: false }
    }
}

impl VoiceDetector for Silero {
    fn frame_samples(&self) -> usize {
        CHUNK / 2
    }

    fn is_voiced(&mut self, frame: &[f32]) -> bool {
        for (to, from) in self.chunk[self.filled..].iter_mut().zip(frame) {
            // What is no number would stay in the memory for good.
            *to = if from.is_finite() { from.clamp(-1.0, 1.0) } else { 0.0 };
        }
        self.filled += frame.len();
        if self.filled >= CHUNK {
            self.filled = 0;
            let probability = NETWORK.next(&mut self.memory, &self.chunk);
            self.voiced = probability >= if self.voiced { ENDS } else { BEGINS };
        }
        self.voiced
    }
}

#[cfg(test)]
mod tests;
