//! The configuration file, the environment and the command line over it, the defaults under it.
//!
//! Serde stays here, at the edge: the core's settings are plain values.

pub mod cache_file;
mod default_file;
mod environment;
pub mod explain;
pub mod failure;
mod file;
pub mod nearest;
mod overrides;
pub mod paths;
mod private;
mod profiles;
mod source;
pub mod table;
pub mod text_file;
mod theme;
mod voice;
pub mod write;

use crate::session::profile::{AgentProfile, Profiles};
use crate::stt::Language;
use crate::ui::keymap::{Action, KeyMap};
use crate::ui::layout::HudSize;
use crate::ui::theme::file::TERMINAL;
use anyhow::Result;
use failure::usage;
use file::{ConfigFile, KeysTable, Words};
use nearest::{none_of, probable};
use parlo_core::settings::VoiceSettings;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use default_file::default_file;
pub use environment::variable_of;
pub use overrides::Overrides;
pub use source::ConfigSource;
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
    /// `[agent] profile`, if the file names one: for a command that starts an agent.
    pub profile: Option<String>,
    /// What is known about agents.
    pub profiles: Profiles,
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
    /// Take the mouse where the agent does not want it: the wheel looks back, dragging copies.
    pub mouse: bool,
    /// The colours of parlo's own.
    pub theme: ThemeChoice,
    /// What the file calls them.
    pub theme_name: String,
    /// Where the figures go.
    pub metrics_file: Option<PathBuf>,
}

impl Settings {
    /// The profile of the agent that a command starts: the one the file names, else by the name of
    /// the program.
    pub fn profile_of(&self, program: &std::ffi::OsStr) -> AgentProfile {
        let named = self.profile.as_deref().and_then(|name| self.profiles.named(name)).cloned();
        named.unwrap_or_else(|| self.profiles.of_program(program))
    }

    /// What a file with this text means under what the source lays over it.
    fn of_text(source: &ConfigSource, text: &str) -> Result<Settings> {
        let path = source.path();
        let file: ConfigFile =
            toml::from_str(text).map_err(|error| usage(explain::explain(path, text, &error)))?;
        let ConfigFile { agent, voice, stt, keys, ui, metrics } = file;
        let in_file = |problem: String| usage(explain::explain_value(path, text, &problem));
        let device = voice.device.clone();
        let folder = path.parent().unwrap_or(Path::new(""));
        let profiles = profiles::load(&folder.join("agents"))?;
        let mut settings = Settings {
            agent: agent_command(agent.command).map_err(in_file)?,
            ready_timeout: agent.ready_timeout_ms.map(Duration::from_millis),
            profile: profile(agent.profile, &profiles).map_err(in_file)?,
            profiles,
            voice: voice::settings(voice).map_err(in_file)?,
            model: stt.model.unwrap_or_else(|| "tiny.en".to_owned()),
            language: language(stt.language.as_deref()).map_err(in_file)?,
            threads: threads(stt.threads).map_err(in_file)?,
            device,
            sample: None,
            keys: key_map(&keys).map_err(in_file)?,
            ascii: ui.ascii.unwrap_or(false),
            hud_size: hud_size(ui.hud.as_deref()).map_err(in_file)?,
            theme_name: ui.theme.clone().unwrap_or_else(|| TERMINAL.to_owned()),
            mouse: ui.mouse.unwrap_or(true),
            theme: ThemeChoice::find(ui.theme.as_deref(), path.parent(), &in_file)?,
            metrics_file: metrics.file,
        };
        source.overrides.clone().lay_over(&mut settings);
        settings.metrics_file = settings.metrics_file.map(paths::expanded);
        if let Ok(path) =
            paths::expanded(PathBuf::from(&settings.model)).into_os_string().into_string()
        {
            settings.model = path;
        }
        settings.voice.validate().map_err(|error| in_file(error.to_string()))?;
        Ok(settings)
    }
}

/// Whether the file has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// The command line names it.
    MustExist,
    /// It is where the platform has it by convention.
    MayBeMissing,
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

fn profile(name: Option<String>, profiles: &Profiles) -> Result<Option<String>, String> {
    match name {
        Some(name) if profiles.named(&name).is_none() => {
            Err(format!("[agent] profile: {}", none_of(&name, &profiles.names())))
        }
        name => Ok(name),
    }
}

fn language(name: Option<&str>) -> Result<Language, String> {
    match name {
        None => Ok(Language::AUTO),
        Some(name) => Language::from_name(name).ok_or_else(|| {
            let meant = probable(name, Language::names()).unwrap_or("en");
            format!(
                "[stt] language: {name:?} is no language Whisper knows; try {meant:?} or \"auto\""
            )
        }),
    }
}

fn key_map(table: &KeysTable) -> Result<KeyMap, String> {
    let written = [
        (Action::Dictate, &table.dictate),
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
            format!("[ui] hud: {}", none_of(name, &HudSize::ALL.map(HudSize::name)))
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
