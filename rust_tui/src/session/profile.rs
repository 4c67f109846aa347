//! The coding agents parlo knows: their programs, in order of preference, and how long each may
//! take until it is ready.
//!
//! An agent is ready once it has asked for bracketed paste (`CSI ?2004h`); before that its tty
//! would turn a pasted Enter into a line feed. Nothing here looks at the environment: the search
//! path comes as an argument.

use std::ffi::{OsStr, OsString};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What parlo knows about one agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentProfile {
    /// The name of its program.
    pub program: OsString,
    /// How long after its start it may take to become ready. Longer delays a dictation into a
    /// command that never asks for bracketed paste; shorter loses a dictation into a slow agent.
    pub ready_timeout: Duration,
}

/// The known agents, the preferred one first.
pub const KNOWN_AGENTS: [&str; 5] = ["codex", "claude", "gemini", "opencode", "aider"];

const KNOWN_AGENT_READY_TIMEOUT: Duration = Duration::from_secs(20);
const OTHER_COMMAND_READY_TIMEOUT: Duration = Duration::from_secs(5);

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

/// The profile of a program, known or not; a path counts by its file name.
#[must_use]
pub fn profile_of(program: &OsStr) -> AgentProfile {
    let name = Path::new(program).file_name().unwrap_or(program);
    let known = KNOWN_AGENTS.iter().any(|agent| name == OsStr::new(agent));
    AgentProfile {
        program: program.to_owned(),
        ready_timeout: if known { KNOWN_AGENT_READY_TIMEOUT } else { OTHER_COMMAND_READY_TIMEOUT },
    }
}

/// The first known agent with a program in `search_path`, which is written like `PATH`.
///
/// # Errors
///
/// [`NoAgentFound`] names what was looked for, where, and the remedy.
pub fn find_first_agent(search_path: &OsStr) -> Result<AgentProfile, NoAgentFound> {
    let directories: Vec<PathBuf> = std::env::split_paths(search_path).collect();
    KNOWN_AGENTS
        .iter()
        .find(|agent| directories.iter().any(|directory| is_program(&directory.join(agent))))
        .map(|agent| profile_of(OsStr::new(agent)))
        .ok_or_else(|| NoAgentFound { searched: search_path.to_string_lossy().into_owned() })
}

fn is_program(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests;
