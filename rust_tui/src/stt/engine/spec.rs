//! Which engines there are, and how one is built from a plain value.

use std::path::PathBuf;

use super::super::abort::AbortSignal;
use super::super::language::Language;
use super::whisper::WhisperModel;
use super::{Engine, EngineError};

/// Builds engines that are alike, each looking at its own signal: another one takes the place of an
/// engine that broke or does not come back. Any such closure is one; tests bring their own.
pub trait EngineBuilder:
    Fn(AbortSignal) -> Result<Box<dyn Engine>, EngineError> + Send + Sync + 'static
{
}

impl<F> EngineBuilder for F where
    F: Fn(AbortSignal) -> Result<Box<dyn Engine>, EngineError> + Send + Sync + 'static
{
}

/// The engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineKind {
    /// Whisper models on this machine.
    Whisper,
}

/// An engine and how to run it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineSpec {
    /// Which one.
    pub kind: EngineKind,
    /// The file of its model.
    pub model: PathBuf,
    /// Threads for the matrix products, as far as that many cores are free.
    pub threads: usize,
    /// The language spoken; models of one language ignore it.
    pub language: Language,
}

impl EngineSpec {
    /// The engine's name in the metrics.
    pub fn name(&self) -> &'static str {
        match self.kind {
            EngineKind::Whisper => "whisper.cpp",
        }
    }

    /// What builds this engine, as often as is asked for. All of its engines share the weights, which
    /// are read for the first one: the file may be gone when another is built.
    pub fn builder(&self) -> impl EngineBuilder + use<> {
        match self.kind {
            EngineKind::Whisper => {
                let model = WhisperModel::new(self.clone());
                move |signal| Ok(Box::new(model.engine(signal)?) as Box<dyn Engine>)
            }
        }
    }

    /// Builds the one engine that is needed.
    ///
    /// # Errors
    /// The file is not a model the engine can load, or memory is short.
    pub fn build(&self, signal: AbortSignal) -> Result<Box<dyn Engine>, EngineError> {
        self.builder()(signal)
    }
}
