//! Damaged models against the real whisper.cpp, which would end this process over what gets past the
//! checks: that these tests come to their end is what they show.

use std::path::PathBuf;
use std::sync::LazyLock;

use proptest::test_runner::{Config, TestRunner};

use super::*;
use crate::stt::model::fixture;

/// A folder with the fixture in it, changed.
fn model(change: impl FnOnce(&mut Vec<u8>)) -> (tempfile::TempDir, PathBuf) {
    static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(fixture::ggml);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged.bin");
    let mut bytes = WHOLE.clone();
    change(&mut bytes);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// Where a tensor's data begins.
fn data_of(bytes: &[u8], tensor: &str) -> usize {
    let name = tensor.as_bytes();
    bytes.windows(name.len()).position(|window| window == name).unwrap() + name.len()
}

#[test]
fn the_whole_one_is_loaded() {
    let (_folder, path) = model(|_| {});
    let mut engine = load(&path).map_err(|error| error.to_string()).unwrap();
    engine.decode(&[0.0; 16_000], &DecodeRequest::first(Effort::Exhaustive)).unwrap();
}

#[test]
fn no_bit_of_the_head_or_of_a_record_can_end_the_process() {
    let whole = fixture::ggml();
    let first_record = data_of(&whole, "encoder.positional_embedding");
    // The head; the vocabulary around the tokens that whisper.cpp looks up; a record.
    let blank = whole.windows(5).position(|bytes| bytes == b"\x01\0\0\0 ").unwrap();
    let places = (0..60_usize).chain(blank..blank + 5).chain(first_record - 60..first_record);
    let places: Vec<usize> = places.collect();
    let bits = proptest::collection::vec((proptest::sample::select(places), 0..8_u32), 1..3);
    let mut runner =
        TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(60) });
    let outcome = runner.run(&bits, |bits| {
        let (_folder, path) = model(|bytes| {
            for (place, bit) in &bits {
                bytes[*place] ^= 1 << bit;
            }
        });
        if let Err(error) = load(&path) {
            let message = error.to_string();
            assert!(message.contains("damaged.bin"), "{message}");
        }
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn weights_that_are_not_numbers_are_refused_when_the_model_is_loaded() {
    for tensor in [
        "encoder.conv1.weight",
        "encoder.blocks.1.mlp.0.weight",
        "decoder.blocks.0.attn.query.weight",
        "decoder.token_embedding.weight",
        "decoder.ln.bias",
    ] {
        let (_folder, path) = model(|bytes| {
            let at = data_of(bytes, tensor);
            // Not a number as f16, and as f32 too.
            bytes[at..at + 4].copy_from_slice(&[0x01, 0x7e, 0xc0, 0x7f]);
        });
        let message = load(&path).err().unwrap().to_string();
        assert!(message.contains("damaged.bin") && message.contains("models verify"), "{message}");
    }
}
