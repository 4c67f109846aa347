//! Programs and files that are not there, noticed before anything starts.

use super::failure::failure;
use crate::session::profile::{KNOWN_AGENTS, is_program};
use crate::session::pty::AgentCommand;
use anyhow::Result;
use std::path::{Path, PathBuf};

/// Checks that the program of a command can be started.
///
/// # Errors
/// It is not in `PATH`, or the path leads to no program; names what to try.
pub fn check_program(command: &AgentCommand) -> Result<()> {
    if path_of_program(command).is_some() {
        return Ok(());
    }
    let program = Path::new(&command.program);
    if is_path(program) {
        return Err(failure(format!("{} is not a program that can be run", program.display())));
    }
    let name = program.display();
    let hint = if KNOWN_AGENTS.iter().any(|agent| *agent == program.as_os_str()) {
        format!("install {name}, or name another agent")
    } else {
        format!(
            "parlo knows no command `{name}` either (`parlo --help` lists them); agents are {}",
            KNOWN_AGENTS.join(", ")
        )
    };
    Err(failure(format!("there is no program `{name}` in PATH; {hint}")))
}

/// Where the program of a command is; none if it is nowhere.
pub fn path_of_program(command: &AgentCommand) -> Option<PathBuf> {
    let program = Path::new(&command.program);
    if is_path(program) {
        return Some(command.directory.join(program)).filter(|path| is_program(path));
    }
    let search_path = command.environment.iter().find(|(name, _)| name == "PATH");
    let search_path = search_path.map(|(_, value)| value.clone()).unwrap_or_default();
    std::env::split_paths(&search_path)
        .map(|folder| command.directory.join(folder).join(program))
        .find(|path| is_program(path))
}

fn is_path(program: &Path) -> bool {
    program.components().count() > 1
}
