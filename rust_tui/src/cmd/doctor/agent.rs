//! The agent: which one parlo would start, where it is, whether it runs.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::check::Check;
use crate::cmd::missing::{check_program, path_of_program};
use crate::config::Settings;
use crate::config::paths::short_path;
use crate::diag::first_line;
use crate::session::profile::{KNOWN_AGENTS, NoAgentFound};
use crate::session::pty::AgentCommand;

const NAME: &str = "agent";
/// An agent has printed its version by then; those written in a scripting language take a second or two.
const PATIENCE: Duration = Duration::from_secs(15);

/// Looks at the agent named on the command line, else at the one that would be started.
pub fn check(settings: &Settings, named: Option<OsString>) -> Check {
    let words = match named {
        Some(agent) => Ok(vec![agent]),
        None => crate::cmd::usual_agent(settings),
    };
    let found = words.and_then(|words| {
        let program = words.into_iter().next().unwrap_or_default();
        let command = AgentCommand::inheriting(program, Vec::new())?;
        check_program(&command, &[])?;
        Ok(command)
    });
    let command = match found {
        Ok(command) => command,
        Err(error) if error.is::<NoAgentFound>() => {
            let finding = format!("none of {} is in PATH", KNOWN_AGENTS.join(", "));
            return Check::fail(
                NAME,
                finding,
                "install one, or name a command: `parlo -- COMMAND`",
            );
        }
        Err(error) => {
            return Check::failed(NAME, &format!("{error:#}"), "install one, or name a command");
        }
    };
    let Some(path) = path_of_program(&command) else {
        return Check::fail(NAME, "it is gone", "ask again");
    };
    let check = version(&path, &command.program);
    let others: Vec<&str> = KNOWN_AGENTS
        .into_iter()
        .filter(|agent| *agent != command.program)
        .filter(|agent| {
            let other = AgentCommand { program: agent.into(), ..command.clone() };
            path_of_program(&other).is_some()
        })
        .collect();
    let check = check.fact("path", path.display().to_string()).fact("others", others.clone());
    if others.is_empty() { check } else { check.note(format!("also here: {}", others.join(", "))) }
}

/// Asks a known agent for its version, which shows that it runs. What another command does when it
/// is started is not known, so it is not.
fn version(path: &Path, program: &OsStr) -> Check {
    let name = path.file_name().unwrap_or(program).to_string_lossy().into_owned();
    let shown = short_path(path);
    if !KNOWN_AGENTS.contains(&name.as_str()) {
        return Check::ok(NAME, format!("{shown}, a command of your own; not tried"));
    }
    match first_line(Command::new(path).arg("--version"), PATIENCE) {
        Ok(Some((status, line))) if status.success() => {
            let line = if line.is_empty() { name } else { line };
            Check::ok(NAME, format!("{line} · {shown}")).fact("version", line)
        }
        Ok(Some((status, line))) => Check::fail(
            NAME,
            format!("`{name} --version` fails ({status}): {line}"),
            format!("see what `{name}` says without parlo, or install it again"),
        ),
        Ok(None) => Check::warn(
            NAME,
            format!("{shown} does not print its version within {} s", PATIENCE.as_secs()),
            format!("see whether `{name}` starts without parlo"),
        ),
        Err(error) => Check::fail(
            NAME,
            format!("{shown} cannot be started: {error}"),
            format!("install {name} again"),
        ),
    }
}
