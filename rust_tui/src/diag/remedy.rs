//! What to try when a file cannot be written.

use std::io::{Error, ErrorKind};

/// The remedy for an error of the system, as the beginning of an instruction.
pub fn remedy_for(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "free some space there"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "give yourself the right to write there"
        }
        _ => "see what is in the way there",
    }
}

#[cfg(test)]
mod tests;
