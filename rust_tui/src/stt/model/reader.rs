//! Reads the numbers of a ggml file in order, and says where it breaks off.

use std::io::{self, BufRead, Seek};

/// Why bytes are no model.
#[derive(Debug)]
pub(super) enum FormatError {
    /// They are there, and wrong.
    Reason(String),
    /// They cannot be read.
    Io(io::Error),
}

impl FormatError {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self::Reason(reason.into())
    }
}

/// Refuses the bytes for this reason.
pub(super) fn refuse<T>(reason: impl Into<String>) -> Result<T, FormatError> {
    Err(FormatError::new(reason))
}

/// Refuses a ggml file in which this is wrong.
pub(super) fn damaged<T>(what: impl std::fmt::Display) -> Result<T, FormatError> {
    refuse(format!("{what}; the file is damaged, install or import it again"))
}

impl From<io::Error> for FormatError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// An input that knows how much of it is left and never reads or skips beyond that.
pub(super) struct Reader<R> {
    input: R,
    remaining: u64,
}

impl<R: BufRead + Seek> Reader<R> {
    /// An input standing at the start of its `length` bytes.
    pub(super) const fn new(input: R, length: u64) -> Self {
        Self { input, remaining: length }
    }

    /// Bytes not yet read.
    pub(super) const fn remaining(&self) -> u64 {
        self.remaining
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.remaining == 0
    }

    pub(super) fn u32(&mut self, what: &str) -> Result<u32, FormatError> {
        Ok(u32::from_le_bytes(self.array(what)?))
    }

    pub(super) fn u16(&mut self, what: &str) -> Result<u16, FormatError> {
        Ok(u16::from_le_bytes(self.array(what)?))
    }

    pub(super) fn u8(&mut self, what: &str) -> Result<u8, FormatError> {
        Ok(u8::from_le_bytes(self.array(what)?))
    }

    fn array<const COUNT: usize>(&mut self, what: &str) -> Result<[u8; COUNT], FormatError> {
        self.consume(COUNT as u64, what)?;
        let mut bytes = [0; COUNT];
        self.input.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    pub(super) fn bytes(&mut self, count: usize, what: &str) -> Result<Vec<u8>, FormatError> {
        self.consume(count as u64, what)?;
        let mut bytes = vec![0; count];
        self.input.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    pub(super) fn skip(&mut self, count: u64, what: &str) -> Result<(), FormatError> {
        self.consume(count, what)?;
        // `consume` bounds the count by the length of a file, which fits an i64.
        self.input.seek_relative(count.cast_signed())?;
        Ok(())
    }

    fn consume(&mut self, count: u64, what: &str) -> Result<(), FormatError> {
        self.remaining = self.remaining.checked_sub(count).ok_or_else(|| {
            FormatError::new(format!("it breaks off in {what}; it is truncated, fetch it again"))
        })?;
        Ok(())
    }
}
