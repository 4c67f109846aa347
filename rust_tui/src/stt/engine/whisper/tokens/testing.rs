//! A vocabulary for tests.

use super::{TokenTable, is_non_speech, sentence_ends};

impl TokenTable {
    /// A vocabulary of these words for tests: tokens 0.., then end, start, no-timestamps, no-speech,
    /// transcribe, previous.
    pub(in super::super) fn of_words(words: &[&str]) -> Self {
        let end = words.len() as i32;
        let bytes: Vec<Vec<u8>> = words.iter().map(|word| word.as_bytes().to_vec()).collect();
        Self {
            suppressed: bytes.iter().map(|text| is_non_speech(text)).collect(),
            sentence_ends: sentence_ends(&bytes),
            blank: words.iter().position(|word| *word == " ").map(|at| at as i32),
            bytes,
            end,
            start: end + 1,
            no_timestamps: end + 2,
            no_speech: end + 3,
            transcribe: end + 4,
            previous: end + 5,
            languages: None,
        }
    }
}
