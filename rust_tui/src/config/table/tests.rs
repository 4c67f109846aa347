//! The table says of every key what the file says of it.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::config::{ConfigSource, Overrides};

fn source() -> ConfigSource {
    ConfigSource::new(Some(Path::new("/nonexistent/config.toml")), Overrides::default()).unwrap()
}

fn read(text: &str) -> Result<Settings, String> {
    source().with_interface(text).map(|(settings, _)| settings).map_err(|error| error.to_string())
}

/// The names in a message such as "expected one of `a`, `b`".
fn expected_names(text: &str) -> BTreeSet<String> {
    let message = read(text).unwrap_err();
    let (_, names) = message.split_once("expected").unwrap();
    names.lines().next().unwrap().split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_key_of_the_file_is_in_the_table_and_no_other() {
    let mut in_file = BTreeSet::new();
    for table in expected_names("[none]") {
        for key in expected_names(&format!("{table}.none = 1")) {
            in_file.insert(format!("{table}.{key}"));
        }
    }
    for fixed in ["sample_rate", "max_concurrent_sessions", "allow_python_fallback"] {
        assert!(in_file.remove(&format!("voice.{fixed}")), "{fixed}");
    }
    let in_table: BTreeSet<String> =
        SETTINGS.iter().map(|setting| setting.name.to_owned()).collect();
    assert_eq!(in_table, in_file);
    assert_eq!(in_table.len(), SETTINGS.len(), "a name stands there twice");
}

/// A setting with a value that was typed, as a file has it.
fn with(setting: &Setting, typed: &str) -> Result<Settings, String> {
    let value = setting.parse(typed)?.map_or(String::new(), |value| value.to_string());
    // The decode must begin before the end of the pause, however short that is.
    let also = if setting.name == "voice.silence_tail_ms" {
        "voice.speculate_after_ms = 40\n"
    } else if setting.name == "voice.speculate_after_ms" {
        "voice.silence_tail_ms = 5000\n"
    } else {
        ""
    };
    read(&format!("{also}{} = {value}\n", setting.name))
}

#[test]
fn the_ranges_are_those_of_the_file() {
    for setting in SETTINGS {
        let (low, high, below, above) = match setting.kind {
            Kind::Whole(low, high, _) => (
                low.to_string(),
                high.to_string(),
                low.checked_sub(1).map(|low| low.to_string()),
                (high + 1).to_string(),
            ),
            Kind::Decimal(low, high, _) => (
                low.to_string(),
                high.to_string(),
                Some((low - 1.0).to_string()),
                (high + 1.0).to_string(),
            ),
            _ => continue,
        };
        for possible in [low, high] {
            let settings = with(setting, &possible).unwrap();
            assert_eq!(setting.value(&settings), possible, "{}", setting.name);
        }
        for impossible in below.into_iter().chain([above]) {
            assert!(with(setting, &impossible).is_err(), "{} = {impossible}", setting.name);
        }
    }
}

#[test]
fn what_is_shown_can_be_typed() {
    for setting in SETTINGS {
        let typed: Vec<String> = match setting.kind {
            Kind::Toggle => vec!["true".into(), "false".into()],
            Kind::Choice(names) => names(),
            Kind::Key(_) => vec!["ctrl+alt+f9".into(), "alt+plus".into()],
            Kind::Words(..) => vec!["one".into(), "[\"a, b c\", \"d\"]".into()],
            Kind::Text(_) if setting.name == "stt.language" => vec!["de".into(), "auto".into()],
            Kind::Text(_) if setting.name == "agent.profile" => vec!["codex".into()],
            Kind::Text(_) => vec!["some words".into()],
            Kind::Whole(..) | Kind::Decimal(..) => continue,
        };
        for typed in typed {
            let settings = with(setting, &typed).unwrap();
            assert_eq!(setting.value(&settings), typed, "{}", setting.name);
        }
    }
}

#[test]
fn words_are_split_as_they_are_shown() {
    let setting = Setting::named("agent.command").unwrap();
    let settings = with(setting, "codex  --full-auto").unwrap();
    assert_eq!(settings.agent.unwrap().words(), ["codex", "--full-auto"]);
    let setting = Setting::named("voice.vocabulary").unwrap();
    let settings = with(setting, "tokio,  New York ,").unwrap();
    assert_eq!(settings.voice.vocabulary, ["tokio", "New York"]);
    assert_eq!(setting.value(&settings), "tokio, New York");
}

#[test]
fn what_is_not_written_like_a_value_is_refused_by_name() {
    for (name, typed, expected) in [
        ("ui.ascii", "maybe", "[ui] ascii: \"maybe\" is not true or false"),
        (
            "voice.follow_up_ms",
            "-1",
            "[voice] follow_up_ms: \"-1\" is not a whole number, 0 or more",
        ),
        (
            "voice.silence_threshold_db",
            "inf",
            "[voice] silence_threshold_db: \"inf\" is not a number",
        ),
    ] {
        assert_eq!(Setting::named(name).unwrap().parse(typed).unwrap_err(), expected);
    }
    assert!(Setting::named("voice.vocabulary").unwrap().parse("[1, 2]").is_err());
    assert!(Setting::named("ui.ascii").unwrap().parse(" ").unwrap().is_none());
}
