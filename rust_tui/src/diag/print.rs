//! Standard output and standard error, as every subcommand has them: nothing gets there that acts
//! on a terminal.
//!
//! No subcommand opens the two itself, but for the demo agent, which paints. What is printed may
//! therefore quote names, values and errors as they come.

use std::fs::File;
use std::io::{Error, IsTerminal, Result, Stderr, StdoutLock, Write, stderr, stdout};
use std::path::Path;

use parlo_core::untrusted::escaped_json;
use serde_json::Value;

use super::{Clean, Painted, QuietStderr};

/// Standard output, with errors that name it.
pub struct Output(StdoutLock<'static>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.0.write(bytes).map_err(refused)
    }

    fn flush(&mut self) -> Result<()> {
        self.0.flush().map_err(refused)
    }
}

/// An error of standard output with its name.
pub fn refused(error: Error) -> Error {
    Error::new(error.kind(), format!("standard output: {error}"))
}

/// Standard output.
pub fn output() -> Clean<Output> {
    Clean(Output(stdout().lock()))
}

/// Standard output for what parlo draws there in colours.
pub fn painted() -> Painted<Output> {
    Painted(Output(stdout().lock()))
}

/// Standard error.
pub fn errors() -> Clean<Stderr> {
    Clean(stderr())
}

/// Says what takes its time; a closed standard error is no failure.
pub fn report(text: &str) {
    let _ = writeln!(errors(), "parlo: {text}");
}

/// Standard error while libraries cannot write there.
pub fn errors_past(quiet: &QuietStderr) -> Clean<&File> {
    Clean(quiet.real())
}

/// Whether a person may be reading standard output.
pub fn output_is_terminal() -> bool {
    stdout().is_terminal()
}

/// Whether a person may be reading standard error.
pub fn errors_are_shown() -> bool {
    stderr().is_terminal()
}

/// A JSON value as one line that passes standard output unchanged.
pub fn json(value: &Value) -> String {
    escaped_json(&value.to_string())
}

/// Prints a path: for a program byte for byte, for a person cleaned.
///
/// # Errors
/// Standard output is closed.
pub fn path(path: &Path) -> Result<()> {
    use std::os::unix::ffi::OsStrExt;
    if output_is_terminal() {
        return writeln!(output(), "{}", path.display());
    }
    let mut out = Output(stdout().lock());
    out.write_all(path.as_os_str().as_bytes())?;
    out.write_all(b"\n")
}
