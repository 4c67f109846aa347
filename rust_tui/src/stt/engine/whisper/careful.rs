//! The careful pass: whisper.cpp's beam search.

use super::confidence::word_confidences;
use super::greedy::log_probability;
use super::{Pass, WhisperEngine, token_limit, whisper_failed};
use crate::stt::engine::EngineError;

impl WhisperEngine {
    pub(super) fn careful_pass(
        &mut self,
        audio: &[f32],
        window: usize,
        prompt: &[i32],
    ) -> Result<Pass, EngineError> {
        self.pad(audio);
        let mut parameters = self.beam_search.clone();
        parameters.set_audio_ctx(window as i32);
        parameters.set_n_threads(self.threads as i32);
        // Used although `no_context` is set: that only forgets what earlier decodes wrote.
        parameters.set_tokens(prompt);
        let limit = token_limit(audio.len());
        parameters.set_max_tokens(limit as i32);
        if self.table.languages.is_some() {
            // Unknown until the first quick pass has heard it; then it costs nothing.
            let name = self.language.and_then(whisper_rs::get_lang_str);
            parameters.set_language(Some(name.unwrap_or("auto")));
        }
        match self.state.full(parameters, &self.padded) {
            Ok(()) => {
                let no_speech_probability = self.no_speech_probability()?;
                let pass = Pass { no_speech_probability, ..self.collect(limit) };
                Ok(pass.cut(audio.len()))
            }
            Err(_) if self.signal.is_raised() => Err(EngineError::Aborted),
            Err(error) => Err(whisper_failed(&error)),
        }
    }

    /// How likely the model holds it that the audio just decoded has no speech.
    ///
    /// whisper.cpp's own value is not that: where the transcript starts with more than one token it
    /// reads logits that were left over from an earlier step.
    fn no_speech_probability(&mut self) -> Result<f32, EngineError> {
        let start = [self.table.start];
        self.state.decode(&start, 0, self.threads).map_err(|error| whisper_failed(&error))?;
        let logits = self.state.get_logits().map_err(|error| whisper_failed(&error))?;
        Ok(log_probability(logits, self.table.no_speech).exp())
    }

    fn collect(&self, limit: usize) -> Pass {
        let mut pass = Pass {
            text: String::new(),
            confidences: Vec::new(),
            no_speech_probability: 0.0,
            mean_log_probability: 0.0,
            sentence_end_probability: 0.0,
            looped: false,
        };
        let (mut log_probabilities, mut tokens) = (0.0, 0);
        let mut pieces: Vec<(&[u8], f32)> = Vec::new();
        for segment in self.state.as_iter() {
            pass.text.push_str(&segment.to_str_lossy().unwrap_or_default());
            for index in 0..segment.n_tokens() {
                let Some(token) = segment.get_token(index) else { continue };
                if token.token_id() >= self.table.end {
                    continue;
                }
                let ends = self.table.sentence_ends.contains(&token.token_id());
                pass.sentence_end_probability = if ends { token.token_probability() } else { 0.0 };
                let log_probability = token.token_data().plog;
                pieces.push((self.table.bytes(token.token_id()), log_probability));
                log_probabilities += log_probability;
                tokens += 1;
            }
        }
        pass.confidences = word_confidences(pieces.into_iter());
        pass.mean_log_probability = log_probabilities / tokens.max(1) as f32;
        pass.looped = tokens >= limit;
        pass
    }
}
