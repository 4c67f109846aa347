//! Reads the text files a user writes, and nothing that only has the name of one.

use std::fs::{File, metadata};
use std::io::{self, Read};
use std::path::Path;

/// The largest file read. What is longer was not written by hand.
const MAX_BYTES: u64 = 1 << 20;

/// The text of a file.
///
/// # Errors
/// It cannot be read, is a folder or a pipe, too large, or no UTF-8: the message is about the file
/// alone, without its name.
pub fn read(path: &Path) -> io::Result<String> {
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
