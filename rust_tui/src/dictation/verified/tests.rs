//! When a model is hashed, and what is refused.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::fs;

use super::*;

/// A model that was imported: its record holds the hash it must have. Its bytes are no model, so
/// that hashing it, and nothing else, fails.
fn imported(folder: &Path) -> std::path::PathBuf {
    let model = folder.join("ggml-mine.bin");
    fs::write(&model, "these are no weights").unwrap();
    fs::write(folder.join("ggml-mine.bin.sha256"), format!("{:064x}  ggml-mine.bin\n", 7)).unwrap();
    model
}

#[test]
fn a_model_is_hashed_once_and_again_when_its_file_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let memory = folder.path().join("cache/verified.json");
    let model = imported(folder.path());
    check_with(&model, Some(&memory)).unwrap_err();
    assert!(!memory.exists(), "what is refused is not remembered");
    remember_in(&memory, &model, FileState::of(&model).unwrap());
    check_with(&model, Some(&memory)).unwrap();
    // Of the same size, but written again.
    let later =
        fs::metadata(&model).unwrap().modified().unwrap() + std::time::Duration::from_nanos(1);
    fs::write(&model, "these were no weights").unwrap();
    fs::write(&model, "these are no weightz").unwrap();
    fs::File::options().write(true).open(&model).unwrap().set_modified(later).unwrap();
    check_with(&model, Some(&memory)).unwrap_err();
}

#[test]
fn a_model_of_which_no_hash_is_known_is_not_hashed() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("ggml-own.bin");
    fs::write(&model, "nothing to compare with").unwrap();
    check_with(&model, None).unwrap();
    // One that is gone is reported where it is loaded.
    check_with(&folder.path().join("ggml-tiny.en.bin"), None).unwrap();
}

#[test]
fn a_memory_that_cannot_be_read_or_written_costs_a_hash_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let model = imported(folder.path());
    let memory = folder.path().join("file/verified.json");
    fs::write(folder.path().join("file"), "no folder").unwrap();
    remember_in(&memory, &model, FileState::of(&model).unwrap());
    check_with(&model, Some(&memory)).unwrap_err();
    let broken = folder.path().join("broken.json");
    fs::write(&broken, "{\"half").unwrap();
    check_with(&model, Some(&broken)).unwrap_err();
    remember_in(&broken, &model, FileState::of(&model).unwrap());
    check_with(&model, Some(&broken)).unwrap();
}
