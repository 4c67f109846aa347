//! The words of a take as they stand, revision by revision.
//!
//! The flow emits one whenever they change ([`crate::flow::Effect::Words`]): when a take begins, when
//! more is decoded, when words are committed, when the text is final, and when nothing comes of it.
//! All that shows or forwards words reads these alone.

use crate::decoded::Word;
use crate::take_id::TakeId;

/// How far a take's words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveStage {
    /// The take has begun; there are no words yet.
    Begun,
    /// Words that may change, but for the committed ones.
    Partial,
    /// The text as it will be typed.
    Final,
    /// The user cancelled the take, at any time before it was typed.
    Cancelled,
    /// No text comes of it: nothing was said, or it failed.
    Failed,
}

/// The words of one take.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveText {
    /// The take.
    pub take: TakeId,
    /// Counts the changes within the take, from 0 at its beginning.
    pub revision: u32,
    /// How far it is.
    pub stage: LiveStage,
    /// The words as they would be typed: one line of printable text, empty where nothing was
    /// understood.
    pub text: String,
    /// So many of the words will not be decoded again.
    pub committed: usize,
    /// The words with their place in the take and the decoder's confidence in each.
    pub words: Vec<Word>,
}

impl LiveText {
    /// Those of a take that begins.
    pub fn begun(take: TakeId) -> Self {
        let (text, words) = (String::new(), Vec::new());
        Self { take, revision: 0, stage: LiveStage::Begun, text, committed: 0, words }
    }

    /// Takes other words in; whether that is a change.
    pub fn advance(
        &mut self,
        stage: LiveStage,
        text: String,
        words: Vec<Word>,
        committed: usize,
    ) -> bool {
        let committed = committed.min(words.len());
        let next = Self { take: self.take, revision: self.revision, stage, text, committed, words };
        let changed = next != *self;
        *self = Self { revision: self.revision + u32::from(changed), ..next };
        changed
    }

    /// Ends without a text; whether that is a change.
    pub fn end(&mut self, stage: LiveStage) -> bool {
        self.advance(stage, String::new(), Vec::new(), 0)
    }
}
