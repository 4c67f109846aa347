//! Texts that repeat themselves as a looping decoder does, and not as people do.

use std::time::Duration;

/// Where a text starts to repeat itself as a looping decoder does.
///
/// Yields the number of words up to and including the first copy of the repeated phrase, or `None`
/// for a text without a loop. A loop is a phrase said at least three times in a row, single words
/// five times, pairs four: people do say "no no no". A phrase of eight words or more is one at its
/// second copy: "it was the best of times, it was the worst of times" is what comes nearest.
pub fn loop_start(text: &str) -> Option<usize> {
    let words = bare_words(text);
    for start in 0..words.len() {
        let rest = &words[start..];
        for length in 1..=rest.len() / 2 {
            let needed = match length {
                1 => 5,
                2 => 4,
                3..=7 => 3,
                _ => 2,
            };
            let phrase = &rest[..length];
            let copies = rest.chunks_exact(length).take_while(|copy| *copy == phrase).count();
            if copies >= needed {
                return Some(start + length);
            }
        }
    }
    None
}

/// Fewest words of a phrase that may be taken for a loop at its second copy by its speed alone.
const SHORTEST_COPIED: usize = 4;
/// Characters per second of audio, its silent ends included, above which nobody says a phrase twice.
/// Texts read aloud have 10 to 18; who repeats a sentence takes his time.
const FASTEST_REPEATED: f64 = 16.0;

/// Where a text that ends in the same phrase twice begins to say it again, if audio of that length
/// hardly holds both copies; yields the number of words before that.
pub fn second_copy(text: &str, audio: Duration) -> Option<usize> {
    let fastest = FASTEST_REPEATED * audio.as_secs_f64();
    if (text.trim().chars().count() as f64) < fastest {
        return None;
    }
    let words = bare_words(text);
    (SHORTEST_COPIED..=words.len() / 2)
        .find(|length| {
            let second = words.len() - length;
            words[second - length..second] == words[second..]
        })
        .map(|length| words.len() - length)
}

/// The words in small letters without marks; as many as are between spaces.
fn bare_words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| {
            word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::first_words;

    #[test]
    fn loops_are_found_where_they_start() {
        assert_eq!(loop_start("Stop. Stop. Stop. Stop. Stop. Stop."), Some(1));
        assert_eq!(loop_start("Fix it now. Fix it now. Fix it now."), Some(3));
        assert_eq!(loop_start("Please run the tests the tests the tests the tests"), Some(4));
        assert_eq!(first_words("Fix it now. Fix it now.", 3), "Fix it now.");
    }

    #[test]
    fn a_long_sentence_is_a_loop_at_its_second_copy() {
        let sentence = "Explain why the build is slow on the continuous integration server.";
        for copies in 2..4 {
            assert_eq!(loop_start(&[sentence].repeat(copies).join(" ")), Some(11));
        }
        let eight = "one two three four five six seven eight";
        assert_eq!(loop_start(&format!("So {eight}, {eight}")), Some(9));
    }

    #[test]
    fn people_repeat_themselves_a_little() {
        for text in [
            "no no no",
            "that is very, very, very good",
            "it was the best of times, it was the worst of times, it was the age of wisdom, it was \
             the age of foolishness, we had everything before us, we had nothing before us, we were \
             all going direct to heaven, we were all going direct the other way",
            "run the test suite again. Run the test suite again.",
            "",
            "la la la la",
        ] {
            assert_eq!(loop_start(text), None, "{text}");
        }
    }

    #[test]
    fn a_phrase_said_twice_needs_time_for_both() {
        let seconds = Duration::from_secs_f64;
        let twice = "Draw the table with Ratatouille. Draw the table with Ratatouille.";
        assert_eq!(second_copy(twice, seconds(2.5)), Some(5));
        assert_eq!(second_copy(twice, seconds(5.0)), None);
        assert_eq!(second_copy("So now add the file, add the file now.", seconds(1.0)), None);
        assert_eq!(second_copy("Yes. Stop that now. Stop that now.", seconds(0.5)), None);
        assert_eq!(second_copy("", seconds(0.0)), None);
    }
}
