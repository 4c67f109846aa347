//! What may be chosen: the settings, the file that holds them, the environment and the command line
//! over it, the defaults under it; and the files and folders of parlo's own.
//!
//! [`table`] has a row for every setting. From it come the keys of the file, the variables, the ranges,
//! the file that explains them, `docs/configuration.md` and the window in which they are changed. A new
//! setting is a row, its field and its default: in [`Settings`], or for what the core works by in
//! [`VoiceSettings`].
//!
//! [`ConfigSource::load`] needs no terminal and looks at no key and no theme. What draws asks for the
//! [`Interface`] as well. Nothing here knows a command or an option.

use std::path::{Path, PathBuf};
use std::time::Duration;

use parlo_core::settings::VoiceSettings;

use crate::session::profile::{AgentProfile, Profiles};
use crate::stt::{EngineKind, EngineSpec, Language};
use crate::ui::keymap::Action;
use crate::ui::layout::HudSize;
use crate::ui::theme::file::TERMINAL;

pub mod cache_file;
mod default_file;
mod environment;
mod explain;
pub mod failure;
mod file;
pub mod file_state;
mod interface;
pub mod nearest;
mod overrides;
pub mod paths;
mod profiles;
mod source;
pub mod table;
pub mod text_file;
mod theme;
mod value;
mod window;
pub mod write;

pub use default_file::default_file;
pub use interface::Interface;
pub use overrides::Overrides;
pub use source::ConfigSource;
pub use theme::ThemeChoice;
pub use value::{CommandLine, KeyText};

/// Everything that may be chosen, decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The `[voice]` table.
    pub voice: VoiceSettings,
    /// `[agent] command`, if the file names one.
    pub agent: Option<CommandLine>,
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
    /// The keys that are parlo's own, by [`Action`].
    pub keys: [KeyText; Action::ALL.len()],
    /// Draw the HUD with ASCII alone.
    pub ascii: bool,
    /// How many rows parlo shows about itself.
    pub hud_size: HudSize,
    /// Take the mouse where the agent does not use it: the wheel looks back, dragging copies.
    pub mouse: bool,
    /// The name of the theme.
    pub theme: String,
    /// Where the metrics go.
    pub metrics_file: Option<PathBuf>,
}

/// What holds where nothing is chosen. No agent is known yet.
impl Default for Settings {
    fn default() -> Self {
        // More than eight threads cost more in synchronisation than they bring on short audio.
        let threads = std::thread::available_parallelism().map_or(2, usize::from).min(8);
        Self {
            voice: VoiceSettings::default(),
            agent: None,
            ready_timeout: None,
            profile: None,
            profiles: Profiles::default(),
            model: "tiny.en".to_owned(),
            language: Language::AUTO,
            threads,
            device: None,
            sample: None,
            keys: Action::ALL.map(KeyText::usual),
            ascii: false,
            hud_size: HudSize::default(),
            mouse: true,
            theme: TERMINAL.to_owned(),
            metrics_file: None,
        }
    }
}

impl Settings {
    /// The engine for the model of this file.
    pub fn engine_spec(&self, model: &Path) -> EngineSpec {
        let (threads, language) = (self.threads, self.language);
        EngineSpec { kind: EngineKind::Whisper, model: model.to_owned(), threads, language }
    }

    /// The profile of the agent that a command starts: the one the file names, else by the name of
    /// the program.
    pub fn profile_of(&self, program: &std::ffi::OsStr) -> AgentProfile {
        let named = self.profile.as_deref().and_then(|name| self.profiles.named(name)).cloned();
        named.unwrap_or_else(|| self.profiles.of_program(program))
    }

    /// Lets a leading `~/` of a path stand for the home folder.
    fn expand_paths(&mut self) {
        self.metrics_file = self.metrics_file.take().map(paths::expanded);
        let model = paths::expanded(PathBuf::from(&self.model));
        if let Ok(model) = model.into_os_string().into_string() {
            self.model = model;
        }
    }

    /// Checks what no single value can say.
    ///
    /// # Errors
    /// `[TABLE] KEY: …`, with what would work.
    fn check(&self) -> Result<(), String> {
        if let Some(name) =
            self.profile.as_deref().filter(|name| self.profiles.named(name).is_none())
        {
            let unknown = nearest::none_of(name, &self.profiles.names());
            return Err(format!("[agent] profile: {unknown}"));
        }
        self.voice.validate().map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests;
