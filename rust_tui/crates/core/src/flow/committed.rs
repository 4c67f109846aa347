//! What is committed of a long utterance, so that its last decode is short.
//!
//! A decode begun in a pause after which speech goes on is not wasted: its words stand for what was
//! said before the pause. If the stretch is long enough to be understood by itself and the silence
//! long enough to be cut in, they are committed; later decodes cover only what follows and get these
//! words as context. Committed words are not typed before the utterance is over, so that it can
//! still be cancelled.

use std::ops::Range;
use std::time::Duration;

use crate::audio::{duration_of, samples_in};
use crate::decoded::{Decoded, Word};
use crate::endpoint::Heard;
use crate::finality::{Finality, finality};
use crate::text::{Followed, finish, text_of};
use crate::transcript::joined;

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

    /// The words with their times.
    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    /// What of the span is not committed.
    pub(super) fn rest_of(&self, span: Range<u64>) -> Range<u64> {
        span.start.max(self.end)..span.end.max(self.end)
    }

    /// The text and the words with those of a later stretch behind them, as they may be typed;
    /// `heard` is the speech of the whole take, if it is known.
    pub(super) fn followed_by(
        &self,
        decoded: &Decoded,
        heard: Option<Heard>,
    ) -> (String, Vec<Word>) {
        let spoken = heard.map_or(Duration::MAX, |heard| self.uncommitted(heard));
        let later = text_of(&finish(decoded, spoken, Followed::ByNothing));
        let later_words = if later.is_empty() { &[][..] } else { &decoded.words };
        (joined(&self.text, &later), [self.words.as_slice(), later_words].concat())
    }

    /// How much of what was heard is not committed.
    fn uncommitted(&self, heard: Heard) -> Duration {
        duration_of(heard.voiced_end.saturating_sub(heard.onset.max(self.end)))
    }

    /// Commits the words of a speculation that covers what was `heard` and after which speech went on
    /// at this sample, if they can stand alone. Anything else changes nothing.
    pub(super) fn commit(&mut self, decoded: &Decoded, heard: Heard, resumed_at: u64) {
        let silence = resumed_at.saturating_sub(heard.voiced_end);
        let length = heard.voiced_end.saturating_sub(heard.onset.max(self.end));
        let needed = match finality(decoded) {
            Finality::Finished => SENTENCE,
            Finality::Open | Finality::Dangling => CLAUSE,
        };
        let words = text_of(&finish(decoded, self.uncommitted(heard), Followed::BySpeech));
        if silence < samples_in(CUT_SILENCE) || length < samples_in(needed) || words.is_empty() {
            return;
        }
        self.words.extend_from_slice(&decoded.words);
        if let Some(last) = self.words.last_mut().filter(|_| !words.ends_with('.')) {
            last.text.truncate(last.text.trim_end_matches('.').len());
        }
        self.text = joined(&self.text, &words);
        self.end = heard.voiced_end + silence / 2;
    }
}
