//! Writers that let no unsafe character through, for a terminal or a file that is read in one.
//!
//! Everything parlo prints and logs goes through one of them, as it may quote names, values and
//! errors from untrusted sources.

use std::io::{Result, Write};

use parlo_core::untrusted::lines;

/// Writes text through [`lines`]. Each write must hold whole characters, as those of the formatting
/// macros do; an incomplete one becomes U+FFFD.
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

/// The same for coloured output: attributes (`ESC [ numbers m`) pass. Quoted text must be made
/// `printable` first, so that it brings no attributes.
#[derive(Debug)]
pub struct Painted<W>(pub W);

impl<W: Write> Painted<W> {
    /// Returns to the first column and clears the line.
    ///
    /// # Errors
    /// As writing.
    pub fn restart_line(&mut self) -> Result<()> {
        self.0.write_all(b"\r\x1b[K")
    }
}

impl<W: Write> Write for Painted<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let mut pieces = text.split('\x1b');
        let plain = pieces.next().unwrap_or_default();
        self.0.write_all(lines(plain).as_bytes())?;
        for piece in pieces {
            let is_part = |c: char| c.is_ascii_digit() || c == ';' || c == '[';
            let end = piece.find(|c| !is_part(c)).unwrap_or(piece.len());
            let is_attribute = piece.starts_with('[') && piece[end..].starts_with('m');
            let (attribute, rest) = piece.split_at(if is_attribute { end + 1 } else { 0 });
            if is_attribute {
                write!(self.0, "\x1b{attribute}{}", lines(rest))?;
            } else {
                write!(self.0, "{}", lines(&format!("\x1b{rest}")))?;
            }
        }
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
    fn only_attributes_are_painted() {
        let mut painted = Painted(Vec::new());
        write!(painted, "\u{1b}[1;31mbad\u{1b}[0m \u{1b}[2J\u{1b}]0;t\u{7}\u{1b}").unwrap();
        let written = String::from_utf8(painted.0).unwrap();
        let odd = "\u{fffd}[2J\u{fffd}]0;t\u{fffd}\u{fffd}";
        assert_eq!(written, format!("\u{1b}[1;31mbad\u{1b}[0m {odd}"));
    }

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
