//! The seam between the worker and whatever turns audio into text.

use parlo_core::decoded::Decoded;

/// How much work a decode is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Words to show while they are being said: as fast as can be.
    Quick,
    /// Words to type: a better search, still without the parts of the window that hold no audio.
    Careful,
    /// The whole window the model was trained for, whatever it takes.
    Exhaustive,
}

/// What a decode is to do, and what it should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeRequest {
    /// How much work it is worth.
    pub effort: Effort,
    /// The text that was said right before this audio; empty at the start of an utterance. The
    /// engine may use as much of its end as it has room for.
    pub context: String,
}

impl DecodeRequest {
    /// A decode of audio that nothing came before.
    pub fn first(effort: Effort) -> DecodeRequest {
        DecodeRequest { effort, context: String::new() }
    }
}

/// Why a decode yielded nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// It was told to stop.
    #[error("the decode was given up")]
    Aborted,
    /// The engine failed; says how and what to try.
    #[error("{0}")]
    Failed(String),
}

/// Turns audio into text. Lives on the `stt-decoder` thread and stays warm between decodes; one that
/// transcribes a take again lives on `stt-again`.
pub trait Engine: Send {
    /// Decodes mono audio at 16 kHz, at most 30 s of it.
    ///
    /// Looks at the [`super::AbortSignal`] it was built with and returns soon once it is raised.
    ///
    /// # Errors
    /// [`EngineError::Aborted`] if told to stop, [`EngineError::Failed`] otherwise.
    fn decode(&mut self, audio: &[f32], request: &DecodeRequest) -> Result<Decoded, EngineError>;
}
