//! The coding agents parlo knows: their programs, how long each may take until it is ready, how its
//! state is told, what its composer does with what is typed.
//!
//! Each agent is a profile, read from a small file (`file`). Those of the known agents are
//! compiled in; the user's files extend or replace them. Nothing here looks at the environment or
//! at the disk, but for [`find_first_agent`], whose search path comes as an argument.
//!
//! An agent is ready once it has asked for bracketed paste (`CSI ?2004h`); before that its tty
//! would turn a pasted Enter into a line feed.

use parlo_core::agent_state::StateRules;
use parlo_core::typing::TypingRules;
use std::ffi::{OsStr, OsString};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

mod file;

pub use file::ProfileError;

/// What parlo knows about one agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentProfile {
    /// Its name: that of its file.
    pub name: String,
    /// The names of its programs.
    pub programs: Vec<String>,
    /// How long after its start it may take to become ready. Longer delays a dictation into a
    /// command that never asks for bracketed paste; shorter loses a dictation into a slow agent.
    pub ready_timeout: Duration,
    /// How its title and screen tell its state.
    pub state: StateRules,
    /// What its composer does with what is typed.
    pub typing: TypingRules,
    /// When it is told that its terminal understands reports of its state (OSC 7501).
    pub reports: StateReports,
}

/// When an agent is told that its terminal understands reports of its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StateReports {
    /// Whenever it asks.
    #[default]
    Invited,
    /// Only where the host terminal understands them: the agent looks different then.
    AsHost,
}

impl AgentProfile {
    /// The profile of a command nothing is known about: only what it reports itself counts.
    #[must_use]
    pub fn unknown() -> AgentProfile {
        AgentProfile {
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
    /// Those added last come first.
    all: Vec<AgentProfile>,
}

impl Profiles {
    /// The profiles that are compiled in.
    ///
    /// # Errors
    /// One of them is wrong, which a test rules out.
    pub fn built_in() -> Result<Profiles, ProfileError> {
        let mut profiles = Profiles { all: Vec::new() };
        for (name, text) in BUILT_IN {
            profiles.add(name, text)?;
        }
        Ok(profiles)
    }

    /// Adds the profile in a file of the user's, named after the file. One of that name is extended:
    /// keys that are given win, rules that are given are judged before its own. With
    /// `replace = true` nothing of it is left.
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
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&AgentProfile> {
        self.all.iter().find(|profile| profile.name == name)
    }

    /// The profile of a program, known or not; a path counts by its file name.
    #[must_use]
    pub fn of_program(&self, program: &OsStr) -> AgentProfile {
        let name = Path::new(program).file_name().unwrap_or(program);
        let is_of =
            |profile: &&AgentProfile| profile.programs.iter().any(|its| name == its.as_str());
        self.all.iter().find(is_of).cloned().unwrap_or_else(AgentProfile::unknown)
    }

    /// The names of all profiles, in alphabetical order.
    #[must_use]
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
    /// The search path, as it was given.
    pub searched: String,
}

/// The program of the first known agent in `search_path`, which is written like `PATH`.
///
/// # Errors
///
/// [`NoAgentFound`] names what was looked for, where, and the remedy.
pub fn find_first_agent(search_path: &OsStr) -> Result<OsString, NoAgentFound> {
    let directories: Vec<PathBuf> = std::env::split_paths(search_path).collect();
    KNOWN_AGENTS
        .iter()
        .find(|agent| directories.iter().any(|directory| is_program(&directory.join(agent))))
        .map(OsString::from)
        .ok_or_else(|| NoAgentFound { searched: search_path.to_string_lossy().into_owned() })
}

/// Whether this is a file that can be run.
pub fn is_program(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests;
