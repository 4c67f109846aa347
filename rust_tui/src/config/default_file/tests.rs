//! The file that documents every key says what the defaults are.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::path::Path;

use super::*;
use crate::config::{ConfigSource, Overrides};

fn source() -> ConfigSource {
    ConfigSource::new(Some(Path::new("/nonexistent/config.toml")), Overrides::default()).unwrap()
}

/// The key of a line that is commented out, as in `#send = "draft"`.
fn commented_key(line: &str) -> Option<&str> {
    let (key, _) = line.strip_prefix('#')?.split_once(" = ")?;
    key.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_').then_some(key)
}

/// The file with the keys taken in for which `is_wanted`.
fn with_keys(text: &str, is_wanted: impl Fn(&str) -> bool) -> String {
    let mut table = "";
    let lines = text.lines().map(|line| {
        if let Some(name) = line.strip_prefix('[') {
            table = name.trim_end_matches(']');
        }
        let name = commented_key(line).map(|key| format!("{table}.{key}"));
        if name.is_some_and(|name| is_wanted(&name)) { &line[1..] } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn it_means_the_defaults_as_it_is_and_with_every_default_uncommented() {
    let source = source();
    let defaults = source.settings("").unwrap();
    let text = default_file(&defaults);
    assert_eq!(source.settings(&text).unwrap(), defaults);
    let taken_in = with_keys(&text, |name| Setting::named(name).unwrap().example.is_none());
    assert_ne!(taken_in, text);
    assert_eq!(source.settings(&taken_in).unwrap(), defaults);
}

#[test]
fn it_has_every_key_once_with_a_value_that_can_work() {
    let source = source();
    let text = default_file(&source.settings("").unwrap());
    assert_eq!(text.lines().filter_map(commented_key).count(), SETTINGS.len());
    let settings = source.settings(&with_keys(&text, |_| true)).unwrap();
    for setting in SETTINGS {
        assert!(text.contains(setting.help), "{}", setting.name);
        if let Some(example) = setting.example {
            assert_eq!(setting.value(&settings), example, "{}", setting.name);
        }
    }
    assert!(text.lines().all(|line| line.chars().count() <= 110), "{text}");
}

#[test]
fn it_reads_like_this() {
    insta::assert_snapshot!(default_file(&source().settings("").unwrap()));
}
