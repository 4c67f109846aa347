//! From a model file to an engine, and to another engine of the same model.
//!
//! The weights are read once and shared: an engine that takes the place of a broken one needs no file,
//! which may be gone by then, and only the memory of its own state.

use super::{
    Bias, Language, MIN_AUDIO_SAMPLES, TokenTable, Vocabulary, WhisperEngine, WhisperOptions,
    parameters,
};
use crate::stt::abort::AbortSignal;
use crate::stt::engine::{DecodeRequest, Effort, Engine, EngineError};
use crate::stt::model::inspect;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use std::time::Instant;
use whisper_rs::{WhisperContext, WhisperContextParameters, WhisperError};

/// A model file, and its weights once they have been read.
pub struct WhisperModel {
    path: PathBuf,
    options: WhisperOptions,
    weights: OnceLock<Arc<WhisperContext>>,
}

impl WhisperModel {
    /// A model that is to be run with these options; the file is read for the first engine.
    #[must_use]
    pub fn new(path: PathBuf, options: WhisperOptions) -> WhisperModel {
        WhisperModel { path, options, weights: OnceLock::new() }
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
        let options = &self.options;
        let encoded = Arc::new(AtomicBool::new(false));
        let table = TokenTable::of(&context);
        let vocabulary = Vocabulary::new(&options.vocabulary);
        let bias = Bias::of(&context, &table, &options.initial_prompt, &vocabulary);
        let mut engine = WhisperEngine {
            state,
            encoder_only: parameters::encoder_only(Arc::clone(&encoded)),
            encoded,
            beam_search: parameters::beam_search(signal.clone()),
            detect_language: options.language == Language::AUTO && table.languages.is_some(),
            language: options.language.0,
            table,
            bias,
            vocabulary,
            context,
            most_threads: options.threads,
            threads: 1,
            signal,
            padded: Vec::new(),
        };
        match engine.decode(&[0.0; MIN_AUDIO_SAMPLES], &DecodeRequest::first(Effort::Careful)) {
            Ok(_) | Err(EngineError::Aborted) => {}
            Err(EngineError::Failed(reason)) => {
                let model = self.path.display();
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
        inspect(&self.path).map_err(|error| EngineError::Failed(error.to_string()))?;
        let parameters = WhisperContextParameters::default();
        let context = WhisperContext::new_with_params(&self.path, parameters)
            .map_err(|error| self.failed("cannot load the model", &error))?;
        Ok(Arc::clone(self.weights.get_or_init(|| Arc::new(context))))
    }

    fn failed(&self, what: &str, error: &WhisperError) -> EngineError {
        let model = self.path.display();
        EngineError::Failed(format!(
            "{model}: {what} ({error}); check it with `parlo models verify {model}`"
        ))
    }
}

impl WhisperEngine {
    /// The one engine of a model.
    ///
    /// # Errors
    /// See [`WhisperModel::engine`].
    pub fn load(
        model: &Path,
        options: &WhisperOptions,
        signal: AbortSignal,
    ) -> Result<WhisperEngine, EngineError> {
        WhisperModel::new(model.to_owned(), options.clone()).engine(signal)
    }
}
