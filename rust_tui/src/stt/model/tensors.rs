//! Walks over the tensor records of a ggml file without reading the weights.
//!
//! A record is: number of dimensions, length of the name, element type, the dimensions (innermost
//! first), the name, the data. Skipping from record to record to the very end of the file notices
//! truncation, padding and missing tensors within milliseconds; flipped bits in the data are for
//! the hash.

use std::collections::HashMap;
use std::io::{BufRead, Seek};

use super::dimensions::Dimensions;
use super::layout::{PlannedTensor, Storage, planned_tensors};
use super::reader::{FormatError, Reader, damaged, refuse};

/// How the big matrices of a model are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are ggml's own")]
pub enum WeightType {
    F32,
    F16,
    Q4_0,
    Q4_1,
    Q5_0,
    Q5_1,
    Q8_0,
    Q2K,
    Q3K,
    Q4K,
    Q5K,
    Q6K,
}

/// One line per type: name, file type in the header, tensor type, elements and bytes per block.
/// From `ggml.h` and the `static_assert`s of `ggml-common.h`.
const WEIGHT_TYPES: [(WeightType, &str, u32, u32, u64, u64); 12] = [
    (WeightType::F32, "f32", 0, 0, 1, 4),
    (WeightType::F16, "f16", 1, 1, 1, 2),
    (WeightType::Q4_0, "q4_0", 2, 2, 32, 18),
    (WeightType::Q4_1, "q4_1", 3, 3, 32, 20),
    (WeightType::Q8_0, "q8_0", 7, 8, 32, 34),
    (WeightType::Q5_0, "q5_0", 8, 6, 32, 22),
    (WeightType::Q5_1, "q5_1", 9, 7, 32, 24),
    (WeightType::Q2K, "q2_K", 10, 10, 256, 84),
    (WeightType::Q3K, "q3_K", 11, 11, 256, 110),
    (WeightType::Q4K, "q4_K", 12, 12, 256, 144),
    (WeightType::Q5K, "q5_K", 13, 13, 256, 176),
    (WeightType::Q6K, "q6_K", 14, 14, 256, 210),
];

impl WeightType {
    /// The type that a header's file type means; the quantisation version (thousands) is ignored
    /// as in whisper.cpp.
    pub(super) fn of_file_type(file_type: u32) -> Option<Self> {
        WEIGHT_TYPES.iter().find(|row| row.2 == file_type % 1000).map(|row| row.0)
    }

    const fn row(self) -> (Self, &'static str, u32, u32, u64, u64) {
        let mut index = 0;
        while WEIGHT_TYPES[index].0 as usize != self as usize {
            index += 1;
        }
        WEIGHT_TYPES[index]
    }

    /// ggml's name, such as `q5_0`.
    pub const fn name(self) -> &'static str {
        self.row().1
    }

    /// The number that stands for the type in a header.
    #[cfg(test)]
    pub(super) const fn file_type(self) -> u32 {
        self.row().2
    }

    /// The number that stands for the type in a tensor record.
    pub(super) const fn tensor_type(self) -> u32 {
        self.row().3
    }

    /// Bytes of `elements` elements in rows of `row_elements`, or `None` if a row is not a whole
    /// number of blocks.
    pub(super) const fn bytes_of(self, elements: u64, row_elements: u64) -> Option<u64> {
        let (_, _, _, _, block_elements, block_bytes) = self.row();
        if !row_elements.is_multiple_of(block_elements) {
            return None;
        }
        (elements / block_elements).checked_mul(block_bytes)
    }

    /// The type a tensor has in a file whose weights are of type `self`.
    pub(super) const fn of_storage(self, storage: Storage) -> Self {
        match (storage, self) {
            (Storage::Float32, _) => Self::F32,
            (Storage::Convolution, Self::F32) => Self::F32,
            (Storage::Convolution, _) => Self::F16,
            (Storage::Weight, own) => own,
        }
    }
}

/// Goes through all records, from where `reader` stands to its end, and returns their number.
pub(super) fn walk<R: BufRead + Seek>(
    reader: &mut Reader<R>,
    dimensions: &Dimensions,
    weights: WeightType,
) -> Result<usize, FormatError> {
    let mut missing: HashMap<String, PlannedTensor> = planned_tensors(dimensions)
        .into_iter()
        .map(|tensor| (tensor.name.clone(), tensor))
        .collect();
    let total = missing.len();
    while !reader.is_at_end() {
        let rank = reader.u32("a tensor's rank")? as usize;
        let name_bytes = reader.u32("a tensor's name length")? as usize;
        let tensor_type = reader.u32("a tensor's type")?;
        if !(1..=3).contains(&rank) || !(1..=128).contains(&name_bytes) {
            let count = total - missing.len();
            return damaged(format!(
                "after {count} of {total} tensors there is no further tensor record"
            ));
        }
        let mut shape = Vec::with_capacity(rank);
        for _ in 0..rank {
            shape.push(reader.u32("a tensor's shape")? as usize);
        }
        shape.reverse();
        let name = reader.bytes(name_bytes, "a tensor's name")?;
        let name = String::from_utf8_lossy(&name).into_owned();
        let Some(planned) = missing.remove(&name) else {
            return refuse(format!(
                "its tensor {name:?} is unknown or there twice; the file is damaged or not a Whisper model"
            ));
        };
        skip_data(reader, &planned, &shape, tensor_type, weights)?;
    }
    let count = total - missing.len();
    match missing.keys().min() {
        None => Ok(total),
        Some(name) => refuse(format!(
            "it ends after {count} of {total} tensors ({name} and others are missing); it is truncated, install or import it again"
        )),
    }
}

fn skip_data<R: BufRead + Seek>(
    reader: &mut Reader<R>,
    planned: &PlannedTensor,
    shape: &[usize],
    tensor_type: u32,
    weights: WeightType,
) -> Result<(), FormatError> {
    let PlannedTensor { name, shape: expected, storage, .. } = planned;
    if shape != expected {
        return damaged(format!("its tensor {name} has shape {shape:?} instead of {expected:?}"));
    }
    let stored = weights.of_storage(*storage);
    let (wanted, wanted_name) = (stored.tensor_type(), stored.name());
    if tensor_type != wanted {
        let instead = format!("{tensor_type} instead of {wanted} ({wanted_name})");
        return damaged(format!("its tensor {name} has element type {instead}"));
    }
    let elements = shape.iter().map(|extent| *extent as u64).product();
    let row_elements = shape.last().map_or(1, |extent| *extent as u64);
    match stored.bytes_of(elements, row_elements) {
        Some(bytes) => reader.skip(bytes, name),
        None => damaged(format!("its tensor {name} cannot be stored as {wanted_name}")),
    }
}

#[cfg(test)]
mod tests;
