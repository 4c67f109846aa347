//! The seam between the worker and whatever turns audio into text: what an engine is asked for, and
//! what it answers.
//!
//! [`EngineSpec`] says which engines there are and builds one; each has a folder of its own in here.

mod spec;
mod whisper;

pub use spec::{EngineBuilder, EngineKind, EngineSpec};

use std::sync::Arc;
use std::time::Duration;

use parlo_core::decoded::Decoded;
use parlo_core::flow::DecodeKind;
use parlo_core::hints::Hints;
use parlo_core::take_id::TakeId;

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

impl From<DecodeKind> for Effort {
    fn from(kind: DecodeKind) -> Self {
        match kind {
            DecodeKind::Partial => Self::Quick,
            DecodeKind::Speculative | DecodeKind::Final => Self::Careful,
            DecodeKind::Batch => Self::Exhaustive,
        }
    }
}

/// What a decode is to do, and what it should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeRequest {
    /// The take that the audio is part of; the default one for audio that is part of none. An engine
    /// may keep what it made of a take for its next decode.
    pub take: TakeId,
    /// Where in the take the audio begins, in samples.
    pub start: u64,
    /// How much work it is worth.
    pub effort: Effort,
    /// The text that was said right before this audio; empty at the start of an utterance. The
    /// engine may use as much of its end as it has room for.
    pub context: String,
    /// What the user may say. What an engine derives from it holds as long as its version stays.
    pub hints: Arc<Hints>,
}

impl DecodeRequest {
    /// A decode of audio that nothing came before, part of no take, without hints.
    pub fn first(effort: Effort) -> Self {
        let (take, start, context, hints) = Default::default();
        Self { take, start, effort, context, hints }
    }
}

/// How often an engine is to be asked for words while they are being said ([`Effort::Quick`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partials {
    /// Whenever there is more to decode, if so much time has passed since the last such decode began.
    Every(Duration),
    /// Not at all: it is too slow for that, or each decode costs money.
    Never,
}

impl Partials {
    /// Whether another one may begin so long after the last one, if there was one.
    pub(super) fn allow(self, since_last: Option<Duration>) -> bool {
        match self {
            Self::Every(interval) => since_last.is_none_or(|since| since >= interval),
            Self::Never => false,
        }
    }
}

/// Why a decode yielded nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// It was asked to stop.
    #[error("the decode was given up")]
    Aborted,
    /// The engine failed; says how and what to try.
    #[error("{0}")]
    Failed(String),
}

/// Turns audio into text. Lives on the `stt-decoder` thread and stays warm between decodes; one that
/// transcribes a take again lives on `retranscribe`.
pub trait Engine: Send {
    /// Decodes mono audio at 16 kHz, at most 30 s of it.
    ///
    /// Looks at the [`super::AbortSignal`] it was built with and returns soon once it is raised.
    ///
    /// # Errors
    /// [`EngineError::Aborted`] if asked to stop, [`EngineError::Failed`] otherwise.
    fn decode(&mut self, audio: &[f32], request: &DecodeRequest) -> Result<Decoded, EngineError>;

    /// How often it is to be asked for words while they are being said; asked before each such
    /// decode, which is left out if it comes too early.
    fn partials(&self) -> Partials {
        Partials::Every(Duration::ZERO)
    }
}
