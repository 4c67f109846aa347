//! The file, the command line over it, the defaults under it.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::path::PathBuf;

use anyhow::Result;
use parlo_core::settings::{SendMode, VadKind};
use tempfile::TempDir;

use super::value::SettingValue;
use super::*;
use crate::ui::keymap::KeyMap;
use crate::ui::theme::ThemeFile;

mod documents;
mod fuzzing;
mod refused;

/// A configuration file in a folder of its own.
struct File {
    _folder: TempDir,
    path: PathBuf,
}

impl File {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        Self { _folder: folder, path }
    }

    fn source(&self, overrides: Overrides) -> ConfigSource {
        ConfigSource::new(Some(&self.path), overrides).unwrap()
    }

    /// What parlo makes of the file.
    fn load(&self) -> Result<Settings> {
        self.load_under(Overrides::default())
    }

    /// What parlo makes of the file and these options, with and without a terminal.
    fn load_under(&self, overrides: Overrides) -> Result<Settings> {
        let source = self.source(overrides);
        let (settings, _) = source.load_with_interface()?;
        assert_eq!(source.load()?, settings);
        Ok(settings)
    }
}

fn load(text: &str) -> Settings {
    File::new(text).load().unwrap()
}

fn defaults() -> Settings {
    Settings { profiles: Profiles::built_in().unwrap(), ..Settings::default() }
}

/// The usual keys, but for these.
fn keys<const N: usize>(others: [(Action, &str); N]) -> [KeyText; Action::ALL.len()] {
    let mut keys = Settings::default().keys;
    for (action, text) in others {
        keys[action as usize] = KeyText::of(&text.into()).unwrap();
    }
    keys
}

fn command(words: &[&str]) -> CommandLine {
    CommandLine::of(&words.iter().copied().collect::<toml_edit::Value>()).unwrap()
}

#[test]
fn the_defaults_are_those_that_the_documents_name() {
    let defaults = load("");
    assert_eq!(defaults, self::defaults());
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    assert_eq!((defaults.model.as_str(), defaults.threads), ("tiny.en", cores.min(8)));
    assert_eq!((defaults.language, defaults.hud_size), (Language::AUTO, HudSize::Minimal));
    assert_eq!((defaults.ascii, defaults.mouse), (false, true));
    let (_, interface) = File::new("").source(Overrides::default()).load_with_interface().unwrap();
    assert_eq!(interface.keys, KeyMap::default());
    assert_eq!(interface.theme, ThemeChoice::One(ThemeFile::built_in("terminal").unwrap()));
}

#[test]
fn an_empty_file_means_the_defaults() {
    assert_eq!(load(""), defaults());
    assert_eq!(load("# nothing but a remark\n\n[voice]\n[keys]\n"), defaults());
}

#[test]
fn every_key_is_read() {
    let settings = load(
        r#"
        [agent]
        command = ["claude", "--continue"]
        ready_timeout_ms = 1234
        profile = "codex"

        [voice]
        sample_rate = 16000
        max_capture_ms = 20000
        silence_tail_ms = 700
        endpoint_on_meaning = false
        speculate_after_ms = 120
        min_recording_ms = 150
        min_speech_ms_before_stt_start = 400
        buffer_ms = 5000
        channel_capacity = 50
        stt_timeout_ms = 9000
        silence_threshold_db = -45
        adaptive_threshold = false
        allow_python_fallback = false
        max_concurrent_sessions = 1
        pre_roll_ms = 600
        trailing_ms = 200
        vad = "webrtc"
        send = "auto"
        send_delay_ms = 300
        double_press_ms = 400
        hold_to_talk_ms = 250
        hands_free_timeout_ms = 30000
        keep_microphone_open = true
        follow_up_ms = 400
        device = "headset"
        vocabulary = ["tokio", "kubectl"]
        initial_prompt = "Run cargo clippy."

        [stt]
        model = "base"
        language = "german"
        threads = 3

        [keys]
        dictate = "f5"
        cancel = "ctrl+g"

        [ui]
        ascii = true
        mouse = false
        hud = "full"
        theme = "light"

        [metrics]
        file = "metrics.jsonl"
        "#,
    );
    let ms = Duration::from_millis;
    assert_eq!(
        settings,
        Settings {
            voice: VoiceSettings {
                max_capture: ms(20_000),
                silence_tail: ms(700),
                endpoint_on_meaning: false,
                speculate_after: ms(120),
                min_recording: ms(150),
                min_speech_before_stt_start: ms(400),
                buffer: ms(5_000),
                channel_capacity: 50,
                stt_timeout: ms(9_000),
                silence_threshold_db: -45.0,
                adaptive_threshold: false,
                pre_roll: ms(600),
                trailing: ms(200),
                vad: VadKind::Webrtc,
                send: SendMode::Auto,
                send_delay: ms(300),
                double_press: ms(400),
                hold_to_talk: ms(250),
                hands_free_timeout: ms(30_000),
                keep_microphone_open: true,
                follow_up: ms(400),
                vocabulary: vec!["tokio".to_owned(), "kubectl".to_owned()],
                initial_prompt: "Run cargo clippy.".to_owned(),
            },
            agent: Some(command(&["claude", "--continue"])),
            ready_timeout: Some(ms(1_234)),
            profile: Some("codex".to_owned()),
            profiles: Profiles::built_in().unwrap(),
            model: "base".to_owned(),
            language: Language::from_name("de").unwrap(),
            threads: 3,
            device: Some("headset".to_owned()),
            sample: None,
            keys: keys([(Action::Dictate, "f5"), (Action::Cancel, "ctrl+g")]),
            ascii: true,
            mouse: false,
            theme: "light".to_owned(),
            hud_size: HudSize::Full,
            metrics_file: Some(PathBuf::from("metrics.jsonl")),
        }
    );
}

#[test]
fn a_command_is_a_line_or_a_list() {
    let agent = |text: &str| load(text).agent.unwrap().words().to_vec();
    assert_eq!(agent("[agent]\ncommand = \"codex\""), ["codex"]);
    assert_eq!(agent("agent.command = \"  codex  --full-auto \""), ["codex", "--full-auto"]);
    assert_eq!(agent("agent.command = ['my agent', 'a b', '']"), ["my agent", "a b", ""]);
}

#[test]
fn the_command_line_goes_over_the_file() {
    let file = File::new(
        r#"
        voice.vad = "energy"
        voice.send = "auto"
        voice.device = "headset"
        stt.model = "base"
        metrics.file = "of-the-file.jsonl"
        "#,
    );
    let unchanged = file.load().unwrap();
    assert_eq!(
        (unchanged.voice.vad, unchanged.voice.send, unchanged.device.as_deref()),
        (VadKind::Energy, SendMode::Auto, Some("headset"))
    );
    let overrides = Overrides {
        vad: Some(VadKind::Webrtc),
        send: Some(SendMode::Draft),
        device: Some("webcam".to_owned()),
        model: Some("small.en".to_owned()),
        metrics_file: Some(PathBuf::from("mine.jsonl")),
        sample: None,
    };
    let settings = file.load_under(overrides).unwrap();
    assert_eq!(
        settings,
        Settings {
            voice: VoiceSettings { vad: VadKind::Webrtc, ..VoiceSettings::default() },
            device: Some("webcam".to_owned()),
            model: "small.en".to_owned(),
            metrics_file: Some(PathBuf::from("mine.jsonl")),
            ..defaults()
        }
    );
}

#[test]
fn a_path_may_begin_with_the_home_folder() {
    let user = directories::BaseDirs::new().unwrap();
    let home = |path: &str| user.home_dir().join(path);
    let settings = load("stt.model = '~/models/a.bin'\nmetrics.file = '~/metrics.jsonl'\n");
    assert_eq!(PathBuf::from(settings.model), home("models/a.bin"));
    assert_eq!(settings.metrics_file, Some(home("metrics.jsonl")));
    // Of another user, and in the middle, it is a name like any other.
    let settings = load("stt.model = '~other/a.bin'\nmetrics.file = 'a/~/b'\n");
    assert_eq!(settings.model, "~other/a.bin");
    assert_eq!(settings.metrics_file, Some(PathBuf::from("a/~/b")));
}

#[test]
fn a_file_that_plays_the_microphone_is_opened_for_each_take() {
    let file = File::new("voice.keep_microphone_open = true");
    assert!(file.load().unwrap().voice.keep_microphone_open);
    let settings = file
        .load_under(Overrides { sample: Some(PathBuf::from("word.wav")), ..Overrides::default() })
        .unwrap();
    assert_eq!(settings.sample, Some(PathBuf::from("word.wav")));
    assert!(!settings.voice.keep_microphone_open);
}

#[test]
fn without_a_terminal_no_key_and_no_theme_is_looked_at() {
    for (text, refused) in [
        ("keys.dictate = 'h'", "[keys] dictate: `h` is needed for typing"),
        ("keys.cancel = 'ctrl+r'", "[keys] `dictate` and `cancel` are both on Ctrl+R"),
        ("ui.theme = 'drak'", "[ui] theme: \"drak\" is unknown"),
    ] {
        let file = File::new(text);
        let source = file.source(Overrides::default());
        assert!(source.load().is_ok(), "{text}");
        let error = source.load_with_interface().unwrap_err().to_string();
        assert!(error.contains(refused), "{error}");
    }
}

#[test]
fn a_former_name_is_read() {
    let settings = load("[voice]\nlinger_ms = 400\n");
    assert_eq!(settings.voice.follow_up, Duration::from_millis(400));
}
