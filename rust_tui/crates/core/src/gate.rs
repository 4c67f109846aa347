//! The speech gate: whether somebody said a text, or the decoder wrote it over noise.
//!
//! Whisper writes something over every sound it is given. The detector in front of it keeps most noise
//! away (`docs/vad.md` has the numbers), the gate stops the rest, by all that is known of a decode at
//! once:
//!
//! * the model's own probability that there was no speech, together with how sure it was of its
//!   words: the likelier silence is, the surer the words must be;
//! * a stricter line for what it likes to write over silence (subtitles' "thank you", "you") and for
//!   sounds spelt out ("Mmm.", "Pfft.");
//! * stammering ("W-w-w-w") as a tone makes it;
//! * more letters than anybody can say from the first voiced sample to the last.
//!
//! Evidence that an engine does not give counts neither for nor against a text ([`Evidence`]); without
//! any, the detector and the last rule are all that is left.
//!
//! Used for everything that is typed, by the flow and by `parlo transcribe`, and for the words shown
//! meanwhile. Texts a user said and the gate stops are lost, so its lines were measured
//! (`cargo run --release -p parlo-tools --bin gate_table LIST`, with 164 more clips, synthetic voices among them):
//! of 680 decodes of noise, 112 of which Silero lets through, one passes (earshot let it through); of 948
//! right decodes of speech, at −22 and −35 dBFS and 10 dB above pink noise and a fan, 23 are stopped,
//! 20 of them in noise.

use std::time::Duration;

use crate::decoded::Evidence;
use crate::wer::normalised_words;

/// How sure the decoder must be of its words, as a line over the probability of silence: the mean
/// log probability must be above `-(MEETS - no_speech) * SLOPE`.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// The probability of silence at which no text is sure enough.
    meets: f32,
    slope: f32,
}

/// For any text. Noise lies above 0.34 and mostly above 0.7 with mean log probabilities around −1.7;
/// speech lies below 0.6 and mostly below 0.3, at −0.1 to −1.2.
const TEXT: Line = Line { meets: 0.85, slope: 3.0 };
/// For phrases written over silence. "Thank you.", when said, stays below 0.43 at −0.35 or better.
const PHANTOM: Line = Line { meets: 0.65, slope: 4.0 };
/// Probability of silence above which a text of one word again and again is a tone. "No, no, no"
/// stays below 0.25.
const REPEATED: f32 = 0.3;
/// Letters per second of speech that nobody exceeds: the fastest of the clips has 18.
const MOST_LETTERS_PER_S: f32 = 25.0;
/// What detectors miss of a word at its ends.
const MISSED: Duration = Duration::from_millis(250);

impl Line {
    /// A value that the engine does not know counts as the one that speaks least against the text,
    /// so that the other decides alone; without both, every text passes.
    fn lets_pass(self, evidence: Evidence) -> bool {
        let unsure = -evidence.mean_log_probability.unwrap_or(0.0);
        unsure <= (self.meets - evidence.no_speech_probability.unwrap_or(0.0)) * self.slope
    }
}

/// What Whisper writes over silence and noise, from the subtitles it was trained on, and how it
/// spells sounds that are no words. Sorted.
const PHANTOMS: &str = "\
    ah, ahh, ahhh, and, beep, boom, bye, bye bye, good, ha, hah, haha, hahaha, hello, hm, hmm, \
    huh, i, i love you, i will see you later, ill see you later, ill see you next time, im sorry, \
    love you, mhm, mm, mm hmm, mmhmm, mmm, no, oh, ok, okay, ooh, pfft, please subscribe, see you \
    later, see you next time, see you next video, shh, sigh, so, thank you, thank you for \
    watching, thank you so much, thank you very much, thanks, thanks for watching, the, uh, uh \
    huh, uhhuh, um, whoa, yeah, you";

/// Whether the words of a decode were said. `spoken` is the time from the first voiced
/// sample of the decoded audio to the last, pauses between them included; [`Duration::MAX`] if
/// nobody knows.
pub fn is_spoken(text: &str, evidence: Evidence, spoken: Duration) -> bool {
    let words = normalised_words(text);
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    if letters == 0 || letters as f32 > letters_in(spoken) {
        return false;
    }
    let repeated = is_repetition(text);
    if repeated && evidence.no_speech_probability.is_some_and(|silence| silence > REPEATED) {
        return false;
    }
    let phrase = words.join(" ");
    let is_phantom = repeated || PHANTOMS.split(", ").any(|phantom| phantom == phrase);
    TEXT.lets_pass(evidence) && (!is_phantom || PHANTOM.lets_pass(evidence))
}

fn letters_in(spoken: Duration) -> f32 {
    spoken.saturating_add(MISSED).as_secs_f32() * MOST_LETTERS_PER_S
}

/// Whether the text is one word, or one letter, three times or more.
fn is_repetition(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut atoms = lower.split(|c: char| !c.is_alphanumeric()).filter(|atom| !atom.is_empty());
    let Some(first) = atoms.next() else { return false };
    let (same, others): (Vec<&str>, Vec<&str>) = atoms.partition(|atom| *atom == first);
    others.is_empty() && same.len() >= 2
}

#[cfg(test)]
mod tests;
