//! The coding agents parlo knows: their programs, how long each may take to become ready, how to
//! detect its state, how its composer handles typed text.
//!
//! Each agent is a profile, parsed from a small file (`file`). Those of the known agents are built
//! in; the user's files extend or replace them. Nothing here reads the environment or the disk,
//! except [`find_first_agent`], whose search path is an argument.
//!
//! An agent is ready once it has asked for bracketed paste (`CSI ?2004h`); before that its tty
//! would turn a pasted Enter into a line feed.

use std::ffi::{OsStr, OsString};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use parlo_core::agent_state::StateRules;
use parlo_core::typing::TypingRules;
use serde::Deserialize;

mod file;

pub use file::ProfileError;

/// What parlo knows about one agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentProfile {
    /// Its name: that of its file.
    pub name: String,
    /// The names of its programs.
    pub programs: Vec<String>,
    /// How long it may take to become ready. Longer delays a dictation into a command that never
    /// asks for bracketed paste; shorter loses a dictation into a slow agent.
    pub ready_timeout: Duration,
    /// How to detect its state from title and screen.
    pub state: StateRules,
    /// How its composer handles typed text.
    pub typing: TypingRules,
    /// Whether its terminal says that it accepts status reports (OSC 7501).
    pub reports: StateReports,
}

/// When a query for program status (OSC 7501) is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateReports {
    /// Always.
    #[default]
    Invited,
    /// Only where the host terminal supports it, since the agent draws differently then.
    AsHost,
}

impl AgentProfile {
    /// The profile of an unknown command: its state comes only from its own reports.
    pub fn unknown() -> Self {
        Self {
            name: "unknown".to_owned(),
            programs: Vec::new(),
            ready_timeout: OTHER_COMMAND_READY_TIMEOUT,
            state: StateRules::default(),
            typing: TypingRules::default(),
            reports: StateReports::default(),
        }
    }
}

/// The known agents, the preferred one first.
pub const KNOWN_AGENTS: [&str; 5] = ["codex", "claude", "gemini", "opencode", "aider"];

const BUILT_IN: [(&str, &str); 5] = [
    ("codex", include_str!("../../assets/agents/codex.toml")),
    ("claude", include_str!("../../assets/agents/claude.toml")),
    ("gemini", include_str!("../../assets/agents/gemini.toml")),
    ("opencode", include_str!("../../assets/agents/opencode.toml")),
    ("aider", include_str!("../../assets/agents/aider.toml")),
];

const OTHER_COMMAND_READY_TIMEOUT: Duration = Duration::from_secs(5);

/// All profiles, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profiles {
    /// Those added last are first.
    all: Vec<AgentProfile>,
}

impl Profiles {
    /// The built-in profiles.
    ///
    /// # Errors
    /// One of them is invalid, which a test rules out.
    pub fn built_in() -> Result<Self, ProfileError> {
        let mut profiles = Self { all: Vec::new() };
        for (name, text) in BUILT_IN {
            profiles.add(name, text)?;
        }
        Ok(profiles)
    }

    /// Adds the profile in a file of the user's, named after the file. It extends a profile of the
    /// same name: its keys win, its rules are tried first. With `replace = true` it replaces it.
    ///
    /// # Errors
    /// The text is no profile; the error says what is wrong, and where.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), ProfileError> {
        let known = self.all.iter().position(|profile| profile.name == name);
        let base = known.map(|index| self.all.remove(index));
        let profile = file::read(name, text, base)?;
        self.all.insert(0, profile);
        Ok(())
    }

    /// The profile of that name.
    pub fn named(&self, name: &str) -> Option<&AgentProfile> {
        self.all.iter().find(|profile| profile.name == name)
    }

    /// The profile of a program, known or not; of a path the file name counts.
    pub fn of_program(&self, program: &OsStr) -> AgentProfile {
        let name = Path::new(program).file_name().unwrap_or(program);
        let is_of =
            |profile: &&AgentProfile| profile.programs.iter().any(|its| name == its.as_str());
        self.all.iter().find(is_of).cloned().unwrap_or_else(AgentProfile::unknown)
    }

    /// The names of all profiles, in alphabetical order.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.all.iter().map(|profile| profile.name.as_str()).collect();
        names.sort_unstable();
        names
    }
}

/// No known agent is installed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no coding agent found: none of {} is in PATH ({searched}); install one, or name a command: \
     `parlo -- COMMAND`",
    KNOWN_AGENTS.join(", ")
)]
pub struct NoAgentFound {
    /// The search path, as given.
    pub searched: String,
}

/// The program of the first known agent in `search_path`, which is written like `PATH`.
///
/// # Errors
///
/// [`NoAgentFound`] names the agents, the search path and the remedy.
pub fn find_first_agent(search_path: &OsStr) -> Result<OsString, NoAgentFound> {
    let directories: Vec<PathBuf> = std::env::split_paths(search_path).collect();
    KNOWN_AGENTS
        .iter()
        .find(|agent| directories.iter().any(|directory| is_program(&directory.join(agent))))
        .map(OsString::from)
        .ok_or_else(|| NoAgentFound { searched: search_path.to_string_lossy().into_owned() })
}

/// Whether this is an executable file.
pub fn is_program(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests;
