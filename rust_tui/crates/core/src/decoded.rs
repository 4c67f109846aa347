//! What a decoder made of a stretch of audio: its text, its words, and how sure it was.

use std::time::Duration;

/// What a decoder made of a stretch of audio.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The raw text.
    pub text: String,
    /// How sure the engine is of the text.
    pub evidence: Evidence,
    /// The words of the text, in order. Their times count from the first sample of the decoded
    /// audio; once a take's decode is reported, from the first sample of the take.
    pub words: Vec<Word>,
    /// How long the decode ran.
    pub ran_for: Duration,
}

impl Decoded {
    /// The same with the words so much later.
    #[must_use]
    pub fn delayed(mut self, by: Duration) -> Self {
        for word in &mut self.words {
            word.start += by;
            word.end += by;
        }
        self
    }
}

/// How sure an engine is of a text, as far as it knows. What it does not know is neither for nor
/// against the text: [`crate::gate`] stops nothing because it is missing, [`crate::finality`] neither
/// shortens nor lengthens the wait.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Evidence {
    /// The model's own probability (0..=1) that there was no speech.
    pub no_speech_probability: Option<f32>,
    /// Mean natural logarithm of the token probabilities; 0 is certain, below −1 hardly more than
    /// chance.
    pub mean_log_probability: Option<f32>,
    /// The model's probability (0..=1) that the text ends in a mark that ends a sentence.
    pub sentence_end_probability: Option<f32>,
}

/// A word of a transcript, with the marks that stand at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// How it is written.
    pub text: String,
    /// Where it begins in the audio; [`Decoded::words`] says from when that counts,
    /// [`crate::transcript::word_spans`] how exact it is.
    pub start: Duration,
    /// Where it ends, counted in the same way.
    pub end: Duration,
    /// How sure the model is of it (0..=1): the geometric mean of the probabilities of its parts,
    /// those of punctuation left out.
    pub confidence: f32,
}
