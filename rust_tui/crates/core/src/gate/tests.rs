//! What was said passes, what was written over noise does not; the numbers are measured.

use super::*;

fn evidence(no_speech_probability: f32, mean_log_probability: f32) -> Evidence {
    Evidence {
        no_speech_probability: Some(no_speech_probability),
        mean_log_probability: Some(mean_log_probability),
        sentence_end_probability: Some(0.0),
    }
}

/// (text, probability of silence, mean log probability, milliseconds spoken)
type Measured = (&'static str, f32, f32, u64);

#[track_caller]
fn all(expected: bool, measured: &[Measured]) {
    for (text, no_speech, mean, milliseconds) in measured {
        let spoken = Duration::from_millis(*milliseconds);
        assert_eq!(is_spoken(text, evidence(*no_speech, *mean), spoken), expected, "{text}");
    }
}

#[test]
fn short_true_answers_pass() {
    all(
        true,
        &[
            ("Yes.", 0.036, -0.166, 450),
            ("Yes.", 0.309, -0.563, 450),
            ("No.", 0.133, -0.574, 300),
            ("Thank you.", 0.427, -0.226, 600),
            ("Thanks.", 0.286, -0.868, 500),
            ("Okay.", 0.338, -0.722, 450),
            ("Stop.", 0.476, -0.748, 350),
            ("You.", 0.445, -0.800, 300),
            ("So.", 0.292, -0.855, 350),
            ("Bye.", 0.321, -0.511, 350),
            ("No, no, no.", 0.12, -0.3, 1_200),
            ("December", 0.614, -0.399, 800),
            ("Sunday.", 0.657, -0.326, 600),
        ],
    );
}

#[test]
fn sentences_pass_also_where_the_decoder_is_unsure() {
    all(
        true,
        &[
            ("Refactor the parse config function.", 0.04, -0.1, 2_000),
            ("Sense, for re-lution.", 0.2, -1.6, 1_800),
            ("fix it", 0.583, -0.499, 500),
            ("exit.", 0.45, -1.1, 500),
            ("C'est déjà vu – 日本語", 0.1, -0.4, 2_000),
        ],
    );
}

#[test]
fn what_is_written_over_noise_does_not_pass() {
    all(
        false,
        &[
            ("you", 0.781, -1.769, 300),
            ("you", 0.989, -0.925, 500),
            ("Thank you.", 0.853, -1.401, 160),
            ("Okay.", 0.906, -1.991, 224),
            ("Bye, bye.", 0.673, -1.192, 544),
            ("Love you love me.", 0.657, -0.887, 864),
            ("That's it.", 0.923, -1.802, 288),
            ("I'm not going to be able to do it.", 0.446, -1.809, 2_500),
            ("Oh, yeah.", 0.569, -2.121, 2_500),
            ("Shh.", 0.404, -1.051, 1_000),
            ("Uh-huh.", 0.54, -1.28, 1_000),
            ("", 0.0, 0.0, 1_000),
            ("...", 0.1, -0.1, 1_000),
        ],
    );
}

#[test]
fn a_tone_that_makes_the_decoder_stammer_does_not_pass() {
    all(
        false,
        &[
            ("W-w-w-w-w-w-w-w-w-w-w-w-w-w-", 0.341, -0.310, 600),
            ("WOAH WOAH WOAH WOAH", 0.468, -0.853, 900),
            ("you you you", 0.94, -1.1, 2_500),
        ],
    );
}

#[test]
fn more_letters_than_there_was_time_for_do_not_pass() {
    let sure = evidence(0.1, -0.2);
    let text = "I will see you later.";
    assert!(!is_spoken(text, sure, Duration::from_millis(288)));
    assert!(is_spoken(text, sure, Duration::from_millis(900)));
    assert!(is_spoken(text, sure, Duration::MAX));
}

#[test]
fn the_phantoms_are_sorted_and_written_as_they_are_compared() {
    assert!(PHANTOMS.split(", ").is_sorted());
    for phrase in PHANTOMS.split(", ") {
        assert_eq!(normalised_words(phrase).join(" "), phrase);
    }
}

#[test]
fn a_decode_without_evidence_is_no_speech() {
    assert!(!is_spoken("you", evidence(f32::NAN, -0.1), Duration::MAX));
    assert!(!is_spoken("run it", evidence(0.1, f32::NAN), Duration::MAX));
}

#[test]
fn what_the_engine_does_not_know_is_not_held_against_a_text() {
    let judged = |text, no_speech_probability, mean_log_probability| {
        let evidence =
            Evidence { no_speech_probability, mean_log_probability, ..Evidence::default() };
        is_spoken(text, evidence, Duration::from_secs(2))
    };
    for text in ["Run the tests.", "Thank you.", "No, no, no."] {
        assert!(judged(text, None, None), "{text}");
    }
    // The value that is there decides alone.
    assert!(
        judged("Run the tests.", Some(0.8), None) && !judged("Run the tests.", Some(0.9), None)
    );
    assert!(judged("Thank you.", Some(0.6), None) && !judged("Thank you.", Some(0.7), None));
    assert!(
        judged("Run the tests.", None, Some(-2.5)) && !judged("Run the tests.", None, Some(-2.6))
    );
    assert!(!judged("you you you", Some(0.4), None) && judged("you you you", None, Some(-0.1)));
    // What the sound and the text themselves say holds for every engine.
    assert!(!judged("...", None, None) && !judged("", None, None));
    let unknown = Evidence::default();
    assert!(!is_spoken("I will see you later.", unknown, Duration::from_millis(288)));
}
