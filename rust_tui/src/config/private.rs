//! Folders that are this user's alone, whatever the umask.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

/// Creates the folder and those above it that are missing, for this user alone. One that is there
/// keeps its mode.
pub(super) fn create_folder(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
