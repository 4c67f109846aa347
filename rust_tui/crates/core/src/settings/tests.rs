//! The defaults are valid, and each impossible value is named with its range.

use super::*;

#[test]
fn the_defaults_are_valid() {
    assert_eq!(VoiceSettings::default().validate(), Ok(()));
}

#[test]
fn an_impossible_value_is_named_with_its_range() {
    let settings =
        VoiceSettings { silence_tail: Duration::from_millis(20), ..VoiceSettings::default() };
    let error = settings.validate().unwrap_err();
    assert_eq!(
        error.to_string(),
        "[voice] silence_tail_ms: 20 is outside 100..=5000 (milliseconds)"
    );
}

#[test]
fn values_are_checked_against_each_other() {
    let settings = VoiceSettings {
        silence_tail: Duration::from_millis(200),
        speculate_after: Duration::from_millis(250),
        ..VoiceSettings::default()
    };
    assert_eq!(settings.validate().unwrap_err().key, "speculate_after_ms");
}

#[test]
fn nan_is_not_a_threshold() {
    let settings = VoiceSettings { silence_threshold_db: f32::NAN, ..VoiceSettings::default() };
    assert_eq!(settings.validate().unwrap_err().key, "silence_threshold_db");
}

#[test]
fn names_round_trip() {
    for kind in VadKind::ALL {
        assert_eq!(VadKind::from_name(kind.name()), Some(kind));
    }
    for mode in [SendMode::Draft, SendMode::Auto] {
        assert_eq!(SendMode::from_name(mode.name()), Some(mode));
    }
    assert_eq!(VadKind::from_name("silero"), None);
}
