//! The words of a transcript as JSON, for `listen` and `transcribe`.

use parlo_core::decoded::Word;
use serde_json::{Value, json};
use std::time::Duration;

/// One object per word: its text, times in milliseconds, `offset` later than they count, and the
/// confidence to a hundredth.
pub fn words_to_json(words: &[Word], offset: Duration) -> Value {
    let ms = |time: Duration| (offset + time).as_millis() as u64;
    let word = |word: &Word| {
        let confidence = (f64::from(word.confidence) * 100.0).round() / 100.0;
        json!({ "text": word.text, "start_ms": ms(word.start), "end_ms": ms(word.end),
                "confidence": confidence })
    };
    words.iter().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_its_place_and_its_confidence() {
        let time = Duration::from_millis;
        let word =
            Word { text: "Run".to_owned(), start: time(40), end: time(290), confidence: 0.876 };
        let expected =
            json!([{ "text": "Run", "start_ms": 1_040, "end_ms": 1_290, "confidence": 0.88 }]);
        assert_eq!(words_to_json(&[word], time(1_000)), expected);
    }
}
