//! Whisper through whisper.cpp: one warm context and two ways to run it.
//!
//! **Quick**, for words shown while they are said: a short encoder window and a greedy decoder of
//! our own that chooses the tokens one by one and notices when it begins to repeat itself. A short
//! window is several times faster, and on some clips makes the decoder loop.
//!
//! **Careful**, for words that are typed: the same over a window that did not loop on any clip it was
//! measured on; where the model is not sure of what it wrote, whisper.cpp's beam search, with a last
//! look at the whole window if that ever loops.

mod careful;
mod confidence;
mod greedy;
mod loading;
mod parameters;
mod pass;
mod prompt;
mod quick;
mod repetition;
mod tokens;
mod vocabulary;

pub(super) use loading::WhisperModel;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use parlo_core::audio::SAMPLE_RATE_HZ;
use parlo_core::decoded::{Decoded, Evidence};
use whisper_rs::{FullParams, WhisperContext, WhisperState};

use super::super::abort::AbortSignal;
use super::super::cores;
use super::{DecodeRequest, Effort, Engine, EngineError};
use pass::Pass;
use prompt::Bias;
use tokens::TokenTable;

/// Samples per position of the encoder (20 ms).
const SAMPLES_PER_POSITION: usize = 320;
/// Positions beyond the end of the audio that a fitted window keeps.
const WINDOW_MARGIN: usize = 64;
/// The shortest window for words that are only shown. At 384 the greedy decoder takes 107 ms where
/// it takes 202 at 768, with a fifth more word errors (median of 22 clips, tiny.en, 2 cores).
const MIN_QUICK_WINDOW: usize = 384;
/// The shortest window for words that are typed. Beam search at 768 makes 140 errors in 2,732 words
/// (304 clips of seven voices), 136 with the whole window in twice the time; at 512 it loops.
const MIN_CAREFUL_WINDOW: usize = 768;
/// Mean log probability from which the likeliest tokens are as good as the beam's: three of four
/// clips reach it, and taking their texts as they are makes 139 errors in place of 140 (same clips),
/// while the greedy search alone makes 160.
const SURE: f32 = -0.2;
/// Above this no-speech probability, words from the vocabulary are taken for an echo of it. Speech
/// stays below 0.12, noise above 0.7 (150 clips, 15 kinds of noise).
const ECHO_UNCERTAINTY: f32 = 0.3;
/// The encoder's whole window, 30 s.
const FULL_WINDOW: usize = 1_500;
/// Audio shorter than this is padded with silence; whisper.cpp refuses under 100 ms, and the
/// model is unsure of anything under a second.
const MIN_AUDIO_SAMPLES: usize = SAMPLE_RATE_HZ as usize + SAMPLE_RATE_HZ as usize / 10;

/// A loaded model with its decoding state.
pub(super) struct WhisperEngine {
    context: Arc<WhisperContext>,
    state: WhisperState,
    encoder_only: FullParams<'static, 'static>,
    /// Set when the encoder has run to its end under `encoder_only`.
    encoded: Arc<AtomicBool>,
    beam_search: FullParams<'static, 'static>,
    table: TokenTable,
    /// What the hints of the last decode come to.
    bias: Bias,
    most_threads: usize,
    /// Those of the running decode.
    threads: usize,
    /// The language to decode in: the one asked for, or the one heard last.
    language: Option<i32>,
    /// Whether the language heard last may change it.
    detect_language: bool,
    signal: AbortSignal,
    padded: Vec<f32>,
}

impl WhisperEngine {
    /// Fills `padded` with the audio and as much silence as whisper.cpp wants behind it.
    fn pad(&mut self, audio: &[f32]) {
        self.padded.clear();
        self.padded.extend_from_slice(audio);
        self.padded.resize(audio.len().max(MIN_AUDIO_SAMPLES), 0.0);
    }

    /// As good a text as the model has, in as little time: the beam only where the likeliest tokens
    /// were not likely, the whole window only where a short one made it loop.
    fn best_pass(&mut self, audio: &[f32], before: &[i32]) -> Result<Pass, EngineError> {
        let window = fitted_window(audio.len(), MIN_CAREFUL_WINDOW);
        let first = self.quick_pass(audio, window, &self.bias.short(before))?;
        if !first.looped && first.mean_log_probability >= SURE {
            return Ok(first);
        }
        let pass = self.careful_pass(audio, window, &self.bias.full(before))?;
        if pass.no_speech_probability > ECHO_UNCERTAINTY
            && self.bias.vocabulary().makes_up(&pass.text)
        {
            return Ok(first);
        }
        if !pass.looped || window == FULL_WINDOW {
            return Ok(pass);
        }
        tracing::info!(window, "the decoder looped; decoding with the full window");
        self.careful_pass(audio, FULL_WINDOW, &[])
    }

    fn check_abort(&self) -> Result<(), EngineError> {
        if self.signal.is_raised() { Err(EngineError::Aborted) } else { Ok(()) }
    }
}

impl Engine for WhisperEngine {
    fn decode(&mut self, audio: &[f32], request: &DecodeRequest) -> Result<Decoded, EngineError> {
        let began = Instant::now();
        self.check_abort()?;
        self.threads = cores::free(self.most_threads);
        self.bias.follow(&request.hints, &self.context, &self.table);
        let before = prompt::context_tokens(&self.context, &self.table, &request.context);
        let pass = match request.effort {
            Effort::Quick => {
                let window = fitted_window(audio.len(), MIN_QUICK_WINDOW);
                self.quick_pass(audio, window, &self.bias.short(&before))?
            }
            Effort::Exhaustive => {
                self.careful_pass(audio, FULL_WINDOW, &self.bias.full(&before))?
            }
            Effort::Careful => self.best_pass(audio, &before)?,
        };
        let text = self.bias.vocabulary().spelled(&pass.text);
        Ok(Decoded {
            words: pass.words(&text, audio),
            text,
            evidence: Evidence {
                no_speech_probability: Some(pass.no_speech_probability),
                mean_log_probability: Some(pass.mean_log_probability),
                sentence_end_probability: Some(pass.sentence_end_probability),
            },
            ran_for: began.elapsed(),
        })
    }
}

fn whisper_failed(error: &whisper_rs::WhisperError) -> EngineError {
    EngineError::Failed(format!("whisper: {error}"))
}

/// The encoder positions that so many samples need, at least `shortest`.
fn fitted_window(samples: usize, shortest: usize) -> usize {
    let needed = samples.div_ceil(SAMPLES_PER_POSITION) + WINDOW_MARGIN;
    needed.clamp(shortest, FULL_WINDOW)
}

/// The most tokens that so much audio can hold. The fastest speech stays under 8 per second; the
/// decoder's own limit is half its context of 448.
fn token_limit(samples: usize) -> usize {
    (samples * 10 / SAMPLE_RATE_HZ as usize + 16).min(220)
}

#[cfg(test)]
mod tests;
