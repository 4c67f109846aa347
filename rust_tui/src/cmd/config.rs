//! The configuration file, the command line over it, the defaults under it.
//!
//! Serde stays here, at the edge: the core's settings are plain values.

mod explain;
mod file;
mod theme;

use super::cli::{Cli, DecodeOptions, HearOptions};
use super::failure::usage;
use super::paths;
use crate::stt::Language;
use crate::ui::keymap::{Action, KeyMap};
use crate::ui::layout::HudSize;
use anyhow::Result;
use file::{ConfigFile, KeysTable, VoiceTable, Words};
use parlo_core::settings::{SendMode, VadKind, VoiceSettings};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;
pub use theme::ThemeChoice;

/// Everything that may be chosen, decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The `[voice]` table.
    pub voice: VoiceSettings,
    /// `[agent] command`, if the file names one.
    pub agent: Option<Vec<String>>,
    /// `[agent] ready_timeout_ms`, if the file sets it.
    pub ready_timeout: Option<Duration>,
    /// Name or path of the speech model.
    pub model: String,
    /// The language spoken.
    pub language: Language,
    /// Threads for decoding.
    pub threads: usize,
    /// The microphone, if not the default one.
    pub device: Option<String>,
    /// A file that plays the microphone.
    pub sample: Option<PathBuf>,
    /// The keys that are parlo's own.
    pub keys: KeyMap,
    /// Draw the HUD with ASCII alone.
    pub ascii: bool,
    /// How many rows parlo shows about itself.
    pub hud_size: HudSize,
    /// The colours of parlo's own.
    pub theme: ThemeChoice,
    /// Where the figures go.
    pub metrics_file: Option<PathBuf>,
}

impl Settings {
    /// Reads the configuration file and lays the command line over it.
    ///
    /// # Errors
    /// The file is unreadable, or a key or value in it cannot work; names which and what would.
    pub fn load(cli: &Cli, decode: DecodeOptions, hear: HearOptions) -> Result<Settings> {
        let (path, origin) = match &cli.common.config {
            Some(path) => (path.clone(), Origin::Named),
            None => (paths::config_file()?, Origin::Default),
        };
        let file = read_file(&path, origin)?;
        let ConfigFile { agent, voice, stt, keys, ui, metrics } = file;
        let in_file = |problem: String| usage(format!("{}: {problem}", path.display()));
        let device = hear.device.clone().or_else(|| voice.device.clone());
        let mut settings = Settings {
            agent: agent_command(agent.command).map_err(in_file)?,
            ready_timeout: agent.ready_timeout_ms.map(Duration::from_millis),
            voice: voice_settings(voice).map_err(in_file)?,
            model: stt.model.unwrap_or_else(|| "tiny.en".to_owned()),
            language: language(stt.language.as_deref()).map_err(in_file)?,
            threads: threads(stt.threads).map_err(in_file)?,
            device,
            sample: hear.sample,
            keys: key_map(&keys).map_err(in_file)?,
            ascii: ui.ascii.unwrap_or(false),
            hud_size: hud_size(ui.hud.as_deref()).map_err(in_file)?,
            theme: ThemeChoice::find(ui.theme.as_deref(), path.parent(), &in_file)?,
            metrics_file: decode.metrics_file.or(metrics.file),
        };
        if let Some(model) = decode.model {
            settings.model = model;
        }
        // clap has checked these names against the same lists.
        if let Some(vad) = decode.vad.as_deref().and_then(VadKind::from_name) {
            settings.voice.vad = vad;
        }
        if let Some(send) = cli.send.as_deref().and_then(SendMode::from_name) {
            settings.voice.send = send;
        }
        if settings.sample.is_some() {
            // A file is played once per take; kept open it would play into the void.
            settings.voice.keep_microphone_open = false;
            settings.voice.linger = Duration::ZERO;
        }
        settings.voice.validate().map_err(|error| in_file(error.to_string()))?;
        Ok(settings)
    }
}

/// Who says where the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The user, on the command line: it must be there.
    Named,
    /// The convention of the platform: it may be missing.
    Default,
}

fn read_file(path: &Path, origin: Origin) -> Result<ConfigFile> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if origin == Origin::Default && error.kind() == ErrorKind::NotFound => {
            String::new()
        }
        Err(error) => return Err(usage(format!("{}: cannot be read: {error}", path.display()))),
    };
    toml::from_str(&text).map_err(|error| usage(explain::explain(path, &text, &error)))
}

fn agent_command(command: Option<Words>) -> Result<Option<Vec<String>>, String> {
    let words = match command {
        None => return Ok(None),
        Some(Words::Line(line)) => line.split_whitespace().map(str::to_owned).collect(),
        Some(Words::List(list)) => list,
    };
    if words.first().is_none_or(String::is_empty) {
        return Err("[agent] command: is empty; name a program, such as \"codex\"".to_owned());
    }
    Ok(Some(words))
}

fn voice_settings(table: VoiceTable) -> Result<VoiceSettings, String> {
    // These two keys exist so that a file says what parlo does; only one value of each works.
    if table.sample_rate.is_some_and(|rate| rate != parlo_core::audio::SAMPLE_RATE_HZ) {
        return Err("[voice] sample_rate: must be 16000, the rate Whisper was trained on; \
                    devices of any rate are resampled to it"
            .to_owned());
    }
    if table.max_concurrent_sessions.is_some_and(|sessions| sessions != 1) {
        return Err("[voice] max_concurrent_sessions: must be 1".to_owned());
    }
    if table.allow_python_fallback == Some(true) {
        return Err("[voice] allow_python_fallback: this build has no Python fallback; \
                    set it to false"
            .to_owned());
    }
    let defaults = VoiceSettings::default();
    let ms = |value: Option<u64>, default: Duration| value.map_or(default, Duration::from_millis);
    let vad = match table.vad.as_deref() {
        None => defaults.vad,
        Some(name) => VadKind::from_name(name).ok_or_else(|| {
            let names: Vec<&str> = VadKind::ALL.iter().map(|kind| kind.name()).collect();
            format!("[voice] vad: {name:?} is none of {}", names.join(", "))
        })?,
    };
    let send = match table.send.as_deref() {
        None => defaults.send,
        Some(name) => SendMode::from_name(name)
            .ok_or_else(|| format!("[voice] send: {name:?} is none of draft, auto"))?,
    };
    Ok(VoiceSettings {
        max_capture: ms(table.max_capture_ms, defaults.max_capture),
        silence_tail: ms(table.silence_tail_ms, defaults.silence_tail),
        endpoint_on_meaning: table.endpoint_on_meaning.unwrap_or(defaults.endpoint_on_meaning),
        speculate_after: ms(table.speculate_after_ms, defaults.speculate_after),
        min_recording: ms(table.min_recording_ms, defaults.min_recording),
        min_speech_before_stt_start: ms(
            table.min_speech_ms_before_stt_start,
            defaults.min_speech_before_stt_start,
        ),
        buffer: ms(table.buffer_ms, defaults.buffer),
        channel_capacity: table.channel_capacity.unwrap_or(defaults.channel_capacity),
        stt_timeout: ms(table.stt_timeout_ms, defaults.stt_timeout),
        silence_threshold_db: table.silence_threshold_db.unwrap_or(defaults.silence_threshold_db),
        adaptive_threshold: table.adaptive_threshold.unwrap_or(defaults.adaptive_threshold),
        pre_roll: ms(table.pre_roll_ms, defaults.pre_roll),
        trailing: ms(table.trailing_ms, defaults.trailing),
        vad,
        send,
        send_delay: ms(table.send_delay_ms, defaults.send_delay),
        double_press: ms(table.double_press_ms, defaults.double_press),
        keep_microphone_open: table.keep_microphone_open.unwrap_or(defaults.keep_microphone_open),
        linger: ms(table.linger_ms, defaults.linger),
        vocabulary: table.vocabulary.unwrap_or(defaults.vocabulary),
        initial_prompt: table.initial_prompt.unwrap_or(defaults.initial_prompt),
    })
}

fn language(name: Option<&str>) -> Result<Language, String> {
    match name {
        None => Ok(Language::AUTO),
        Some(name) => Language::from_name(name).ok_or_else(|| {
            format!("[stt] language: {name:?} is no language Whisper knows; try \"en\" or \"auto\"")
        }),
    }
}

fn key_map(table: &KeysTable) -> Result<KeyMap, String> {
    let written = [
        (Action::Toggle, &table.dictate),
        (Action::Cancel, &table.cancel),
        (Action::Menu, &table.menu),
        (Action::Undo, &table.undo),
        (Action::HandsFree, &table.hands_free),
        (Action::Scrollback, &table.scrollback),
        (Action::History, &table.history),
        (Action::HudSize, &table.hud),
        (Action::Settings, &table.settings),
        (Action::Devices, &table.devices),
        (Action::Models, &table.models),
        (Action::Errors, &table.errors),
        (Action::Help, &table.help),
    ];
    let written = written.iter().filter_map(|(action, key)| Some((*action, key.as_deref()?)));
    KeyMap::new(written).map_err(|error| format!("[keys] {error}"))
}

fn hud_size(name: Option<&str>) -> Result<HudSize, String> {
    match name {
        None => Ok(HudSize::default()),
        Some(name) => HudSize::from_name(name).ok_or_else(|| {
            let names = HudSize::ALL.map(HudSize::name).join(", ");
            format!("[ui] hud: {name:?} is none of {names}")
        }),
    }
}

fn threads(wanted: Option<usize>) -> Result<usize, String> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    match wanted {
        // More than eight threads cost more in synchronisation than they bring on short audio.
        None => Ok(cores.min(8)),
        Some(threads) if (1..=64).contains(&threads) => Ok(threads),
        Some(threads) => Err(format!("[stt] threads: {threads} is outside 1..=64")),
    }
}

#[cfg(test)]
mod tests;
