//! The quick pass: whisper.cpp's encoder, and tokens chosen by [`Greedy`].

use std::sync::atomic::Ordering;

use super::greedy::Greedy;
use super::{Pass, WhisperEngine, token_limit, whisper_failed};
use crate::stt::engine::EngineError;

impl WhisperEngine {
    pub(super) fn quick_pass(
        &mut self,
        audio: &[f32],
        window: usize,
        prompt: &[i32],
    ) -> Result<Pass, EngineError> {
        self.encode(audio, window)?;
        let (state, threads, signal) = (&mut self.state, self.threads, &self.signal);
        let next = |tokens: &[i32], position: usize| {
            if signal.is_raised() {
                return Err(EngineError::Aborted);
            }
            // Of a batch of several the binding hands out the logits of the first, which whisper.cpp
            // does not compute: such a batch is only there for the decoder to remember.
            state.decode(tokens, position, threads).map_err(|error| whisper_failed(&error))?;
            state.get_logits().map(<[f32]>::to_vec).map_err(|error| whisper_failed(&error))
        };
        let language = if self.detect_language { None } else { self.language };
        let greedy = Greedy { table: &self.table, language, prompt };
        let (pass, heard) = greedy.decode(token_limit(audio.len()), next)?;
        self.language = heard.or(self.language);
        Ok(pass.cut(audio.len()))
    }

    /// Runs the encoder; its result stays in the state for the decoder.
    fn encode(&mut self, audio: &[f32], window: usize) -> Result<(), EngineError> {
        self.pad(audio);
        let mut parameters = self.encoder_only.clone();
        parameters.set_audio_ctx(window as i32);
        parameters.set_n_threads(self.threads as i32);
        self.encoded.store(false, Ordering::Relaxed);
        match self.state.full(parameters, &self.padded) {
            Err(error) if !self.encoded.load(Ordering::Relaxed) => Err(whisper_failed(&error)),
            _ => Ok(()),
        }
    }
}
