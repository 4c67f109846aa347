//! What to try when a file cannot be written.

use std::io::{Error, ErrorKind};

/// The remedy for an I/O error, as the beginning of an instruction.
pub fn remedy_for(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "free some space there"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "make it writable for your user"
        }
        _ => "check the path",
    }
}

#[cfg(test)]
mod tests;
