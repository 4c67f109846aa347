//! Opens a pseudo-terminal and starts the agent in it, in an environment like parlo's own.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::{Path, PathBuf};

use filedescriptor::FileDescriptor;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::Pid;

/// A command to run, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentCommand {
    /// A program name to look up in PATH, or a path.
    pub program: OsString,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// The folder it starts in.
    pub directory: PathBuf,
    /// Its whole environment; `TERM` is set by [`agent_term`].
    pub environment: Vec<(OsString, OsString)>,
}

impl AgentCommand {
    /// A command in parlo's own folder and environment.
    ///
    /// # Errors
    ///
    /// The current folder cannot be read when it was deleted.
    pub fn inheriting(program: OsString, arguments: Vec<OsString>) -> std::io::Result<Self> {
        Ok(Self {
            program,
            arguments,
            directory: std::env::current_dir()?,
            environment: std::env::vars_os().collect(),
        })
    }
}

/// The size of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalSize {
    /// Width in cells.
    pub columns: u16,
    /// Height in cells.
    pub rows: u16,
    /// Size of a cell in pixels (width, height), if the host terminal reports it.
    pub cell_pixels: Option<(u16, u16)>,
}

impl From<TerminalSize> for PtySize {
    fn from(size: TerminalSize) -> Self {
        let (width, height) = size.cell_pixels.unwrap_or((0, 0));
        Self {
            rows: size.rows,
            cols: size.columns,
            pixel_width: width.saturating_mul(size.columns),
            pixel_height: height.saturating_mul(size.rows),
        }
    }
}

/// Why an agent could not be started or resized.
#[derive(Debug, thiserror::Error)]
pub enum PtyError {
    /// The system gave no pseudo-terminal.
    #[error("cannot open a pseudo-terminal: {0}; is /dev/pts mounted, and are ptys left?")]
    Open(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The program is missing or cannot run.
    #[error("cannot start `{program}`: {reason}; check the name and PATH")]
    Spawn {
        /// The program.
        program: String,
        /// The system's error.
        reason: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A helper thread or its wake-up pipe could not be made.
    #[error("cannot start a thread for the agent's terminal: {0}")]
    Thread(#[source] std::io::Error),
    /// The size was refused.
    #[error("cannot resize the agent's terminal: {0}")]
    Resize(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The `TERM` of the agent: the host terminal's, or `xterm-256color` where that says nothing.
pub fn agent_term(host: Option<&OsStr>) -> OsString {
    match host {
        Some(term) if !term.is_empty() && term != "dumb" && term != "unknown" => term.to_owned(),
        _ => OsString::from("xterm-256color"),
    }
}

/// A program with a slash in its name is a path, for shells and `exec` alike; the pty library would
/// search PATH for it unless it begins with a dot.
fn as_shells_do(program: &OsStr) -> OsString {
    let path = Path::new(program);
    if path.is_relative()
        && path.components().count() > 1
        && !path.starts_with(".")
        && !path.starts_with("..")
    {
        return Path::new(".").join(path).into_os_string();
    }
    program.to_owned()
}

type Opened = (Box<dyn MasterPty + Send>, Box<dyn Child + Send + Sync>, Pid);

pub(super) fn open(command: &AgentCommand, size: TerminalSize) -> Result<Opened, PtyError> {
    let pair = native_pty_system()
        .openpty(PtySize::from(size))
        .map_err(|error| PtyError::Open(error.into()))?;

    let mut builder = CommandBuilder::new(as_shells_do(&command.program));
    builder.args(&command.arguments);
    builder.cwd(&command.directory);
    builder.env_clear();
    for (name, value) in &command.environment {
        builder.env(name, value);
    }
    builder.env("TERM", agent_term(builder.get_env("TERM")));

    let spawn_error = |reason: Box<dyn std::error::Error + Send + Sync>| PtyError::Spawn {
        program: command.program.to_string_lossy().into_owned(),
        reason,
    };
    let child = pair.slave.spawn_command(builder).map_err(|error| spawn_error(error.into()))?;
    let agent = child
        .process_id()
        .and_then(|id| Pid::from_raw(i32::try_from(id).ok()?))
        .ok_or_else(|| spawn_error("it has no process id".into()))?;
    Ok((pair.master, child, agent))
}

/// A non-blocking handle of our own on the pty.
///
/// portable-pty's own writer writes a newline and an end-of-file into the terminal when it is
/// dropped, which an agent would read as Enter; its reader cannot be woken. Hence a duplicate.
pub(super) fn duplicate(master: &dyn MasterPty) -> Result<File, PtyError> {
    let missing = || PtyError::Open("the pseudo-terminal has no descriptor".into());
    let raw = master.as_raw_fd().ok_or_else(missing)?;
    let file = FileDescriptor::dup(&raw)
        .and_then(|descriptor| descriptor.as_file())
        .map_err(|error| PtyError::Open(error.into()))?;
    rustix::io::ioctl_fionbio(&file, true).map_err(|error| PtyError::Open(error.into()))?;
    Ok(file)
}
