//! How sure the model was of each word, from how sure it was of each token.

/// The probability (0..=1) of every word: the geometric mean of those of its tokens. Tokens of
/// punctuation count only where a word has no others. A word begins at a token that begins with a
/// space.
pub(super) fn word_confidences<'a>(tokens: impl Iterator<Item = (&'a [u8], f32)>) -> Vec<f32> {
    let mut confidences = Vec::new();
    let mut word = Tally::default();
    for (bytes, log_probability) in tokens {
        if bytes.first().is_some_and(u8::is_ascii_whitespace) {
            confidences.extend(word.confidence());
            word = Tally::default();
        }
        word.add(bytes, log_probability);
    }
    confidences.extend(word.confidence());
    confidences
}

/// Sums over the tokens of one word.
#[derive(Debug, Default)]
struct Tally {
    spoken: (f32, u16),
    marks: (f32, u16),
}

impl Tally {
    fn add(&mut self, bytes: &[u8], log_probability: f32) {
        let says_something = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let sums = if bytes.iter().any(says_something) {
            &mut self.spoken
        } else if bytes.iter().any(|byte| !byte.is_ascii_whitespace()) {
            &mut self.marks
        } else {
            return;
        };
        sums.0 += log_probability;
        sums.1 += 1;
    }

    /// `None` for nothing but space.
    fn confidence(&self) -> Option<f32> {
        let (sum, count) = if self.spoken.1 > 0 { self.spoken } else { self.marks };
        (count > 0).then(|| (sum / f32::from(count)).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_as_sure_as_its_tokens_on_average() {
        let tokens: [(&[u8], f32); 6] = [
            (b" Kub", -1.0),
            (b"ern", -3.0),
            (b"etes", -2.0),
            (b",", -9.0),
            (b" yes", 0.0),
            (b".", -5.0),
        ];
        let confidences = word_confidences(tokens.into_iter());
        assert_eq!(confidences, [(-2.0_f32).exp(), 1.0]);
    }

    #[test]
    fn there_is_one_for_every_word_of_the_text() {
        for tokens in [
            &[" a", " b", "c"][..],
            &["a", " ", "b"],
            &[" ", " -", " x"],
            &[" ", "\u{fc}", "ber", "?"],
            &[],
            &[" "],
        ] {
            let text = tokens.concat();
            let pieces = tokens.iter().map(|token| (token.as_bytes(), -0.1));
            let words = text.split_whitespace().count();
            assert_eq!(word_confidences(pieces).len(), words, "{text:?}");
        }
    }
}
