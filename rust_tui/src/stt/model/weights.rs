//! Number formats of model weights, and turning one into another.
//!
//! Values pass through `f32`, which holds every f16, bf16 and i8 exactly. Pure; no I/O.

use half::{bf16, f16};

/// An element type a CTranslate2 variable can have and that parlo can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ElementType {
    Float32,
    Float16,
    Bfloat16,
    /// Quantised row by row; a `…_scale` variable beside it holds one factor per row.
    Int8,
    /// Known by size alone. Only bookkeeping variables have it in models parlo can import.
    Int16,
    /// As [`Self::Int16`].
    Int32,
}

impl ElementType {
    /// Bytes of one element.
    pub(super) const fn bytes(self) -> usize {
        match self {
            Self::Int8 => 1,
            Self::Float16 | Self::Bfloat16 | Self::Int16 => 2,
            Self::Float32 | Self::Int32 => 4,
        }
    }
}

/// Appends the values of the little-endian `bytes` to `values`. A last, incomplete element is
/// left out.
pub(super) fn widen(element: ElementType, bytes: &[u8], values: &mut Vec<f32>) {
    fn each<const N: usize>(bytes: &[u8], value: fn([u8; N]) -> f32, values: &mut Vec<f32>) {
        values.extend(bytes.as_chunks().0.iter().map(|element| value(*element)));
    }
    match element {
        ElementType::Float32 => each(bytes, f32::from_le_bytes, values),
        ElementType::Float16 => each(bytes, |b| f16::from_le_bytes(b).to_f32(), values),
        ElementType::Bfloat16 => each(bytes, |b| bf16::from_le_bytes(b).to_f32(), values),
        ElementType::Int8 => each(bytes, |b| i8::from_le_bytes(b).into(), values),
        ElementType::Int16 => each(bytes, |b| i16::from_le_bytes(b).into(), values),
        // Loses low bits beyond 2^24; no weight is ever stored so.
        ElementType::Int32 => each(bytes, |b| i32::from_le_bytes(b) as f32, values),
    }
}

#[cfg(test)]
mod tests;
