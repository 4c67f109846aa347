//! The file, the command line over it, the defaults under it.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use super::*;
use crate::ui::theme::ThemeFile;
use parlo_core::settings::{SendMode, VadKind};
use tempfile::TempDir;

mod fuzzing;
mod refused;

/// A configuration file in a folder of its own.
struct File {
    _folder: TempDir,
    path: PathBuf,
}

impl File {
    fn new(text: &str) -> File {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        File { _folder: folder, path }
    }

    fn source(&self, overrides: Overrides) -> ConfigSource {
        ConfigSource::new(Some(&self.path), overrides).unwrap()
    }

    /// What parlo makes of the file.
    fn load(&self) -> Result<Settings> {
        self.load_under(Overrides::default())
    }

    /// What parlo makes of the file and these options.
    fn load_under(&self, overrides: Overrides) -> Result<Settings> {
        self.source(overrides).load()
    }
}

fn load(text: &str) -> Settings {
    File::new(text).load().unwrap()
}

fn defaults() -> Settings {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    Settings {
        voice: VoiceSettings::default(),
        agent: None,
        ready_timeout: None,
        profile: None,
        profiles: Profiles::built_in().unwrap(),
        model: "tiny.en".to_owned(),
        language: Language::AUTO,
        threads: cores.min(8),
        device: None,
        sample: None,
        keys: KeyMap::default(),
        ascii: false,
        mouse: true,
        theme: ThemeChoice::One(ThemeFile::built_in("terminal").unwrap()),
        theme_name: "terminal".to_owned(),
        hud_size: HudSize::Minimal,
        metrics_file: None,
    }
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
        file = "figures.jsonl"
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
            agent: Some(vec!["claude".to_owned(), "--continue".to_owned()]),
            ready_timeout: Some(ms(1_234)),
            profile: Some("codex".to_owned()),
            profiles: Profiles::built_in().unwrap(),
            model: "base".to_owned(),
            language: Language::from_name("de").unwrap(),
            threads: 3,
            device: Some("headset".to_owned()),
            sample: None,
            keys: KeyMap::new([(Action::Dictate, "f5"), (Action::Cancel, "ctrl+g")]).unwrap(),
            ascii: true,
            mouse: false,
            theme: ThemeChoice::One(ThemeFile::built_in("light").unwrap()),
            theme_name: "light".to_owned(),
            hud_size: HudSize::Full,
            metrics_file: Some(PathBuf::from("figures.jsonl")),
        }
    );
}

#[test]
fn a_command_is_a_line_or_a_list() {
    let agent = |text: &str| load(text).agent.unwrap();
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
    let settings = load("stt.model = '~/models/a.bin'\nmetrics.file = '~/figures.jsonl'\n");
    assert_eq!(PathBuf::from(settings.model), home("models/a.bin"));
    assert_eq!(settings.metrics_file, Some(home("figures.jsonl")));
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
