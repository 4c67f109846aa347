//! Every setting has a variable, and what is none is noticed.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::collections::BTreeSet;
use std::os::unix::ffi::OsStringExt;

use super::*;

fn of(name: &str, value: &str) -> Result<Environment, String> {
    Environment::of([(name.into(), value.into())].into_iter()).map_err(|error| error.to_string())
}

#[test]
fn every_setting_has_a_variable_of_its_own() {
    let names: BTreeSet<String> = SETTINGS.iter().map(Setting::variable).collect();
    assert_eq!(names.len(), SETTINGS.len());
    assert!(names.contains("PARLO_VOICE_SILENCE_TAIL_MS") && names.contains("PARLO_KEYS_HUD"));
    assert!(OTHERS.iter().all(|other| !names.contains(*other)));
}

#[test]
fn a_value_is_written_as_it_is_typed() {
    for (name, value, setting, expected) in [
        ("PARLO_UI_ASCII", "true", "ui.ascii", "true"),
        ("PARLO_VOICE_FOLLOW_UP_MS", "5", "voice.follow_up_ms", "5"),
        ("PARLO_VOICE_LINGER_MS", "5", "voice.follow_up_ms", "5"),
        ("PARLO_VOICE_VOCABULARY", "a, b c", "voice.vocabulary", "a, b c"),
        ("PARLO_AGENT_COMMAND", "my agent", "agent.command", "my agent"),
    ] {
        let environment = of(name, value).unwrap();
        assert!(environment.has(setting), "{name}");
        let mut settings = Settings::default();
        environment.lay_over(&mut settings).unwrap();
        assert_eq!(Setting::named(setting).unwrap().value(&settings), expected);
    }
    assert!(of("PARLO_VOICE_DEVICE", "").unwrap().len() == 0);
}

#[test]
fn what_means_nothing_is_refused_with_the_nearest() {
    for (name, nearest) in [
        ("PARLO_VOICE_SILENSE_TAIL_MS", "PARLO_VOICE_SILENCE_TAIL_MS"),
        ("PARLO_SILENCE_TAIL_MS", "PARLO_VOICE_SILENCE_TAIL_MS"),
        ("PARLO_MODELS_DIR", "PARLO_MODEL_DIR"),
        ("PARLO_LOGS", "PARLO_LOG"),
        ("PARLO_voice_send", "PARLO_VOICE_SEND"),
    ] {
        let problem = of(name, "1").unwrap_err();
        assert!(problem.starts_with(&format!("{name}: there is no such variable")), "{problem}");
        assert!(problem.contains(&format!("did you mean {nearest}?")), "{problem}");
    }
    let problem = of("PARLO_FOO", "1").unwrap_err();
    assert!(problem.contains("unset it; `parlo config show`"), "{problem}");
    assert_eq!(
        of("PARLO_UI_ASCII", "maybe").unwrap_err(),
        "PARLO_UI_ASCII: [ui] ascii: \"maybe\" is not true or false"
    );
    let broken = [("PARLO_STT_MODEL".into(), OsString::from_vec(vec![0xff]))];
    let problem = Environment::of(broken.into_iter()).unwrap_err().to_string();
    assert!(problem.starts_with("PARLO_STT_MODEL: is not UTF-8"), "{problem}");
}

#[test]
fn other_variables_are_left_alone() {
    for name in ["HOME", "PARLOUR", "PARLO_MODEL_DIR", "PARLO_LOG", "PARLO_TEST_CODEX"] {
        assert!(of(name, "anything").unwrap().len() == 0, "{name}");
    }
}
