//! The agent: which one parlo would start, where it is, whether it runs.

use super::check::Check;
use crate::cmd::config::Settings;
use crate::cmd::look::short_path;
use crate::cmd::missing::{check_program, path_of_program};
use crate::session::profile::{KNOWN_AGENTS, NoAgentFound};
use crate::session::pty::AgentCommand;
use rustix::process::{Pid, Signal, kill_process_group};
use std::ffi::{OsStr, OsString};
use std::io::{Read, Seek};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

const NAME: &str = "agent";
/// An agent has told its version by then; those written in a scripting language take a second or two.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often it is looked whether it has.
const INTERVAL: Duration = Duration::from_millis(20);
/// More of what a program writes is not looked at.
const MOST_BYTES: u64 = 4_096;

/// Looks at the agent named on the command line, else at the one that would be started.
pub fn check(settings: &Settings, named: Option<OsString>) -> Check {
    let words = match named {
        Some(agent) => Ok(vec![agent]),
        None => crate::cmd::usual_agent(settings),
    };
    let found = words.and_then(|words| {
        let program = words.into_iter().next().unwrap_or_default();
        let command = AgentCommand::inheriting(program, Vec::new())?;
        check_program(&command)?;
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
            format!("see what `{name}` says without parlo, or install it anew"),
        ),
        Ok(None) => Check::warn(
            NAME,
            format!("{shown} does not tell its version within {} s", PATIENCE.as_secs()),
            format!("see whether `{name}` starts without parlo"),
        ),
        Err(error) => Check::fail(
            NAME,
            format!("{shown} cannot be started: {error}"),
            format!("install {name} anew"),
        ),
    }
}

/// Runs a command without a terminal to its end, or until time is up and it is ended; yields the
/// first line that is not empty.
fn first_line(
    command: &mut Command,
    limit: Duration,
) -> std::io::Result<Option<(ExitStatus, String)>> {
    // A file, not a pipe: what the program leaves running could keep a pipe open.
    let mut output = tempfile::tempfile()?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output.try_clone()?)
        .process_group(0)
        .spawn()?;
    let until = Instant::now() + limit;
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if Instant::now() > until => {
                end(&mut child);
                return Ok(None);
            }
            None => std::thread::sleep(INTERVAL),
        }
    };
    output.rewind()?;
    let mut bytes = Vec::new();
    output.take(MOST_BYTES).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    Ok(Some((status, line.chars().take(100).collect())))
}

fn end(child: &mut Child) {
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    // It may have ended meanwhile.
    let _ = group.map(|group| kill_process_group(group, Signal::KILL));
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests;
