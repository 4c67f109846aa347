//! Programs and files that are not there, noticed before anything starts.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::config::failure::failure;
use crate::config::nearest::probable;
use crate::session::profile::{KNOWN_AGENTS, is_program};
use crate::session::pty::AgentCommand;

/// Checks that the program of a command can be started. `others` are names that may have been meant.
///
/// # Errors
/// It is not in `PATH`, or the path leads to no program; names what to try.
pub fn check_program(command: &AgentCommand, others: &[String]) -> Result<()> {
    if path_of_program(command).is_some() {
        return Ok(());
    }
    let program = Path::new(&command.program);
    if is_path(program) {
        return Err(failure(format!("{} is not a program that can be run", program.display())));
    }
    let name = program.to_string_lossy();
    let hint = if KNOWN_AGENTS.contains(&name.as_ref()) {
        format!("install {name}, or name another agent")
    } else if let Some(meant) = probable(&name, others.iter().map(String::as_str)) {
        format!("did you mean `parlo {meant}`?")
    } else {
        format!("name one that is there; agents are {}", KNOWN_AGENTS.join(", "))
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
