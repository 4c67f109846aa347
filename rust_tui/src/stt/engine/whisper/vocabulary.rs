//! The words to listen for: how the decoder reads them, and what becomes of them in its text.
//!
//! Pure text; [`super::prompt`] turns it into tokens.

use parlo_core::wer::normalised_words;

/// The words to listen for, in the user's spelling.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: Vec<String>,
    /// Every single word of them, as words are compared.
    parts: Vec<String>,
}

impl Vocabulary {
    pub(super) fn new(words: &[String]) -> Self {
        let words: Vec<String> = words.iter().map(|word| word.trim().to_owned()).collect();
        let parts = words.iter().flat_map(|word| normalised_words(word)).collect();
        Self { words, parts }
    }

    /// The words as one line of a transcript; empty if there are none.
    ///
    /// Words in small letters are written as names: Whisper knows "Tokio" better than "tokio" (30
    /// errors in place of 45 in 294 words with a vocabulary of 20, 87 without one), and after a list
    /// in small letters it begins its sentences small.
    pub(super) fn glossary(&self) -> String {
        if self.words.is_empty() {
            return String::new();
        }
        let names: Vec<String> = self.words.iter().map(|word| as_name(word)).collect();
        format!("{}.", names.join(", "))
    }

    /// Whether at least half of the text's words are among these, as when the decoder of noise
    /// repeats what it has read.
    pub(super) fn makes_up(&self, text: &str) -> bool {
        let words = normalised_words(text);
        let known = words.iter().filter(|word| self.parts.contains(word)).count();
        known > 0 && known * 2 >= words.len()
    }

    /// The text with these words in the user's spelling. What the decoder wrote small stays small,
    /// as it is no name there ("go on" where the vocabulary has "Go"), and a sentence keeps its
    /// first letter.
    pub(super) fn spelled(&self, text: &str) -> String {
        let mut starts_sentence = true;
        let mut out = String::with_capacity(text.len());
        for piece in text.split_inclusive(char::is_whitespace) {
            let bare = piece.trim_matches(|c: char| !c.is_alphanumeric());
            let spelling = self.words.iter().find(|word| is_same_word(word, bare));
            match spelling {
                Some(word) if !starts_sentence && bare.chars().any(char::is_uppercase) => {
                    out.push_str(&piece.replacen(bare, word, 1));
                }
                _ => out.push_str(piece),
            }
            if !bare.is_empty() {
                starts_sentence = piece.trim_end().ends_with(['.', '?', '!']);
            }
        }
        out
    }
}

fn is_same_word(word: &str, other: &str) -> bool {
    word.to_lowercase() == other.to_lowercase()
}

fn as_name(word: &str) -> String {
    let mut characters = word.chars();
    match characters.next() {
        Some(first) if !word.chars().any(char::is_uppercase) => {
            format!("{}{}", first.to_uppercase(), characters.as_str())
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&str]) -> Vocabulary {
        Vocabulary::new(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn the_decoder_reads_names() {
        let glossary = vocabulary(&["tokio", "GraphQL", "éclair", "pull request"]).glossary();
        assert_eq!(glossary, "Tokio, GraphQL, Éclair, Pull request.");
        assert_eq!(vocabulary(&[]).glossary(), "");
    }

    #[test]
    fn names_are_written_as_the_user_writes_them() {
        let known = vocabulary(&["tokio", "nginx", "GraphQL", "Go", "e2e"]);
        for (heard, written) in [
            (" Restart NGINX, then Tokio.", " Restart nginx, then tokio."),
            (" Use Graphql here.", " Use GraphQL here."),
            (" Tokio is fast. NGINX too?", " Tokio is fast. NGINX too?"),
            (" We go on to Go.", " We go on to Go."),
            (" Run the E2E tests", " Run the e2e tests"),
            (" Tokios", " Tokios"),
            ("", ""),
            (" – ", " – "),
        ] {
            assert_eq!(known.spelled(heard), written);
        }
    }

    #[test]
    fn an_echo_is_made_of_the_words_it_has_read() {
        let known = vocabulary(&["Redis", "Webpack", "pull request"]);
        for (text, echo) in [
            (" Redis, Webpack,", true),
            (" The Redis, Webpack, Voila, Redis, Webpack,", true),
            (" Pull request.", true),
            (" Move the data from Postgres to Redis.", false),
            (" Thank you.", false),
            ("", false),
        ] {
            assert_eq!(known.makes_up(text), echo, "{text}");
        }
        assert!(!vocabulary(&[]).makes_up(" Redis."));
    }
}
