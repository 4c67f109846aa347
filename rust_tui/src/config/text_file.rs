//! Reads the text files a user writes, and nothing that only has the name of one.

use std::fs::{File, metadata};
use std::io::{self, Read};
use std::path::Path;

use anyhow::Result;

use super::failure::usage;

/// The largest file read. What is longer was not written by hand.
const MAX_BYTES: u64 = 1 << 20;

/// The text of a file.
///
/// # Errors
/// It is not there, cannot be read, is a folder or a pipe, too large, or no UTF-8; names it.
pub fn read(path: &Path) -> Result<String> {
    bytes_as_text(path).map_err(|error| unreadable(path, &error))
}

/// The text of a file; none if there is no file.
///
/// # Errors
/// As [`read`].
pub fn read_if_there(path: &Path) -> Result<Option<String>> {
    match bytes_as_text(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some).map_err(|error| unreadable(path, &error)),
    }
}

/// That a file or a folder cannot be read, and why.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> anyhow::Error {
    usage(format!("{}: cannot be read: {error}", path.display()))
}

fn bytes_as_text(path: &Path) -> io::Result<String> {
    let kind = metadata(path)?.file_type();
    // A device may be `/dev/null`; a pipe would be waited for.
    if !kind.is_file() && !std::os::unix::fs::FileTypeExt::is_char_device(&kind) {
        return Err(io::Error::other("it is no plain file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::other("it is larger than 1 MiB"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
        io::Error::other(format!("line {line} is no UTF-8; save it in that encoding"))
    })
}
