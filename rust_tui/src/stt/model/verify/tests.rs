//! Whose bytes they are.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use super::super::store::record_path;
use super::super::{checksum, fixture};
use super::{Authenticity, ModelError, verify};

#[test]
fn a_model_of_the_users_own_is_whole_and_nothing_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ggml-mine.bin");
    std::fs::write(&path, fixture::ggml()).unwrap();
    let sum = checksum::of_file(&path).unwrap().sha256;
    assert_eq!(verify(&path).unwrap().1, Authenticity::Unrecorded(sum.clone()));
    std::fs::write(record_path(&path), format!("{sum}  ggml-mine.bin\n")).unwrap();
    assert_eq!(verify(&path).unwrap().1, Authenticity::AsImported);
}

#[test]
fn one_flipped_weight_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ggml-mine.bin");
    let mut model = fixture::ggml();
    std::fs::write(&path, &model).unwrap();
    let sum = checksum::of_file(&path).unwrap().sha256;
    std::fs::write(record_path(&path), format!("{sum}  ggml-mine.bin\n")).unwrap();
    let middle = model.len() / 2;
    model[middle] ^= 1;
    std::fs::write(&path, &model).unwrap();
    match verify(&path) {
        Err(ModelError::HashMismatch { algorithm: "SHA-256", expected, .. }) => {
            assert_eq!(expected, sum);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_published_name_promises_the_published_hash() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ggml-tiny.en.bin");
    std::fs::write(&path, fixture::ggml()).unwrap();
    match verify(&path) {
        Err(error @ ModelError::HashMismatch { algorithm: "SHA-1", .. }) => {
            assert!(
                error.to_string().contains("c78c86eb1a8faa21b369bcd33207cc90d64ae9df"),
                "{error}"
            );
        }
        other => panic!("{other:?}"),
    }
}
