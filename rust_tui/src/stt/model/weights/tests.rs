//! Half precision, against its definition.

use half::f16;

use super::{ElementType, widen};

fn f32_of_f16(half: u16) -> f32 {
    f16::from_bits(half).to_f32()
}

fn f16_of_f32(value: f32) -> u16 {
    f16::from_f32(value).to_bits()
}

/// The value of a finite half, straight from IEEE 754.
fn value_of(half: u16) -> f64 {
    let sign = if half & 0x8000 == 0 { 1.0 } else { -1.0 };
    let fraction = f64::from(half & 0x3ff) / 1024.0;
    match (half >> 10) & 0x1f {
        0 => sign * fraction * 2_f64.powi(-14),
        exponent => sign * (1.0 + fraction) * 2_f64.powi(i32::from(exponent) - 15),
    }
}

#[test]
fn every_half_widens_to_its_value_and_narrows_back() {
    for half in 0..=u16::MAX {
        let wide = f32_of_f16(half);
        if half & 0x7c00 == 0x7c00 {
            assert_eq!(wide.is_nan(), half & 0x3ff != 0);
            assert_eq!(f16_of_f32(wide).cast_signed() < 0, wide.is_sign_negative());
        } else {
            assert_eq!(f64::from(wide), value_of(half));
            assert_eq!(f16_of_f32(wide), half);
        }
    }
}

#[test]
fn narrowing_rounds_to_the_nearest_and_ties_to_even() {
    for half in 0..0x7bff_u16 {
        let (low, high) = (f32_of_f16(half), f32_of_f16(half + 1));
        let middle = (low + high) / 2.0;
        let even = if half % 2 == 0 { half } else { half + 1 };
        assert_eq!(f16_of_f32(middle), even, "tie above {half:#x}");
        assert_eq!(f16_of_f32(f32::from_bits(middle.to_bits() - 1)), half);
        assert_eq!(f16_of_f32(f32::from_bits(middle.to_bits() + 1)), half + 1);
    }
}

#[test]
fn what_is_too_large_becomes_infinite() {
    assert_eq!(f16_of_f32(65_504.0), 0x7bff);
    assert_eq!(f16_of_f32(65_519.9), 0x7bff);
    assert_eq!(f16_of_f32(65_520.0), 0x7c00);
    assert_eq!(f16_of_f32(-1e30), 0xfc00);
    assert_eq!(f16_of_f32(f32::INFINITY), 0x7c00);
    assert_eq!(f16_of_f32(f32::NAN) & 0x7e00, 0x7e00);
}

#[test]
fn every_element_type_is_read_little_endian() {
    let cases: [(ElementType, &[u8], &[f32]); 5] = [
        (ElementType::Float32, &[0, 0, 0x80, 0x3f, 9], &[1.0]),
        (ElementType::Float16, &[0, 0x3c, 0, 0xc0], &[1.0, -2.0]),
        (ElementType::Bfloat16, &[0x80, 0x3f, 0x20, 0xc0], &[1.0, -2.5]),
        (ElementType::Int8, &[1, 0xff, 0x80], &[1.0, -1.0, -128.0]),
        (ElementType::Int16, &[0, 1, 0xff, 0xff], &[256.0, -1.0]),
    ];
    for (element, bytes, expected) in cases {
        let mut values = Vec::new();
        widen(element, bytes, &mut values);
        assert_eq!(values, expected, "{element:?}");
    }
}
