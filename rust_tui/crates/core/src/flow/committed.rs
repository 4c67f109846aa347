//! What is committed of a long utterance, so that its last decode is short.
//!
//! A decode begun in a pause after which speech goes on is not wasted: its words stand for what was
//! said before the pause. If the stretch is long enough to be understood by itself and the silence
//! long enough to be cut in, they are committed; later decodes cover only what follows and are told
//! these words as context. Committed words are not typed before the utterance is over, so that it can
//! still be taken back.

use super::take::Speculation;
use crate::audio::{duration_of, samples_in};
use crate::decoded::{Decoded, Word};
use crate::endpoint::Heard;
use crate::finality::{Finality, finality};
use crate::transcript::{committed_text, joined, typeable_text};
use std::ops::Range;
use std::time::Duration;

/// Shortest silence that is cut in. Detectors notice a word up to 50 ms after its first sound.
const CUT_SILENCE: Duration = Duration::from_millis(160);
/// Shortest stretch that is committed when its text ends like a sentence.
const SENTENCE: Duration = Duration::from_millis(2_500);
/// Shortest stretch that is committed in the middle of a sentence, which costs the decoder some of
/// its understanding.
const CLAUSE: Duration = Duration::from_millis(6_000);

/// The committed part of a take: nothing at first.
#[derive(Debug, Default)]
pub(super) struct Committed {
    text: String,
    words: Vec<Word>,
    /// Where its audio ends.
    end: u64,
}

impl Committed {
    /// The words, as they will be typed.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What of the span is not committed.
    pub(super) fn rest_of(&self, span: Range<u64>) -> Range<u64> {
        span.start.max(self.end)..span.end.max(self.end)
    }

    /// The words with those of a later stretch behind them, as they may be typed; `heard` is the
    /// speech of the whole take, if it is known.
    pub(super) fn followed_by(&self, decoded: &Decoded, heard: Option<Heard>) -> String {
        let spoken = heard.map_or(Duration::MAX, |heard| self.uncommitted(heard));
        joined(&self.text, &typeable_text(decoded, spoken))
    }

    /// How much of what was heard is not committed.
    fn uncommitted(&self, heard: Heard) -> Duration {
        duration_of(heard.voiced_end.saturating_sub(heard.onset.max(self.end)))
    }

    /// The committed words and those of a later stretch, as far as they stand in `typed`, which is
    /// what [`Self::followed_by`] made of the same.
    pub(super) fn words_with(&self, decoded: &Decoded, typed: &str) -> Vec<Word> {
        let later = if typed == self.text { &[][..] } else { &decoded.words };
        [self.words.as_slice(), later].concat()
    }

    /// Settles the words of a speculation that is decoded and after which speech went on, if they can
    /// stand alone. Anything else changes nothing.
    pub(super) fn commit(&mut self, speculation: &Speculation) {
        let (Some(decoded), Some(resumed_at)) = (&speculation.result, speculation.resumed_at)
        else {
            return;
        };
        let voiced_end = speculation.heard.voiced_end;
        let silence = resumed_at.saturating_sub(voiced_end);
        let length = voiced_end.saturating_sub(speculation.heard.onset.max(self.end));
        let needed = match finality(decoded) {
            Finality::Finished => SENTENCE,
            Finality::Open | Finality::Dangling => CLAUSE,
        };
        let words = committed_text(decoded, self.uncommitted(speculation.heard));
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
