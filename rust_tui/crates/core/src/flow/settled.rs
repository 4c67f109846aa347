//! What is settled of a long utterance, so that its last decode is short.
//!
//! A decode begun in a pause after which speech goes on is not wasted: its words stand for what was
//! said before the pause. If the stretch is long enough to be understood by itself and the silence
//! long enough to be cut in, they are settled; later decodes cover only what follows and are told
//! these words as context. Settled words are not typed before the utterance is over, so that it can
//! still be taken back.

use super::take::Speculation;
use crate::audio::{duration_of, samples_in};
use crate::endpoint::Heard;
use crate::finality::{Finality, finality};
use crate::transcript::{Decoded, Word, joined, settled_text, typeable_text};
use std::ops::Range;
use std::time::Duration;

/// Shortest silence that is cut in. Detectors notice a word up to 50 ms after its first sound.
const CUT_SILENCE: Duration = Duration::from_millis(160);
/// Shortest stretch that is settled when its text ends like a sentence.
const SENTENCE: Duration = Duration::from_millis(2_500);
/// Shortest stretch that is settled in the middle of a sentence, which costs the decoder some of
/// its understanding.
const CLAUSE: Duration = Duration::from_millis(6_000);

/// The settled part of a take: nothing at first.
#[derive(Debug, Default)]
pub(super) struct Settled {
    text: String,
    words: Vec<Word>,
    /// Where its audio ends.
    end: u64,
}

impl Settled {
    /// The words, as they will be typed.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What of the span is not settled.
    pub(super) fn rest_of(&self, span: Range<u64>) -> Range<u64> {
        span.start.max(self.end)..span.end.max(self.end)
    }

    /// The words with those of a later stretch behind them, as they may be typed; `heard` is the
    /// speech of the whole take, if it is known.
    pub(super) fn followed_by(&self, decoded: &Decoded, heard: Option<Heard>) -> String {
        let spoken = heard.map_or(Duration::MAX, |heard| self.unsettled(heard));
        joined(&self.text, &typeable_text(decoded, spoken))
    }

    /// How much of what was heard is not settled.
    fn unsettled(&self, heard: Heard) -> Duration {
        duration_of(heard.voiced_end.saturating_sub(heard.onset.max(self.end)))
    }

    /// The settled words and those of a later stretch, as far as they stand in `typed`, which is
    /// what [`Self::followed_by`] made of the same.
    pub(super) fn words_with(&self, decoded: &Decoded, typed: &str) -> Vec<Word> {
        let later = if typed == self.text { &[][..] } else { &decoded.words };
        [self.words.as_slice(), later].concat()
    }

    /// Settles the words of a guess that is decoded and after which speech went on, if they can
    /// stand alone. Anything else changes nothing.
    pub(super) fn settle(&mut self, guess: &Speculation) {
        let (Some(decoded), Some(resumed_at)) = (&guess.result, guess.resumed_at) else { return };
        let voiced_end = guess.heard.voiced_end;
        let silence = resumed_at.saturating_sub(voiced_end);
        let length = voiced_end.saturating_sub(guess.heard.onset.max(self.end));
        let needed = match finality(decoded) {
            Finality::Finished => SENTENCE,
            Finality::Open | Finality::Dangling => CLAUSE,
        };
        let words = settled_text(decoded, self.unsettled(guess.heard));
        if silence < samples_in(CUT_SILENCE) || length < samples_in(needed) || words.is_empty() {
            return;
        }
        self.words.extend_from_slice(&decoded.words);
        if let Some(last) = self.words.last_mut().filter(|_| !words.ends_with('.')) {
            last.text.truncate(last.text.trim_end_matches('.').len());
        }
        self.text = joined(&self.text, &words);
        self.end = voiced_end + silence / 2;
    }
}
