//! The defaults are valid, and what cannot work is named with the reason.

use super::*;

#[test]
fn the_defaults_are_valid() {
    assert_eq!(VoiceSettings::default().validate(), Ok(()));
}

#[test]
fn words_to_listen_for_are_words() {
    let with = |vocabulary: &[&str]| {
        let vocabulary = vocabulary.iter().map(|word| (*word).to_owned()).collect();
        VoiceSettings { vocabulary, ..VoiceSettings::default() }.validate()
    };
    assert_eq!(with(&["tokio", "kubectl get pods", "C++", "Ünal", "日本"]), Ok(()));
    let problem = |vocabulary: &[&str]| with(vocabulary).unwrap_err().to_string();
    assert_eq!(problem(&["tokio", " "]), "[voice] vocabulary: \" \" has no letter or digit");
    assert_eq!(problem(&[&"x".repeat(61)]), "[voice] vocabulary: 61 characters are more than 60");
    assert_eq!(problem(&["x"; 101]), "[voice] vocabulary: 101 words are more than 100");
    let invisible = "[voice] vocabulary: \"a\\u{1b}[2J\" has control or invisible characters; \
                     use plain words";
    assert_eq!(problem(&["a\u{1b}[2J"]), invisible);
    assert!(with(&["to\nkio"]).is_err());
}

#[test]
fn the_initial_prompt_is_one_short_line() {
    let with = |text: &str| {
        VoiceSettings { initial_prompt: text.to_owned(), ..VoiceSettings::default() }.validate()
    };
    assert_eq!(with("Restart the dev server, then run cargo clippy."), Ok(()));
    let error = with(&"ä".repeat(601)).unwrap_err().to_string();
    assert_eq!(error, "[voice] initial_prompt: 601 characters are more than 600");
    assert!(with("two\nlines").is_err());
}

#[test]
fn values_are_checked_against_each_other() {
    let settings = VoiceSettings {
        silence_tail: Duration::from_millis(200),
        speculate_after: Duration::from_millis(250),
        ..VoiceSettings::default()
    };
    assert_eq!(
        settings.validate().unwrap_err().to_string(),
        "[voice] speculate_after_ms: 250 is longer than silence_tail_ms = 200; the decode would begin \
         after the end"
    );
}

#[test]
fn names_round_trip() {
    for kind in VadKind::ALL {
        assert_eq!(VadKind::from_name(kind.name()), Some(kind));
    }
    for mode in [SendMode::Draft, SendMode::Auto] {
        assert_eq!(SendMode::from_name(mode.name()), Some(mode));
    }
    assert_eq!(VadKind::from_name("tenvad"), None);
}

#[test]
fn a_decode_has_to_hide_in_the_pause() {
    let budget = |silence_tail: u64, speculate_after: u64| {
        let (silence_tail, speculate_after) =
            (Duration::from_millis(silence_tail), Duration::from_millis(speculate_after));
        VoiceSettings { silence_tail, speculate_after, ..VoiceSettings::default() }.decode_budget()
    };
    assert_eq!(budget(450, 80), Duration::from_millis(320));
    assert_eq!(budget(100, 100), Duration::ZERO);
}
