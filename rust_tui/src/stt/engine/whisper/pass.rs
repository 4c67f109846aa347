//! What one pass of the decoder over the audio wrote, and how it becomes a transcript.

use std::ops::Range;

use parlo_core::audio::duration_of;
use parlo_core::decoded::Word;
use parlo_core::transcript::{first_words, loop_start, second_copy, word_spans};
use parlo_core::untrusted::printable;

/// What one pass over the audio wrote.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pass {
    pub(super) text: String,
    /// How sure the model is (0..=1) of each word of the text.
    pub(super) confidences: Vec<f32>,
    pub(super) no_speech_probability: f32,
    pub(super) mean_log_probability: f32,
    /// The probability (0..=1) of the last token, if it is a mark that ends a sentence; else 0.
    pub(super) sentence_end_probability: f32,
    /// It began to repeat itself, or wrote more than the audio can hold; `text` ends before that.
    pub(super) looped: bool,
}

impl Pass {
    /// The words of the text in the user's spelling, with their places in the audio.
    pub(super) fn words(&self, text: &str, audio: &[f32]) -> Vec<Word> {
        let texts: Vec<&str> = text.split_whitespace().collect();
        let unknown = self.mean_log_probability.exp();
        let confidences = self.confidences.iter().copied().chain(std::iter::repeat(unknown));
        let spans = word_spans(audio, &texts);
        let words = texts.into_iter().zip(spans).zip(confidences);
        let word = |((text, span), confidence): ((&str, Range<u64>), f32)| Word {
            text: printable(text),
            start: duration_of(span.start),
            end: duration_of(span.end),
            confidence,
        };
        words.map(word).collect()
    }

    /// Ends the text before it repeats itself, if it does.
    pub(super) fn cut(mut self, samples: usize) -> Self {
        let repeats =
            loop_start(&self.text).or_else(|| second_copy(&self.text, duration_of(samples as u64)));
        if let Some(words) = repeats {
            self.text = first_words(&self.text, words);
            self.looped = true;
        }
        self
    }
}
