//! Known sums.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::io::Write;

use super::{HashingWriter, of_file};

const ABC_SHA1: &str = "a9993e364706816aba3e25717850c26c9cd0d89d";
const ABC_SHA256: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[test]
fn a_file_and_a_stream_have_the_published_sums_of_abc() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"abc").unwrap();
    let sums = of_file(file.path()).unwrap();
    assert_eq!((sums.sha1.as_str(), sums.sha256.as_str()), (ABC_SHA1, ABC_SHA256));

    let mut writer = HashingWriter::new(Vec::new());
    writer.write_all(b"a").unwrap();
    writer.write_all(b"bc").unwrap();
    assert_eq!(writer.finish(), (b"abc".to_vec(), ABC_SHA256.to_owned()));
}
