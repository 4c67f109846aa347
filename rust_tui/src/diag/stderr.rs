//! Silences standard error, for the output of C libraries.
//!
//! ALSA, JACK and ggml print to file descriptor 2 whenever they like: over the agent's screen, or
//! between the lines of a one-shot command. While a [`QuietStderr`] lives, the descriptor points to
//! the null device; parlo's own messages go to the real one through [`QuietStderr::real`].

use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::AsFd;

/// Standard error points to the null device until this is dropped.
pub struct QuietStderr {
    real: File,
}

impl QuietStderr {
    /// Silences standard error of the whole process.
    ///
    /// # Errors
    /// No free file descriptor or no null device.
    pub fn begin() -> io::Result<Self> {
        let real = File::from(io::stderr().as_fd().try_clone_to_owned()?);
        let nowhere = OpenOptions::new().write(true).open("/dev/null")?;
        rustix::stdio::dup2_stderr(&nowhere)?;
        Ok(Self { real })
    }

    /// The standard error the process was started with.
    pub fn real(&self) -> &File {
        &self.real
    }
}

impl Drop for QuietStderr {
    fn drop(&mut self) {
        let _ = rustix::stdio::dup2_stderr(&self.real);
    }
}
