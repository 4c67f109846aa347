//! What distinguishes one state of a file from another without reading it.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// Its size, when it was written, and which file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    bytes: u64,
    modified_s: i64,
    modified_ns: i64,
    inode: u64,
}

impl FileState {
    /// The state of the file now; none if it is not there.
    pub fn of(path: &Path) -> Option<Self> {
        let file = std::fs::metadata(path).ok()?;
        let (modified_s, modified_ns) = (file.mtime(), file.mtime_nsec());
        Some(Self { bytes: file.len(), modified_s, modified_ns, inode: file.ino() })
    }
}
