//! Whisper through whisper.cpp: one warm context, an encoder window fitted to the audio, and a
//! greedy decoder that notices when it begins to repeat itself.
//!
//! A short encoder window is several times faster, and on some clips makes the decoder loop: it
//! writes the right words and then repeats them. whisper.cpp's own decoding loop cannot be stopped
//! at a token, so only the encoder is run through it and the tokens are chosen here, one by one.

mod greedy;
mod repetition;
mod tokens;

use super::abort::AbortSignal;
use super::engine::{Engine, EngineError, Window};
use greedy::{Greedy, Outcome};
use parlo_core::audio::SAMPLE_RATE_HZ;
use parlo_core::transcript::Decoded;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use tokens::TokenTable;
use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperState,
};

/// Samples per position of the encoder (20 ms).
const SAMPLES_PER_POSITION: usize = 320;
/// Positions beyond the end of the audio that a fitted window keeps.
const WINDOW_MARGIN: usize = 64;
/// Fitted windows are at least this long. Shorter is faster and loops more often.
const MIN_WINDOW: usize = 768;
/// The encoder's whole window, 30 s.
const FULL_WINDOW: usize = 1_500;
/// Audio shorter than this is padded with silence; whisper.cpp refuses under 100 ms, and the
/// model is unsure of anything under a second.
const MIN_AUDIO_SAMPLES: usize = SAMPLE_RATE_HZ as usize + SAMPLE_RATE_HZ as usize / 10;

/// How to run the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WhisperOptions {
    /// Threads for the matrix products.
    pub threads: usize,
    /// The language spoken; English-only models ignore it.
    pub language: Language,
}

/// A language Whisper knows, or the wish to have it detected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language(Option<i32>);

impl Language {
    /// Detected from the audio.
    pub const AUTO: Language = Language(None);

    /// The language of that code (`en`) or English name (`english`), or `auto`.
    pub fn from_name(name: &str) -> Option<Language> {
        if name == "auto" {
            return Some(Language::AUTO);
        }
        // A zero byte would panic in the binding.
        let id = (!name.contains('\0')).then(|| whisper_rs::get_lang_id(name)).flatten()?;
        Some(Language(Some(id)))
    }
}

/// A loaded model with its decoding state.
pub struct WhisperEngine {
    state: WhisperState,
    parameters: FullParams<'static, 'static>,
    /// Set when the encoder has run to its end.
    encoded: Arc<AtomicBool>,
    table: TokenTable,
    options: WhisperOptions,
    signal: AbortSignal,
    padded: Vec<f32>,
}

impl WhisperEngine {
    /// Loads the model and decodes a second of silence, so that the first utterance finds memory
    /// mapped and threads started.
    ///
    /// # Errors
    /// The file is not a model whisper.cpp can load, or memory is short.
    pub fn load(
        model: &Path,
        options: &WhisperOptions,
        signal: AbortSignal,
    ) -> Result<WhisperEngine, EngineError> {
        // Without this whisper.cpp and ggml write to stderr, that is, over the agent's screen.
        whisper_rs::install_logging_hooks();
        let failed = |what: &str, error: whisper_rs::WhisperError| {
            EngineError::Failed(format!(
                "{}: {what} ({error}); check it with `parlo models verify {}`",
                model.display(),
                model.display()
            ))
        };
        let began = Instant::now();
        let context = WhisperContext::new_with_params(model, WhisperContextParameters::default())
            .map_err(|error| failed("cannot load the model", error))?;
        let state =
            context.create_state().map_err(|error| failed("cannot allocate memory", error))?;
        let encoded = Arc::new(AtomicBool::new(false));
        let mut engine = WhisperEngine {
            state,
            parameters: encoder_parameters(options.threads, Arc::clone(&encoded)),
            encoded,
            table: TokenTable::of(&context),
            options: *options,
            signal,
            padded: Vec::new(),
        };
        match engine.run(&vec![0.0; MIN_AUDIO_SAMPLES], MIN_WINDOW) {
            Ok(_) | Err(EngineError::Aborted) => {}
            Err(error) => return Err(error),
        }
        tracing::info!(load_ms = began.elapsed().as_millis() as u64, "speech model loaded");
        Ok(engine)
    }

    /// One pass of encoder and decoder with a window of so many positions.
    fn run(&mut self, audio: &[f32], window: usize) -> Result<Outcome, EngineError> {
        self.check_abort()?;
        self.encode(audio, window)?;
        let seconds = audio.len() as f32 / SAMPLE_RATE_HZ as f32;
        let (state, threads, signal) = (&mut self.state, self.options.threads, &self.signal);
        let next = |token: i32, position: usize| {
            if signal.is_raised() {
                return Err(EngineError::Aborted);
            }
            // One token at a time: of a longer batch the binding hands out the wrong logits.
            state.decode(&[token], position, threads).map_err(|error| whisper_failed(&error))?;
            state.get_logits().map(<[f32]>::to_vec).map_err(|error| whisper_failed(&error))
        };
        Greedy { table: &self.table, language: self.options.language.0 }.decode(seconds, next)
    }

    fn check_abort(&self) -> Result<(), EngineError> {
        if self.signal.is_raised() { Err(EngineError::Aborted) } else { Ok(()) }
    }

    /// Runs the encoder; its result stays in the state for the decoder.
    fn encode(&mut self, audio: &[f32], window: usize) -> Result<(), EngineError> {
        let mut parameters = self.parameters.clone();
        parameters.set_audio_ctx(window as i32);
        self.padded.clear();
        self.padded.extend_from_slice(audio);
        self.padded.resize(audio.len().max(MIN_AUDIO_SAMPLES), 0.0);
        self.encoded.store(false, Ordering::Relaxed);
        match self.state.full(parameters, &self.padded) {
            Err(error) if !self.encoded.load(Ordering::Relaxed) => Err(whisper_failed(&error)),
            _ => Ok(()),
        }
    }
}

impl Engine for WhisperEngine {
    fn decode(&mut self, audio: &[f32], window: Window) -> Result<Decoded, EngineError> {
        let began = Instant::now();
        let fitted = fitted_window(audio.len());
        let first = if window == Window::Full { FULL_WINDOW } else { fitted };
        let mut outcome = self.run(audio, first)?;
        if outcome.looped && first < FULL_WINDOW {
            tracing::info!(window = first, "the decoder looped; decoding with the full window");
            outcome = self.run(audio, FULL_WINDOW)?;
        }
        Ok(Decoded {
            text: outcome.text,
            no_speech_probability: outcome.no_speech_probability,
            mean_log_probability: outcome.mean_log_probability,
            sentence_end_probability: outcome.sentence_end_probability,
            ran_for: began.elapsed(),
        })
    }
}

fn whisper_failed(error: &whisper_rs::WhisperError) -> EngineError {
    EngineError::Failed(format!("whisper: {error}"))
}

/// The encoder positions that so many samples need.
fn fitted_window(samples: usize) -> usize {
    let needed = samples.div_ceil(SAMPLES_PER_POSITION) + WINDOW_MARGIN;
    needed.clamp(MIN_WINDOW, FULL_WINDOW)
}

/// Parameters under which whisper.cpp's whole pipeline stops right behind the encoder.
///
/// The pipeline is the only way to a window shorter than 30 s; it asks the abort callback at the
/// end of the encoder, when the encoder's result is already in the state.
fn encoder_parameters(threads: usize, encoded: Arc<AtomicBool>) -> FullParams<'static, 'static> {
    let mut parameters = FullParams::new(SamplingStrategy::Greedy { best_of: 1 });
    parameters.set_n_threads(threads.max(1) as i32);
    // Anything but "auto": detection would run the encoder once more.
    parameters.set_language(Some("en"));
    parameters.set_print_special(false);
    parameters.set_print_progress(false);
    parameters.set_print_realtime(false);
    parameters.set_print_timestamps(false);
    // whisper-rs 0.16 hands whisper.cpp a pointer to the boxed closure but reads it back as the
    // closure's own type; the two agree only when the closure already is a boxed `dyn FnMut`.
    let callback: Box<dyn FnMut() -> bool> = Box::new(move || {
        encoded.store(true, Ordering::Relaxed);
        true
    });
    parameters.set_abort_callback_safe(callback);
    parameters
}

#[cfg(test)]
mod tests;
