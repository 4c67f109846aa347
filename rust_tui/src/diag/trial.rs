//! Tries a program: whether it runs, and what it says first.

use rustix::process::{Pid, Signal, kill_process_group};
use std::io::{Read, Seek};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How often it is looked whether the program has ended.
const INTERVAL: Duration = Duration::from_millis(20);
/// More of what a program writes is not looked at.
const MOST_BYTES: u64 = 4_096;

/// Runs a command without a terminal to its end, or until time is up and it is ended; yields the
/// first line that is not empty, of at most a hundred characters.
///
/// # Errors
/// It cannot be started.
pub fn first_line(
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
