//! A change goes to the file and to the session, or to neither.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use super::*;
use clap::Parser;

struct Case {
    _folder: tempfile::TempDir,
    source: ConfigSource,
}

impl Case {
    fn new(text: &str, arguments: &[&str]) -> Case {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        let words = ["parlo", "--config", path.to_str().unwrap()];
        let cli = Cli::parse_from(words.iter().chain(arguments));
        let source = ConfigSource::of(&cli, cli.decode.clone(), cli.hear.clone()).unwrap();
        Case { _folder: folder, source }
    }

    fn set(&mut self, name: &str, typed: Option<&str>) -> Result<Settings> {
        self.source.set(Setting::named(name).unwrap(), typed, |_| Ok(()))
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.source.path).unwrap()
    }
}

#[test]
fn a_value_is_saved_and_acts() {
    let mut case = Case::new("# mine\n[voice]\nlinger_ms = 5 # short\n", &[]);
    let settings = case.set("voice.linger_ms", Some("900")).unwrap();
    assert_eq!(settings.voice.linger.as_millis(), 900);
    assert_eq!(case.text(), "# mine\n[voice]\nlinger_ms = 900 # short\n");
    let settings = case.set("voice.linger_ms", None).unwrap();
    assert_eq!(settings.voice.linger.as_millis(), 1_000);
    assert_eq!(case.text(), "# mine\n[voice]\n# short\n");
}

#[test]
fn a_change_wins_over_the_command_line() {
    let mut case = Case::new("", &["--vad", "energy", "--model", "base"]);
    assert!(case.source.is_on_command_line("voice.vad"));
    let settings = case.set("voice.vad", Some("webrtc")).unwrap();
    assert_eq!((settings.voice.vad.name(), settings.model.as_str()), ("webrtc", "base"));
    assert!(!case.source.is_on_command_line("voice.vad"));
    assert!(case.source.is_on_command_line("stt.model"));
    assert!(case.source.has_in_file(Setting::named("voice.vad").unwrap()));
    assert!(!case.source.has_in_file(Setting::named("stt.model").unwrap()));
}

#[test]
fn what_cannot_work_is_refused_in_the_words_of_the_file() {
    let text = "[voice]\nlinger_ms = 5\n";
    let mut case = Case::new(text, &[]);
    for (name, typed, expected) in [
        ("voice.linger_ms", "9000", "[voice] linger_ms: 9000 is outside 0..=5000 (milliseconds)"),
        (
            "keys.cancel",
            "ctrl+r",
            "[keys] `dictate` and `cancel` are both on Ctrl+R; give one of them another key",
        ),
        (
            "keys.dictate",
            "h",
            "[keys] dictate: `h` is needed for typing; add `ctrl` or `alt`, as in `ctrl+r`, or \
             use `f5`",
        ),
    ] {
        assert_eq!(case.set(name, Some(typed)).unwrap_err().to_string(), expected);
        assert_eq!(case.text(), text);
    }
    let setting = Setting::named("stt.model").unwrap();
    let refused = case.source.set(setting, Some("base"), |_| Err(anyhow!("not installed")));
    assert_eq!(refused.unwrap_err().to_string(), "not installed");
    assert_eq!(case.text(), text);
}

#[test]
fn a_file_that_has_come_to_be_invalid_is_not_touched() {
    let mut case = Case::new("", &[]);
    for broken in ["[voice\n", "[voice]\nlinger_ms = -3\n"] {
        std::fs::write(&case.source.path, broken).unwrap();
        let error = format!("{:#}", case.set("voice.vad", Some("webrtc")).unwrap_err());
        assert!(error.starts_with("the file has an error, so nothing was saved: "), "{error}");
        assert_eq!(case.text(), broken);
    }
    // What somebody else has changed meanwhile stays.
    std::fs::write(&case.source.path, "[voice]\nlinger_ms = 7\n").unwrap();
    let settings = case.set("voice.vad", Some("webrtc")).unwrap();
    assert_eq!(settings.voice.linger.as_millis(), 7);
}
