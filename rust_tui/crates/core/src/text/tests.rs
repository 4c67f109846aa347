//! What reaches the agent, and what does not.

use super::*;
use crate::decoded::Evidence;

/// What is typed of a stretch after which speech went on.
fn committed(decoded: &Decoded) -> String {
    text_of(&finish(decoded, Duration::MAX, Followed::BySpeech))
}

fn decoded(text: &str, no_speech_probability: f32, mean_log_probability: f32) -> Decoded {
    Decoded {
        text: text.to_owned(),
        evidence: Evidence {
            no_speech_probability: Some(no_speech_probability),
            mean_log_probability: Some(mean_log_probability),
            sentence_end_probability: Some(0.0),
        },
        words: Vec::new(),
        ran_for: Duration::ZERO,
    }
}

fn typed(text: &str) -> String {
    typeable(&decoded(text, 0.0, -0.2), Duration::MAX)
}

#[test]
fn a_sentence_is_typed_as_it_is() {
    assert_eq!(typed(" Run the test suite."), "Run the test suite.");
    assert_eq!(typed("C'est déjà vu – 日本語"), "C'est déjà vu – 日本語");
}

#[test]
fn nothing_that_controls_a_terminal_is_typed() {
    assert_eq!(typed("a\u{1b}[201~\rb\nc\td\u{0}e\u{9b}1mf"), "a [201~ b c d e 1mf");
    assert_eq!(sanitise("a\u{1b}[201~\rb\nc"), "a [201~ b c");
    assert_eq!(sanitise("abc\u{202e}fed\u{2066}x\u{200b}y\u{feff}"), "abc fed x y");
    assert_eq!(sanitise("\u{e0041}tag"), "tag");
}

#[test]
fn no_blank_is_left_where_an_unsure_full_stop_stood() {
    assert_eq!(committed(&decoded("Stop it .", 0.0, -0.2)), "Stop it");
}

#[test]
fn a_full_stop_stays_where_the_decoder_does_not_say_how_sure_it_is() {
    let unknown = Decoded { evidence: Evidence::default(), ..decoded("Stop it.", 0.0, -0.2) };
    assert_eq!(committed(&unknown), "Stop it.");
}

#[test]
fn a_composer_is_not_switched_into_another_mode() {
    assert_eq!(typed("!ls"), "ls");
    assert_eq!(typed(" / ! clear"), "clear");
    assert_eq!(typed("and/or works!"), "and/or works!");
}

#[test]
fn captions_of_sounds_are_not_words() {
    assert_eq!(typed("[BLANK_AUDIO]"), "");
    assert_eq!(typed(" (upbeat music) Undo that. *coughs*"), "Undo that.");
    assert_eq!(typed("♪ la la ♪"), "");
    assert_eq!(typed("an open (bracket"), "an open (bracket");
    assert_eq!(typed("2 * 3 * 4 [0]"), "2 * 3 * 4 [0]");
    assert_eq!(typed("..."), "");
}

#[test]
fn what_does_not_pass_the_gate_is_not_typed() {
    let over_noise = decoded(" Thank you.", 0.9, -1.4);
    assert_eq!(typeable(&over_noise, Duration::MAX), "");
    assert_eq!(committed(&over_noise), "");
}
