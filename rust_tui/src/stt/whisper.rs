//! Whisper through whisper.cpp: one warm context, greedy decoding, an encoder window fitted to the
//! audio.
//!
//! A short encoder window is several times faster, and on some clips makes the decoder loop: it
//! writes the right words and then repeats them. So the number of tokens is bounded by the length
//! of the audio, a looping text is noticed, and such a clip is decoded again with the full window.

use super::abort::AbortSignal;
use super::engine::{Engine, EngineError, Window};
use super::model::inspect;
use parlo_core::audio::SAMPLE_RATE_HZ;
use parlo_core::transcript::{Decoded, first_words, loop_start};
use std::path::Path;
use std::time::Instant;
use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperState,
};

/// Samples per position of the encoder (20 ms).
const SAMPLES_PER_POSITION: usize = 320;
/// Positions beyond the end of the audio that a fitted window keeps.
const WINDOW_MARGIN: usize = 64;
/// Fitted windows are at least this long. Measured over 34 clips (tiny.en, greedy): no loops at
/// 768, two clips loop at 384, nine at 256.
const MIN_WINDOW: usize = 768;
/// The encoder's whole window, 30 s.
const FULL_WINDOW: usize = 1_500;
/// Audio shorter than this is padded with silence; whisper.cpp refuses under 100 ms, and the
/// model is unsure of anything under a second.
const MIN_AUDIO_SAMPLES: usize = SAMPLE_RATE_HZ as usize + SAMPLE_RATE_HZ as usize / 10;
/// Tokens allowed per second of audio, and on top. The fastest speech stays under 8 per second.
const TOKENS_PER_SECOND: usize = 10;
const EXTRA_TOKENS: usize = 16;

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
pub struct Language(&'static str);

impl Language {
    /// English.
    pub const ENGLISH: Language = Language("en");
    /// Detected from the audio, at the price of a second pass of the encoder.
    pub const AUTO: Language = Language("auto");

    /// The language of that code (`en`) or English name (`English`), or `auto`; case does not
    /// matter.
    pub fn from_name(name: &str) -> Option<Language> {
        let name = name.to_lowercase();
        if name == Language::AUTO.0 {
            return Some(Language::AUTO);
        }
        // A name that is unknown would be written about to stderr.
        whisper_rs::install_logging_hooks();
        // A zero byte would panic in the binding.
        let id = (!name.contains('\0')).then(|| whisper_rs::get_lang_id(&name)).flatten()?;
        whisper_rs::get_lang_str(id).map(Language)
    }
}

/// A loaded model with its decoding state.
pub struct WhisperEngine {
    state: WhisperState,
    parameters: FullParams<'static, 'static>,
    end_of_text: i32,
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
        // whisper.cpp ends the whole program over a header it did not expect.
        inspect(model).map_err(|error| EngineError::Failed(error.to_string()))?;
        let context = WhisperContext::new_with_params(model, WhisperContextParameters::default())
            .map_err(|error| failed("cannot load the model", error))?;
        let language = if context.is_multilingual() { options.language } else { Language::ENGLISH };
        let parameters = parameters(options.threads, language, signal.clone());
        let state =
            context.create_state().map_err(|error| failed("cannot allocate memory", error))?;
        let end_of_text = context.token_eot();
        let padded = Vec::new();
        let mut engine = WhisperEngine { state, parameters, end_of_text, signal, padded };
        let silence = vec![0.0; MIN_AUDIO_SAMPLES];
        engine.run(&silence, MIN_WINDOW).or_else(|error| match error {
            EngineError::Aborted => Ok(Pass::default()),
            failed @ EngineError::Failed(_) => Err(failed),
        })?;
        tracing::info!(load_ms = began.elapsed().as_millis() as u64, "speech model loaded");
        Ok(engine)
    }

    fn run(&mut self, audio: &[f32], window: usize) -> Result<Pass, EngineError> {
        let mut parameters = self.parameters.clone();
        parameters.set_audio_ctx(window as i32);
        let seconds = audio.len() / SAMPLE_RATE_HZ as usize + 1;
        parameters.set_max_tokens((seconds * TOKENS_PER_SECOND + EXTRA_TOKENS) as i32);
        self.padded.clear();
        self.padded.extend_from_slice(audio);
        self.padded.resize(audio.len().max(MIN_AUDIO_SAMPLES), 0.0);
        self.state.full(parameters, &self.padded).map_err(|error| {
            if self.signal.is_raised() {
                EngineError::Aborted
            } else {
                EngineError::Failed(format!("whisper: {error}"))
            }
        })?;
        Ok(self.collect())
    }

    fn collect(&self) -> Pass {
        let mut pass = Pass::default();
        let (mut log_probabilities, mut tokens) = (0.0, 0);
        for segment in self.state.as_iter() {
            pass.no_speech_probability =
                pass.no_speech_probability.max(segment.no_speech_probability());
            pass.text.push_str(&segment.to_str_lossy().unwrap_or_default());
            for index in 0..segment.n_tokens() {
                let Some(token) = segment.get_token(index) else { continue };
                if token.token_id() < self.end_of_text {
                    log_probabilities += token.token_data().plog;
                    tokens += 1;
                }
            }
        }
        pass.mean_log_probability = log_probabilities / tokens.max(1) as f32;
        pass
    }
}

/// What one run of the decoder produced.
#[derive(Debug, Default)]
struct Pass {
    text: String,
    no_speech_probability: f32,
    mean_log_probability: f32,
}

impl Engine for WhisperEngine {
    fn decode(&mut self, audio: &[f32], window: Window) -> Result<Decoded, EngineError> {
        let began = Instant::now();
        let fitted = fitted_window(audio.len());
        let mut pass = match window {
            Window::Fitted => self.run(audio, fitted)?,
            Window::Full => self.run(audio, FULL_WINDOW)?,
        };
        if window == Window::Fitted && fitted < FULL_WINDOW && loop_start(&pass.text).is_some() {
            tracing::info!(window = fitted, "the decoder looped; decoding with the full window");
            pass = self.run(audio, FULL_WINDOW)?;
        }
        if let Some(words) = loop_start(&pass.text) {
            pass.text = first_words(&pass.text, words);
        }
        Ok(Decoded {
            text: pass.text,
            no_speech_probability: pass.no_speech_probability,
            mean_log_probability: pass.mean_log_probability,
            ran_for: began.elapsed(),
        })
    }
}

/// The encoder positions that so many samples need.
fn fitted_window(samples: usize) -> usize {
    let needed = samples.div_ceil(SAMPLES_PER_POSITION) + WINDOW_MARGIN;
    needed.clamp(MIN_WINDOW, FULL_WINDOW)
}

fn parameters(
    threads: usize,
    language: Language,
    signal: AbortSignal,
) -> FullParams<'static, 'static> {
    let mut parameters = FullParams::new(SamplingStrategy::Greedy { best_of: 1 });
    parameters.set_n_threads(threads.max(1) as i32);
    parameters.set_language(Some(language.0));
    parameters.set_no_context(true);
    parameters.set_single_segment(true);
    parameters.set_no_timestamps(true);
    parameters.set_temperature(0.0);
    // No fallback to higher temperatures: it multiplies the time and invents words. parlo has its
    // own second attempt.
    parameters.set_temperature_inc(0.0);
    parameters.set_suppress_blank(true);
    parameters.set_suppress_nst(true);
    parameters.set_print_special(false);
    parameters.set_print_progress(false);
    parameters.set_print_realtime(false);
    parameters.set_print_timestamps(false);
    // whisper-rs 0.16 hands whisper.cpp a pointer to the boxed closure but reads it back as the
    // closure's own type; the two agree only when the closure already is a boxed `dyn FnMut`.
    let callback: Box<dyn FnMut() -> bool> = Box::new(move || signal.is_raised());
    parameters.set_abort_callback_safe(callback);
    parameters
}

#[cfg(test)]
mod tests;
