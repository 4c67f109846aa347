//! The seam between the worker and whatever turns audio into text.

use parlo_core::transcript::Decoded;

/// How much of the encoder's 30 s window a decode may skip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Only as long as the audio needs: several times faster on short utterances.
    Fitted,
    /// All of it: slow, and what the model was trained for.
    Full,
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

/// Turns audio into text. Lives on the worker thread and stays warm between decodes.
pub trait Engine {
    /// Decodes mono audio at 16 kHz, at most 30 s of it.
    ///
    /// Looks at the [`super::AbortSignal`] it was built with and returns soon once it is raised.
    ///
    /// # Errors
    /// [`EngineError::Aborted`] if told to stop, [`EngineError::Failed`] otherwise.
    fn decode(&mut self, audio: &[f32], window: Window) -> Result<Decoded, EngineError>;
}
