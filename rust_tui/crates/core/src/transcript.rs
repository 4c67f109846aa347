//! What of a decoder's output may be typed into an agent.
//!
//! Audio is untrusted input: whoever is heard by the microphone, and whatever the decoder makes of
//! noise, must not become a keystroke. So a transcript is one line of printable text that passed the
//! speech gate ([`crate::gate`]), without captions of sounds, without the decoder's loops, and without
//! a first character that would switch an agent's composer into another mode.

use crate::decoded::Decoded;
use crate::gate::is_spoken;
use crate::untrusted::printable;
use std::time::Duration;

mod repetition;
mod timing;

pub use repetition::{loop_start, second_copy};
pub use timing::word_spans;

/// The text to type for a decode: clean, or empty when nothing was really said. `spoken` is the
/// time from the first voiced sample of the decoded audio to the last, pauses between them included;
/// [`Duration::MAX`] if that is not known.
pub fn typeable_text(decoded: &Decoded, spoken: Duration) -> String {
    let text = sanitise(&without_captions(&decoded.text));
    if is_spoken(&text, decoded, spoken) { text } else { String::new() }
}

/// [`typeable_text`] of a stretch after which the speaker went on: without a full stop of which the
/// decoder was not sure, since silence alone makes it write one; one of which it does not say how sure
/// it is stays.
pub fn committed_text(decoded: &Decoded, spoken: Duration) -> String {
    let mut text = typeable_text(decoded, spoken);
    let end = decoded.evidence.sentence_end_probability;
    if end.is_some_and(|end| end < SURE_FULL_STOP) && text.ends_with('.') && !text.ends_with("..") {
        text.pop();
        text.truncate(text.trim_end().len());
    }
    text
}

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

/// Probability from which a full stop in the middle of an utterance is believed: most of those that
/// end a sentence reach it, few of those that silence made up do.
const SURE_FULL_STOP: f32 = 0.7;

/// The first `words` words of a text.
pub fn first_words(text: &str, words: usize) -> String {
    text.split_whitespace().take(words).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod fuzzing;
#[cfg(test)]
mod tests;
