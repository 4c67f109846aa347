//! Block sizes, and the table of types.

use super::super::layout::Storage;
use super::{WEIGHT_TYPES, WeightType};

#[test]
fn bytes_of_a_row_of_256_are_those_of_ggml() {
    let cases = [
        (WeightType::F32, 1024),
        (WeightType::F16, 512),
        (WeightType::Q4_0, 144),
        (WeightType::Q4_1, 160),
        (WeightType::Q5_0, 176),
        (WeightType::Q5_1, 192),
        (WeightType::Q8_0, 272),
        (WeightType::Q2K, 84),
        (WeightType::Q3K, 110),
        (WeightType::Q4K, 144),
        (WeightType::Q5K, 176),
        (WeightType::Q6K, 210),
    ];
    assert_eq!(cases.len(), WEIGHT_TYPES.len());
    for (weights, bytes) in cases {
        assert_eq!(weights.bytes_of(256, 256), Some(bytes), "{}", weights.name());
        assert_eq!(weights.bytes_of(2560, 256), Some(10 * bytes), "{}", weights.name());
    }
}

#[test]
fn a_row_must_be_whole_blocks() {
    assert_eq!(WeightType::Q5_0.bytes_of(3 * 48, 48), None);
    assert_eq!(WeightType::Q4K.bytes_of(384, 384), None);
    assert_eq!(WeightType::F16.bytes_of(3, 3), Some(6));
    assert_eq!(WeightType::F32.bytes_of(u64::MAX, 1), None);
}

#[test]
fn a_file_type_means_its_weight_type_whatever_the_quantisation_version() {
    for (weights, ..) in WEIGHT_TYPES {
        assert_eq!(WeightType::of_file_type(weights.file_type()), Some(weights));
        assert_eq!(WeightType::of_file_type(2000 + weights.file_type()), Some(weights));
    }
    assert_eq!(WeightType::of_file_type(4), None);
    assert_eq!(WeightType::of_file_type(u32::MAX), None);
}

#[test]
fn only_matrices_are_quantised() {
    assert_eq!(WeightType::Q5_0.of_storage(Storage::Weight), WeightType::Q5_0);
    assert_eq!(WeightType::Q5_0.of_storage(Storage::Convolution), WeightType::F16);
    assert_eq!(WeightType::Q5_0.of_storage(Storage::Float32), WeightType::F32);
    assert_eq!(WeightType::F32.of_storage(Storage::Convolution), WeightType::F32);
}
