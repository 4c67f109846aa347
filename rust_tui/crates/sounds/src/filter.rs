//! Second-order filters over whole sounds.

use biquad::{Biquad, Coefficients, DirectForm2Transposed, ToHertz, Type};

use crate::RATE_HZ;

/// Sharpness of a filter without a bump at its edge.
pub(crate) const FLAT: f32 = std::f32::consts::FRAC_1_SQRT_2;

pub(crate) fn low_pass(sound: &[f32], hertz: f32) -> Vec<f32> {
    filtered(sound, Type::LowPass, hertz, FLAT)
}

pub(crate) fn high_pass(sound: &[f32], hertz: f32) -> Vec<f32> {
    filtered(sound, Type::HighPass, hertz, FLAT)
}

/// What lies around `hertz`; the higher the sharpness, the narrower.
pub(crate) fn band_pass(sound: &[f32], hertz: f32, sharpness: f32) -> Vec<f32> {
    filtered(sound, Type::BandPass, hertz, sharpness)
}

fn filtered(sound: &[f32], kind: Type<f32>, hertz: f32, sharpness: f32) -> Vec<f32> {
    let hertz = hertz.clamp(5.0, RATE_HZ * 0.49);
    // A frequency within these bounds is always accepted; anything else leaves the sound as it is.
    let Ok(coefficients) =
        Coefficients::<f32>::from_params(kind, RATE_HZ.hz(), hertz.hz(), sharpness)
    else {
        return sound.to_vec();
    };
    let mut filter = DirectForm2Transposed::<f32>::new(coefficients);
    sound.iter().map(|sample| filter.run(*sample)).collect()
}
