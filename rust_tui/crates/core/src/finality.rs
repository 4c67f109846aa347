//! Whether a text sounds finished, and how long a silence must be to end it.
//!
//! People stop in the middle of a sentence to think, and they stop at its end. The decoder knows
//! the difference better than a clock: it has read the words, and says how likely a full stop is.
//!
//! Where an engine says no such thing, marks and connectives decide alone whether a text dangles, and
//! none counts as finished: a mark by itself stands at many a gap inside a sentence, and cutting a
//! speaker off costs more than waiting.

use std::time::Duration;

use crate::decoded::Decoded;
use crate::settings::VoiceSettings;

/// Probability of a sentence mark from which a text counts as finished, if the decoder is also sure
/// of its words (below). Of 300 true ends half meet both (two thirds of those of the voices in
/// `samples/`), of 470 gaps inside sentences 7 %: most of those are where a sentence could end, which
/// is why the take goes on by itself when the speaker does ([`crate::flow`]).
const FINISHED: f32 = 0.86;
/// Mean log probability from which the decoder counts as sure; of a text that breaks off in a word it
/// is not.
const SURE_OF_ITS_WORDS: f32 = -0.3;
/// A mark less likely than this, or none, means that the decoder expects more words: so it is at
/// 48 % of the gaps inside sentences and at 2 % of the true ends.
const DANGLING: f32 = 0.4;
/// Percentage of the silence tail that ends a finished text.
const FINISHED_PERCENT: u32 = 66;
/// Percentage of the silence tail that ends a dangling one. Longer would hold up those who do end on
/// "and"; who thinks for longer is heard in a take that follows.
const DANGLING_PERCENT: u32 = 140;

/// Words after which nobody ends a sentence on purpose.
const CONNECTIVES: [&str; 26] = [
    "a", "an", "and", "as", "at", "because", "but", "by", "called", "for", "from", "if", "in",
    "into", "its", "my", "of", "on", "or", "our", "the", "their", "then", "to", "with", "your",
];

/// How a text ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finality {
    /// Like a whole sentence.
    Finished,
    /// It may go on or not.
    Open,
    /// In the middle of something.
    Dangling,
}

/// Judges how the decoded text ends.
pub fn finality(decoded: &Decoded) -> Finality {
    let text = decoded.text.trim_end();
    let marked = text.ends_with(['.', '?', '!', '。', '？', '！']);
    let cut =
        text.is_empty() || text.ends_with([',', ':', ';', '-', '–', '…']) || text.ends_with("...");
    let last_word = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let last_word = last_word.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let connective = CONNECTIVES.contains(&last_word.to_lowercase().as_str());
    let evidence = decoded.evidence;
    let end = evidence.sentence_end_probability;
    let unlikely = !marked || end.is_some_and(|end| end < DANGLING);
    if connective || cut || unlikely {
        Finality::Dangling
    } else if end.is_some_and(|end| end >= FINISHED)
        && evidence.mean_log_probability.is_some_and(|mean| mean >= SURE_OF_ITS_WORDS)
    {
        Finality::Finished
    } else {
        Finality::Open
    }
}

/// How long a silence ends the text: two thirds of the silence tail if it is finished, 1.4 times the
/// tail if it dangles, the tail otherwise or if the settings say not to look at the words.
pub fn silence_tail(decoded: &Decoded, settings: &VoiceSettings) -> Duration {
    let percent = match finality(decoded) {
        _ if !settings.endpoint_on_meaning => 100,
        Finality::Finished => FINISHED_PERCENT,
        Finality::Open => 100,
        Finality::Dangling => DANGLING_PERCENT,
    };
    settings.silence_tail * percent / 100
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decoded::Evidence;

    fn decoded(text: &str, sentence_end_probability: f32) -> Decoded {
        Decoded {
            text: text.to_owned(),
            evidence: Evidence {
                no_speech_probability: Some(0.0),
                mean_log_probability: Some(-0.2),
                sentence_end_probability: Some(sentence_end_probability),
            },
            words: Vec::new(),
            ran_for: Duration::ZERO,
        }
    }

    #[test]
    fn texts_end_in_three_ways() {
        for (text, probability, expected) in [
            (" Run the tests.", 0.95, Finality::Finished),
            (" Does it match?", 0.93, Finality::Finished),
            (" Refactor the parse.", 0.80, Finality::Open),
            (" Show me the last error and", 0.0, Finality::Dangling),
            (" In 1813,", 0.0, Finality::Dangling),
            (" ask what you can do for your country", 0.0, Finality::Dangling),
            (" Well...", 0.9, Finality::Dangling),
            (" Keep the order of the.", 0.95, Finality::Dangling),
            (" And so my fellow Americans.", 0.2, Finality::Dangling),
            ("", 0.0, Finality::Dangling),
        ] {
            assert_eq!(finality(&decoded(text, probability)), expected, "{text}");
        }
    }

    #[test]
    fn a_text_the_decoder_is_not_sure_of_is_not_finished() {
        let mut decoded = decoded(" Run the tests.", 0.95);
        for mean in [Some(-0.5), None] {
            decoded.evidence.mean_log_probability = mean;
            assert_eq!(finality(&decoded), Finality::Open, "{mean:?}");
        }
    }

    #[test]
    fn without_evidence_marks_and_connectives_decide_and_nothing_is_finished() {
        for (text, expected) in [
            (" Run the tests.", Finality::Open),
            (" Does it match?", Finality::Open),
            (" Show me the last error and", Finality::Dangling),
            (" Keep the order of the.", Finality::Dangling),
            (" Well...", Finality::Dangling),
            ("", Finality::Dangling),
        ] {
            let decoded = Decoded { evidence: Evidence::default(), ..decoded(text, 0.95) };
            assert_eq!(finality(&decoded), expected, "{text}");
        }
    }

    #[test]
    fn the_tail_follows_the_words_unless_the_settings_say_no() {
        let ms = Duration::from_millis;
        let mut settings = VoiceSettings { silence_tail: ms(500), ..VoiceSettings::default() };
        let tail = |decoded: &Decoded, settings: &VoiceSettings| {
            silence_tail(decoded, settings).as_millis()
        };
        let finished = decoded(" Run the tests.", 0.95);
        let dangling = decoded(" Run the", 0.0);
        assert_eq!(tail(&finished, &settings), 330);
        assert_eq!(tail(&decoded(" Run.", 0.7), &settings), 500);
        assert_eq!(tail(&dangling, &settings), 700);
        settings.endpoint_on_meaning = false;
        assert_eq!((tail(&finished, &settings), tail(&dangling, &settings)), (500, 500));
    }
}
