//! Which remedy goes with which error.

use super::*;

#[test]
fn the_remedy_fits_the_error() {
    for (kind, words) in [
        (ErrorKind::StorageFull, "free some space"),
        (ErrorKind::PermissionDenied, "writable"),
        (ErrorKind::ReadOnlyFilesystem, "writable"),
        (ErrorKind::NotADirectory, "the path"),
    ] {
        assert!(remedy_for(&kind.into()).contains(words), "{kind:?}");
    }
}
