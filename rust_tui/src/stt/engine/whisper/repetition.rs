//! Notices, while a text is being written, that the decoder has begun to repeat itself.

/// Longest phrase, in tokens, that is looked for: half of the longest text.
const LONGEST_PHRASE: usize = 110;

/// How often a phrase of so many tokens must follow on itself before it counts as a loop. People do
/// say "no no no" and "very very very"; nobody says a whole clause three times in one breath, or a
/// whole sentence twice.
fn copies_needed(phrase_tokens: usize) -> usize {
    match phrase_tokens {
        1 | 2 => 5,
        3 | 4 => 4,
        5..=11 => 3,
        _ => 2,
    }
}

/// If the tokens end in a loop, how many of them there are up to and including its first copy.
pub(super) fn first_copy_end(tokens: &[i32]) -> Option<usize> {
    let longest = LONGEST_PHRASE.min(tokens.len() / 2);
    for length in 1..=longest {
        let needed = copies_needed(length);
        let Some(start) = tokens.len().checked_sub(length * needed) else { continue };
        let tail = &tokens[start..];
        if tail.chunks_exact(length).all(|copy| copy == &tail[..length]) {
            return Some(start + length);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_is_noticed_at_its_last_needed_copy() {
        let looping = [7, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5];
        assert_eq!(first_copy_end(&looping), Some(6));
        assert_eq!(first_copy_end(&looping[..15]), None);
        assert_eq!(first_copy_end(&[9, 4, 4, 4, 4, 4]), Some(2));
    }

    #[test]
    fn a_long_sentence_loops_at_its_second_copy() {
        let sentence: Vec<i32> = (0..12).collect();
        assert_eq!(first_copy_end(&[&[99], sentence.as_slice(), &sentence].concat()), Some(13));
        assert_eq!(first_copy_end(&[&sentence[..11], &sentence[..11]].concat()), None);
        let longest: Vec<i32> = (0..110).collect();
        assert_eq!(first_copy_end(&[longest.as_slice(), &longest].concat()), Some(110));
    }

    #[test]
    fn emphasis_is_no_loop() {
        assert_eq!(first_copy_end(&[1, 5, 5, 5, 5]), None);
        assert_eq!(first_copy_end(&[1, 2, 1, 2, 1, 2]), None);
        assert_eq!(first_copy_end(&[]), None);
    }
}
