//! What of a decoder's output may be typed into an agent.
//!
//! Audio is untrusted input: anyone the microphone hears, and whatever the decoder makes of
//! noise, must not become a keystroke. So a transcript is one line of printable text, without captions
//! of sounds, without the decoder's loops, and without a first character that would switch an agent's
//! composer into another mode. [`crate::text`] applies these rules.

use crate::untrusted::printable;

mod repetition;
mod timing;

pub use repetition::{loop_start, second_copy};
pub use timing::word_spans;

/// Two texts as one, a space between them.
pub fn joined(first: &str, second: &str) -> String {
    let parts = [first, second].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// [`printable`] text for a composer: a leading `!` or `/` (shell and
/// command modes of agents' composers) is dropped.
pub fn sanitise(text: &str) -> String {
    printable(text)
        .trim_start_matches(|c: char| matches!(c, '!' | '/') || c.is_whitespace())
        .to_owned()
}

/// The text without captions of sounds: `[BLANK_AUDIO]`, `(upbeat music)`, `*coughs*`, `♪ … ♪`.
///
/// Only words between marks make a caption: "2 * 3 * 4" and an unpaired bracket stay text.
pub fn without_captions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['[', '(', '*', '♪']) {
        let opening = rest[at..].chars().next().unwrap_or('[');
        let closing = match opening {
            '[' => ']',
            '(' => ')',
            other => other,
        };
        let inside = &rest[at + opening.len_utf8()..];
        out.push_str(&rest[..at]);
        rest = match inside.find(closing) {
            Some(end) if is_caption(&inside[..end]) => &inside[end + closing.len_utf8()..],
            _ => {
                out.push(opening);
                inside
            }
        };
    }
    out.push_str(rest);
    out
}

fn is_caption(inside: &str) -> bool {
    let word = |c: char| c.is_alphabetic() || matches!(c, ' ' | '_' | '-' | '\'' | ',' | '.');
    !inside.trim().is_empty() && inside.chars().all(word)
}

/// The first `words` words of a text.
pub fn first_words(text: &str, words: usize) -> String {
    text.split_whitespace().take(words).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod fuzzing;
