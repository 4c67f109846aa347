//! Number formats of model weights, and turning one into another.
//!
//! Values pass through `f32`, which holds every f16, bf16 and i8 exactly. Narrowing to f16 rounds
//! to nearest, ties to even, like IEEE 754 hardware and NumPy. Pure; no I/O.

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
    match element {
        ElementType::Float32 => {
            values.extend(bytes.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)))
        }
        ElementType::Float16 => {
            values.extend(bytes.as_chunks().0.iter().map(|b| f32_of_f16(u16::from_le_bytes(*b))))
        }
        ElementType::Bfloat16 => values.extend(
            bytes
                .as_chunks()
                .0
                .iter()
                .map(|b| f32::from_bits(u32::from(u16::from_le_bytes(*b)) << 16)),
        ),
        ElementType::Int8 => values.extend(bytes.iter().map(|b| f32::from(b.cast_signed()))),
        ElementType::Int16 => {
            values.extend(bytes.as_chunks().0.iter().map(|b| f32::from(i16::from_le_bytes(*b))))
        }
        // Loses low bits beyond 2^24; no weight is ever stored so.
        ElementType::Int32 => {
            values.extend(bytes.as_chunks().0.iter().map(|b| i32::from_le_bytes(*b) as f32))
        }
    }
}

/// The value of a half-precision float.
pub(super) fn f32_of_f16(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    let exponent = u32::from(half >> 10) & 0x1f;
    let fraction = u32::from(half) & 0x3ff;
    let magnitude = match exponent {
        // Zero and the subnormals are multiples of 2^-24.
        0 => (fraction as f32 * f32::from_bits((127 - 24) << 23)).to_bits(),
        0x1f => 0x7f80_0000 | (fraction << 13),
        _ => ((exponent + 127 - 15) << 23) | (fraction << 13),
    };
    f32::from_bits(sign | magnitude)
}

/// The half-precision float nearest to `value`, ties to even; too large becomes infinite.
pub(super) fn f16_of_f32(value: f32) -> u16 {
    let bits = value.to_bits();
    let sign = ((bits >> 16) & 0x8000) as u16;
    let magnitude = bits & 0x7fff_ffff;
    if magnitude > 0x7f80_0000 {
        // Not a number: keep the high payload bits, and never let them become an infinity.
        return sign | 0x7e00 | ((magnitude >> 13) & 0x3ff) as u16;
    }
    if magnitude >= 0x4780_0000 {
        return sign | 0x7c00;
    }
    if magnitude < 0x3880_0000 {
        // Below 2^-14 the result is subnormal: a count of 2^-24. Adding 0.5 to a float of that
        // size makes the hardware round to exactly that grid.
        let rounded = (f32::from_bits(magnitude) + 0.5).to_bits() - 0.5_f32.to_bits();
        return sign | rounded as u16;
    }
    let rebased = magnitude - ((127 - 15) << 23);
    let rounded = rebased + 0xfff + ((rebased >> 13) & 1);
    sign | (rounded >> 13) as u16
}

#[cfg(test)]
mod tests;
