//! What is remembered, and what makes it void.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use super::*;

const SPEED: Speed = Speed {
    decode: Duration::from_micros(180_500),
    audio: Duration::from_millis(2_519),
    load: Duration::from_millis(400),
    memory_bytes: Some(170_000_000),
};

#[test]
fn a_speed_is_remembered_until_the_file_or_the_threads_change() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("ggml-tiny.bin");
    std::fs::write(&model, "a").unwrap();
    let cache = folder.path().join("cache/speeds.json");
    let mut measured = Measured::load_from(cache.clone());
    assert_eq!(measured.get(&model, 2), None);
    measured.remember(&model, 2, &SPEED).unwrap();
    measured.remember(&model, 1, &Speed { memory_bytes: None, ..SPEED }).unwrap();

    let again = Measured::load_from(cache.clone());
    assert_eq!(again.get(&model, 2), Some(SPEED));
    assert_eq!(again.get(&model, 1), Some(Speed { memory_bytes: None, ..SPEED }));
    assert_eq!(again.get(&model, 3), None);

    std::fs::write(&model, "ab").unwrap();
    let mut again = Measured::load_from(cache.clone());
    assert_eq!(again.get(&model, 2), None);
    again.remember(&model, 2, &SPEED).unwrap();
    assert_eq!(Measured::load_from(cache).entries.len(), 2, "the state that is gone is forgotten");
}

#[test]
fn a_damaged_cache_is_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("ggml-tiny.bin");
    std::fs::write(&model, "a").unwrap();
    let cache = folder.path().join("speeds.json");
    std::fs::write(&cache, "{\"half").unwrap();
    let mut measured = Measured::load_from(cache.clone());
    measured.remember(&model, 2, &SPEED).unwrap();
    assert_eq!(Measured::load_from(cache).get(&model, 2), Some(SPEED));
    // A model that is gone is neither looked up nor remembered.
    std::fs::remove_file(&model).unwrap();
    measured.remember(&model, 2, &SPEED).unwrap();
    assert_eq!(measured.get(&model, 2), None);
}

#[test]
fn a_cache_that_cannot_be_written_is_reported_and_the_speed_holds_for_this_run() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("ggml-tiny.bin");
    std::fs::write(&model, "a").unwrap();
    let mut measured = Measured::load_from(model.join("speeds.json"));
    let error = measured.remember(&model, 2, &SPEED).unwrap_err();
    assert!(format!("{error:#}").contains("speeds.json"), "{error:#}");
    assert_eq!(measured.get(&model, 2), Some(SPEED));
}

#[test]
fn processors_have_names() {
    let name = name_in("processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\nflags\t: x\n");
    assert_eq!(name, Some("Some CPU @ 2 GHz"));
    assert!(processors(name).ends_with(" × Some CPU @ 2 GHz"));
    assert!(processors(name_in("")).ends_with(std::env::consts::ARCH));
}
