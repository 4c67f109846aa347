//! The caps: an archive that unpacks to more than it may is refused, alone or in parts.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::io::{Read, Write};

use zip::write::SimpleFileOptions;

use super::{HARMLESS_BYTES, Place, join};

/// An archive of one entry of `size` zeros, which deflate makes a thousand times smaller.
fn bomb(folder: &tempfile::TempDir, size: usize) -> Place {
    let path = folder.path().join(format!("{size}.zip"));
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    archive.start_file("model.bin", SimpleFileOptions::default()).unwrap();
    archive.write_all(&vec![0; size]).unwrap();
    archive.finish().unwrap();
    Place::Entry { archive: path, index: 0 }
}

#[test]
fn one_piece_may_fill_the_cap_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(bomb(&folder, 1000).read_all(1000).unwrap(), vec![0; 1000]);
    let message = bomb(&folder, 1001).read_all(1000).unwrap_err().to_string();
    assert!(message.contains("larger than 1000 bytes"), "{message}");
}

#[test]
fn all_parts_share_one_cap() {
    let folder = tempfile::tempdir().unwrap();
    let parts = || vec![bomb(&folder, 600), bomb(&folder, 500)];
    let mut joined = join(parts(), 1100, folder.path()).unwrap();
    let mut bytes = Vec::new();
    joined.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, vec![0; 1100]);
    let message = join(parts(), 1099, folder.path()).unwrap_err().to_string();
    assert!(message.contains("larger than 499 bytes"), "{message}");
}

#[test]
fn an_archive_that_unpacks_to_a_thousand_times_its_size_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let size = usize::try_from(HARMLESS_BYTES).unwrap() + 1;
    let mut sink = std::io::sink();
    let message = bomb(&folder, size).copy_to(u64::MAX - 1, &mut sink).unwrap_err().to_string();
    assert!(message.contains("larger than 67108864 bytes"), "{message}");
}
