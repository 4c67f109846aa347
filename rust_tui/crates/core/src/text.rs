//! The text stage: from a decode to what may be typed. Every text goes through it, in the flow, in
//! `parlo transcribe` and where a take is transcribed again.
//!
//! The stages, in their order: the speech gate ([`crate::gate`]) decides whether anybody said it,
//! captions of sounds are taken out, what is left becomes one printable line that begins with nothing
//! a composer would take for a command ([`crate::transcript`]).

use std::time::Duration;

use crate::decoded::Decoded;
use crate::gate::is_spoken;
use crate::transcript::{joined, sanitise, without_captions};

/// Probability from which a full stop in the middle of an utterance is believed: most of those that
/// end a sentence reach it, few of those that silence made up do.
const SURE_FULL_STOP: f32 = 0.7;

/// What follows the decoded stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// Nothing: it is the end of the utterance, as far as is known.
    ByNothing,
    /// More speech: a full stop of which the decoder says that it is not sure was made up by the
    /// silence.
    BySpeech,
}

/// A piece of what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words to type: one line of printable text, not empty.
    Text(String),
}

/// The pieces of a decode, in order; none where nothing was really said. `spoken` is the time from the
/// first voiced sample of the decoded audio to the last, pauses between them included;
/// [`Duration::MAX`] if that is not known.
pub fn finish(decoded: &Decoded, spoken: Duration, followed: Followed) -> Vec<Piece> {
    let mut text = sanitise(&without_captions(&decoded.text));
    if !is_spoken(&text, decoded.evidence, spoken) {
        return Vec::new();
    }
    let end = decoded.evidence.sentence_end_probability;
    if followed == Followed::BySpeech
        && end.is_some_and(|end| end < SURE_FULL_STOP)
        && text.ends_with('.')
        && !text.ends_with("..")
    {
        text.pop();
        text.truncate(text.trim_end().len());
    }
    if text.is_empty() { Vec::new() } else { vec![Piece::Text(text)] }
}

/// The text to type for the end of an utterance, as far as it goes; see [`finish`].
pub fn typeable(decoded: &Decoded, spoken: Duration) -> String {
    text_of(&finish(decoded, spoken, Followed::ByNothing))
}

/// The text of the pieces, in one line; empty if there are none.
pub fn text_of(pieces: &[Piece]) -> String {
    pieces.iter().fold(String::new(), |text, piece| match piece {
        Piece::Text(more) => joined(&text, more),
    })
}

#[cfg(test)]
mod tests;
