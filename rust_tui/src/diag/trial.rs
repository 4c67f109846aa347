//! Tries a program: whether it runs, and its first line of output.

use std::fs::File;
use std::io::{Read, Seek};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

/// How often the program is checked.
const INTERVAL: Duration = Duration::from_millis(20);
/// Output beyond this is ignored.
const MOST_BYTES: u64 = 4_096;

/// Runs a command without a terminal until it ends or its time is up; returns the first line that
/// is not empty, cut to a hundred characters: of standard output on success, otherwise of standard
/// error, and of the other if that one is empty.
///
/// # Errors
/// It cannot be started.
pub fn first_line(
    command: &mut Command,
    limit: Duration,
) -> std::io::Result<Option<(ExitStatus, String)>> {
    // Files, not pipes: a process the program leaves running could keep a pipe open.
    let (output, errors) = (tempfile::tempfile()?, tempfile::tempfile()?);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(errors.try_clone()?)
        .process_group(0)
        .spawn()?;
    let until = Instant::now() + limit;
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if Instant::now() > until => {
                let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
                // It may have ended meanwhile.
                let _ = group.map(|group| kill_process_group(group, Signal::KILL));
                let _ = child.kill();
                let _ = child.wait();
                return Ok(None);
            }
            None => std::thread::sleep(INTERVAL),
        }
    };
    let (first, second) = if status.success() { (output, errors) } else { (errors, output) };
    let line = line_in(first)?;
    let line = if line.is_empty() { line_in(second)? } else { line };
    Ok(Some((status, line)))
}

fn line_in(mut file: File) -> std::io::Result<String> {
    file.rewind()?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    Ok(line.chars().take(100).collect())
}

#[cfg(test)]
mod tests;
