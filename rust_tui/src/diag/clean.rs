//! A writer to a terminal, or to a file that is read in one, which lets no unsafe character through.
//!
//! It stands at the end of every way by which parlo prints and logs: what is printed quotes names,
//! values and errors from everywhere.

use parlo_core::untrusted::lines;
use std::io::{Result, Write};

/// Text written to it arrives as [`lines`] has it. Each write must hold whole characters, which the
/// writes of the formatting macros do; half of one shows as U+FFFD.
#[derive(Debug)]
pub struct Clean<W>(pub W);

impl<W: Write> Write for Clean<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.0.write_all(lines(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unsafe_is_written() {
        let mut clean = Clean(Vec::new());
        let name = "\u{9b}31m\u{202e}ä\r";
        writeln!(clean, "a\u{1b}[2J {name}\tb").unwrap();
        clean.write_all(b"\x9b\xff").unwrap();
        let written = String::from_utf8(clean.0).unwrap();
        assert_eq!(written, "a\u{fffd}[2J \u{fffd}31m\u{fffd}ä\u{fffd} b\n\u{fffd}\u{fffd}");
    }
}
