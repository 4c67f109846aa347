//! Programs and files that are not there, noticed before anything starts.

use super::failure::failure;
use crate::session::profile::KNOWN_AGENTS;
use crate::session::pty::AgentCommand;
use anyhow::Result;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Checks that the program of a command can be started.
///
/// # Errors
/// It is not in `PATH`, or the path leads to no program; names what to try.
pub fn check_program(command: &AgentCommand) -> Result<()> {
    let program = Path::new(&command.program);
    if program.components().count() > 1 {
        if is_program(&command.directory.join(program)) {
            return Ok(());
        }
        return Err(failure(format!("{} is not a program that can be run", program.display())));
    }
    let search_path = command
        .environment
        .iter()
        .find(|(name, _)| name == "PATH")
        .map(|(_, value)| value.clone())
        .unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&search_path).collect();
    if folders.iter().any(|folder| is_program(&folder.join(program))) {
        return Ok(());
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

fn is_program(path: &Path) -> bool {
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}
