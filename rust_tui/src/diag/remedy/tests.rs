//! Which remedy goes with which error.

use super::*;

#[test]
fn the_remedy_fits_the_error() {
    for (kind, words) in [
        (ErrorKind::StorageFull, "free some space"),
        (ErrorKind::PermissionDenied, "right to write"),
        (ErrorKind::ReadOnlyFilesystem, "right to write"),
        (ErrorKind::NotADirectory, "in the way"),
    ] {
        assert!(remedy_for(&kind.into()).contains(words), "{kind:?}");
    }
}
