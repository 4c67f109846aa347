//! Whole, truncated, damaged and foreign files.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::io::{Cursor, Write};

use super::super::fixture::{self, DIMENSIONS};
use super::super::layout::planned_tensors;
use super::super::mel::FREQUENCY_BINS;
use super::super::tensors::WeightType;
use super::{FormatError, ModelInfo, inspect, inspect_reader};

fn check(bytes: &[u8]) -> Result<ModelInfo, FormatError> {
    inspect_reader(Cursor::new(bytes), bytes.len() as u64)
}

fn reason(bytes: &[u8]) -> String {
    match check(bytes) {
        Err(FormatError::Reason(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_whole_model_says_what_it_is() {
    let model = fixture::ggml();
    let expected = ModelInfo {
        dimensions: DIMENSIONS,
        weights: WeightType::F16,
        bytes: model.len() as u64,
        tensors: 7 + 2 * 15 + 4 + 24,
    };
    assert_eq!(check(&model).unwrap(), expected);
    assert!(expected.is_english_only());
}

#[test]
fn a_model_cut_anywhere_is_noticed() {
    let model = fixture::ggml();
    let spread = (0..model.len()).step_by(9973);
    for length in spread.chain(0..200).chain(model.len() - 300..model.len()) {
        let reason = reason(&model[..length]);
        assert!(!reason.is_empty(), "{length} bytes");
    }
    let last_tensor_gone =
        reason(&model[..model.len() - (3 * 4 + 4 + "decoder.ln.bias".len() + 256)]);
    assert!(last_tensor_gone.contains("decoder.ln.bias"), "{last_tensor_gone}");
    assert!(last_tensor_gone.contains("truncated"), "{last_tensor_gone}");
}

#[test]
fn padding_and_doubled_tensors_are_noticed() {
    let model = fixture::ggml();
    let tail = 3 * 4 + 4 + "decoder.ln.bias".len() + 256;
    let mut doubled = model.clone();
    doubled.extend_from_slice(&model[model.len() - tail..]);
    assert!(reason(&doubled).contains("twice"));
    let mut padded = model;
    padded.extend([0; 64]);
    assert!(reason(&padded).contains("no further tensor record"));
}

#[test]
fn no_byte_of_the_head_can_be_changed_into_a_panic() {
    let mut model = fixture::ggml();
    let tokens_at = 4 + 11 * 4 + 8 + 80 * FREQUENCY_BINS * 4;
    for position in (0..60).chain(tokens_at..tokens_at + 60) {
        for value in [0_u8, 1, 0x7f, 0x80, 0xff] {
            let before = std::mem::replace(&mut model[position], value);
            if let Ok(info) = check(&model) {
                assert_eq!(info.dimensions, DIMENSIONS, "byte {position} = {value:#x}");
            }
            model[position] = before;
        }
    }
}

#[test]
fn each_damage_has_its_reason() {
    let model = fixture::ggml();
    let with = |position: usize, value: u32| {
        let mut model = model.clone();
        model[position..position + 4].copy_from_slice(&value.to_le_bytes());
        model
    };
    let first_tensor =
        model.windows(28).position(|window| window == b"encoder.positional_embedding").unwrap()
            - 20;
    let cases = [
        (with(4, 1000), "vocabulary size is 1000"),
        (with(7 * 4, 128), "differ in width"),
        (with(11 * 4, 4), "unknown type 4"),
        (with(12 * 4, 81), "mel filters are 81"),
        (with(14 * 4 + 80 * FREQUENCY_BINS * 4, 60_000), "60000 tokens"),
        (with(15 * 4 + 80 * FREQUENCY_BINS * 4, 5000), "token of 5000 bytes"),
        (with(first_tensor, 9), "no further tensor record"),
        (with(first_tensor + 8, 1), "element type 1 instead of 0 (f32)"),
        (with(first_tensor + 12, 65), "shape [1500, 65] instead of [1500, 64]"),
        (with(first_tensor + 20, 0x2020_2020), "unknown"),
        (with(0, 0x4655_4747), "GGUF"),
    ];
    for (damaged, expected) in cases {
        let reason = reason(&damaged);
        assert!(reason.contains(expected), "{reason:?} does not say {expected:?}");
    }
}

/// A file of zeros with the records of a quantised model: only the sizes matter here.
fn quantised(weights: WeightType) -> Vec<u8> {
    let mut dimensions = DIMENSIONS;
    dimensions.state = 256;
    dimensions.heads = 4;
    let mut bytes = Vec::new();
    let numbers = |bytes: &mut Vec<u8>, values: &[usize]| {
        for value in values {
            bytes.extend((*value as u32).to_le_bytes());
        }
    };
    let d = dimensions;
    numbers(
        &mut bytes,
        &[0x6767_6d6c, d.vocabulary, d.audio_context, d.state, d.heads, d.audio_layers],
    );
    numbers(&mut bytes, &[d.text_context, d.state, d.heads, d.text_layers, d.mel_bands]);
    numbers(&mut bytes, &[2000 + weights.file_type() as usize, d.mel_bands, FREQUENCY_BINS]);
    bytes.resize(bytes.len() + d.mel_bands * FREQUENCY_BINS * 4, 0);
    numbers(&mut bytes, &[1, 1]);
    bytes.push(b' ');
    for tensor in planned_tensors(&dimensions) {
        let stored = weights.of_storage(tensor.storage);
        numbers(
            &mut bytes,
            &[tensor.shape.len(), tensor.name.len(), stored.tensor_type() as usize],
        );
        let extents: Vec<usize> = tensor.shape.iter().rev().copied().collect();
        numbers(&mut bytes, &extents);
        bytes.extend(tensor.name.as_bytes());
        let elements: usize = extents.iter().product();
        let size = stored.bytes_of(elements as u64, extents[0] as u64).unwrap();
        bytes.resize(bytes.len() + size as usize, 0);
    }
    bytes
}

#[test]
fn quantised_models_are_walked_to_their_end() {
    for weights in [WeightType::F32, WeightType::Q5_0, WeightType::Q8_0, WeightType::Q3K] {
        let model = quantised(weights);
        assert_eq!(check(&model).unwrap().weights, weights);
        assert!(reason(&model[..model.len() - 1]).contains("truncated"));
    }
}

#[test]
fn the_error_names_the_file() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"<html>404</html>").unwrap();
    let message = inspect(file.path()).unwrap_err().to_string();
    assert!(message.starts_with(&file.path().display().to_string()), "{message}");
    assert!(message.contains("web page"), "{message}");
    let folder = tempfile::tempdir().unwrap();
    assert!(inspect(folder.path()).unwrap_err().to_string().contains("not a regular file"));
    assert!(
        inspect(&folder.path().join("none.bin")).unwrap_err().to_string().contains("cannot read")
    );
}
