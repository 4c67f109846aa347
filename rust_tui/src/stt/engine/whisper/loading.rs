//! From a model file to an engine, and to another engine of the same model.
//!
//! The weights are read once and shared: an engine that takes the place of a broken one needs no file,
//! which may be gone by then, and only the memory of its own state.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use whisper_rs::{WhisperContext, WhisperContextParameters, WhisperError};

use super::{Bias, MIN_AUDIO_SAMPLES, TokenTable, WhisperEngine, parameters};
use crate::stt::abort::AbortSignal;
use crate::stt::engine::{DecodeRequest, Effort, Engine, EngineError, EngineSpec};
use crate::stt::model::inspect;

/// A model file, and its weights once they have been read.
pub struct WhisperModel {
    spec: EngineSpec,
    weights: OnceLock<Arc<WhisperContext>>,
}

impl WhisperModel {
    /// The model of that engine; the file is read when the first one is built.
    pub fn new(spec: EngineSpec) -> Self {
        Self { spec, weights: OnceLock::new() }
    }

    /// Makes an engine and has it decode a second of silence, so that the first utterance finds
    /// memory mapped and threads started.
    ///
    /// # Errors
    /// The file is not a model whisper.cpp can load, or memory is short.
    pub fn engine(&self, signal: AbortSignal) -> Result<WhisperEngine, EngineError> {
        let began = Instant::now();
        let context = self.context()?;
        let state = context
            .create_state()
            .map_err(|error| self.failed("cannot allocate memory", &error))?;
        let encoded = Arc::new(AtomicBool::new(false));
        let table = TokenTable::of(&context);
        let language = self.spec.language.whisper_id();
        let mut engine = WhisperEngine {
            state,
            encoder_only: parameters::encoder_only(Arc::clone(&encoded)),
            encoded,
            beam_search: parameters::beam_search(signal.clone()),
            detect_language: language.is_none() && table.languages.is_some(),
            language,
            table,
            bias: Bias::default(),
            context,
            most_threads: self.spec.threads,
            threads: 1,
            signal,
            padded: Vec::new(),
        };
        match engine.decode(&[0.0; MIN_AUDIO_SAMPLES], &DecodeRequest::first(Effort::Careful)) {
            Ok(_) | Err(EngineError::Aborted) => {}
            Err(EngineError::Failed(reason)) => {
                let model = self.spec.model.display();
                return Err(EngineError::Failed(format!("{model}: {reason}")));
            }
        }
        tracing::info!(load_ms = began.elapsed().as_millis() as u64, "speech model loaded");
        Ok(engine)
    }

    fn context(&self) -> Result<Arc<WhisperContext>, EngineError> {
        if let Some(context) = self.weights.get() {
            return Ok(Arc::clone(context));
        }
        // Without this whisper.cpp and ggml write to stderr, that is, over the agent's screen.
        whisper_rs::install_logging_hooks();
        // whisper.cpp ends the whole program over a header it did not expect.
        inspect(&self.spec.model).map_err(|error| EngineError::Failed(error.to_string()))?;
        let parameters = WhisperContextParameters::default();
        let context = WhisperContext::new_with_params(&self.spec.model, parameters)
            .map_err(|error| self.failed("cannot load the model", &error))?;
        Ok(Arc::clone(self.weights.get_or_init(|| Arc::new(context))))
    }

    fn failed(&self, what: &str, error: &WhisperError) -> EngineError {
        let model = self.spec.model.display();
        EngineError::Failed(format!(
            "{model}: {what} ({error}); check it with `parlo models verify {model}`"
        ))
    }
}
