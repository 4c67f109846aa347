//! A change goes to the file and to the session, or to neither.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use parlo_core::settings::VadKind;

use super::*;

struct Case {
    _folder: tempfile::TempDir,
    source: ConfigSource,
}

impl Case {
    fn new(text: &str, overrides: Overrides) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        let source = ConfigSource::new(Some(&path), overrides).unwrap();
        Self { _folder: folder, source }
    }

    /// The same with these variables in the environment.
    fn with(mut self, variables: &[(&str, &str)]) -> Self {
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into()));
        self.source.environment = Environment::of(variables).unwrap();
        self
    }

    fn origin(&self, name: &str) -> Origin {
        self.source.origins()(Setting::named(name).unwrap())
    }

    fn set(&mut self, name: &str, typed: Option<&str>) -> Result<Settings> {
        Ok(self.source.set(Setting::named(name).unwrap(), typed, |_| Ok(()))?.0)
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.source.path).unwrap()
    }
}

fn with_vad(kind: VadKind) -> Overrides {
    Overrides { vad: Some(kind), ..Overrides::default() }
}

#[test]
fn a_value_is_saved_and_acts() {
    let mut case = Case::new("# mine\n[voice]\nfollow_up_ms = 5 # short\n", Overrides::default());
    let settings = case.set("voice.follow_up_ms", Some("900")).unwrap();
    assert_eq!(settings.voice.follow_up.as_millis(), 900);
    assert_eq!(case.text(), "# mine\n[voice]\nfollow_up_ms = 900 # short\n");
    let settings = case.set("voice.follow_up_ms", None).unwrap();
    assert_eq!(settings.voice.follow_up.as_millis(), 1_000);
    assert_eq!(case.text(), "# mine\n[voice]\n# short\n");
}

#[test]
fn a_change_wins_over_the_command_line() {
    let mut case =
        Case::new("", Overrides { model: Some("base".to_owned()), ..with_vad(VadKind::Energy) });
    assert_eq!(case.origin("voice.vad"), Origin::CommandLine);
    let settings = case.set("voice.vad", Some("webrtc")).unwrap();
    assert_eq!((settings.voice.vad.name(), settings.model.as_str()), ("webrtc", "base"));
    assert_eq!(case.origin("voice.vad"), Origin::File);
    assert_eq!(case.origin("stt.model"), Origin::CommandLine);
    assert_eq!(case.origin("ui.ascii"), Origin::Default);
}

#[test]
fn what_cannot_work_is_refused_in_the_words_of_the_file() {
    let text = "[voice]\nfollow_up_ms = 5\n";
    let mut case = Case::new(text, Overrides::default());
    for (name, typed, expected) in [
        (
            "voice.follow_up_ms",
            "9000",
            "[voice] follow_up_ms: 9000 is outside 0..=5000 (milliseconds)",
        ),
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
fn a_file_that_has_become_invalid_is_not_touched() {
    let mut case = Case::new("", Overrides::default());
    for broken in ["[voice\n", "[voice]\nfollow_up_ms = -3\n"] {
        std::fs::write(&case.source.path, broken).unwrap();
        let error = format!("{:#}", case.set("voice.vad", Some("webrtc")).unwrap_err());
        assert!(error.starts_with("the file has an error, so nothing was saved: "), "{error}");
        assert_eq!(case.text(), broken);
    }
    // What another program has changed meanwhile stays.
    std::fs::write(&case.source.path, "[voice]\nfollow_up_ms = 7\n").unwrap();
    let settings = case.set("voice.vad", Some("webrtc")).unwrap();
    assert_eq!(settings.voice.follow_up.as_millis(), 7);
}

#[test]
fn the_command_line_goes_before_the_environment_and_that_before_the_file() {
    let text = "[voice]\nvad = \"energy\"\nsend = \"auto\"\nfollow_up_ms = 7\n";
    let mut case = Case::new(text, with_vad(VadKind::Webrtc)).with(&[
        ("PARLO_VOICE_VAD", "silero"),
        ("PARLO_VOICE_SEND", "review"),
        ("PARLO_STT_THREADS", "3"),
    ]);
    let settings = case.source.load().unwrap();
    let voice = &settings.voice;
    assert_eq!((voice.vad.name(), voice.send.name()), ("webrtc", "review"));
    assert_eq!((voice.follow_up.as_millis(), settings.threads), (7, 3));
    assert_eq!(
        ["voice.vad", "voice.send", "voice.follow_up_ms", "ui.hud"].map(|name| case.origin(name)),
        [Origin::CommandLine, Origin::Environment, Origin::File, Origin::Default]
    );
    // A change made in the settings layer goes before both, for this session.
    let settings = case.set("voice.send", Some("draft")).unwrap();
    assert_eq!((settings.voice.send.name(), settings.threads), ("draft", 3));
    assert_eq!(case.origin("voice.send"), Origin::File);
    assert_eq!(case.text(), text.replace("auto", "draft"));
}

#[test]
fn what_the_environment_spoils_is_blamed_on_its_variable() {
    let refusal = |text: &str, variables: &[(&str, &str)]| {
        Case::new(text, Overrides::default())
            .with(variables)
            .source
            .load_with_interface()
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refusal("", &[("PARLO_UI_ASCII", "true"), ("PARLO_VOICE_SILENCE_TAIL_MS", "20")]),
        "PARLO_VOICE_SILENCE_TAIL_MS: [voice] silence_tail_ms: 20 is outside 100..=5000 \
         (milliseconds)"
    );
    assert_eq!(
        refusal("[keys]\ndictate = \"f5\"\n", &[("PARLO_KEYS_CANCEL", "f5")]),
        "PARLO_KEYS_CANCEL: [keys] `dictate` and `cancel` are both on F5; give one of them \
         another key"
    );
    // The file is at fault by itself.
    let problem = refusal("[ui]\nascii = 3\n", &[("PARLO_UI_ASCII", "true")]);
    assert!(problem.contains("config.toml:2:9: "), "{problem}");
}

#[test]
fn a_former_name_is_written_as_the_new_one() {
    for (typed, expected) in [
        (Some("900"), "[voice]\nfollow_up_ms = 900 # short\nvad = \"energy\"\n"),
        (None, "[voice]\n# short\nvad = \"energy\"\n"),
    ] {
        let text = "[voice]\nlinger_ms = 5 # short\nvad = \"energy\"\n";
        let mut case = Case::new(text, Overrides::default());
        assert_eq!(case.origin("voice.follow_up_ms"), Origin::File);
        case.set("voice.follow_up_ms", typed).unwrap();
        assert_eq!(case.text(), expected);
    }
    let mut case = Case::new("voice.linger_ms = 5\n", Overrides::default());
    case.set("voice.follow_up_ms", Some("6")).unwrap();
    assert_eq!(case.text(), "voice.follow_up_ms = 6\n");
}
