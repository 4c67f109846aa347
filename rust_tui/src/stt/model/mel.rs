//! The mel filter bank that a ggml file carries in its head.
//!
//! The same numbers as OpenAI's `mel_filters.npz`, bit for bit: Slaney's mel scale and area
//! normalisation, as `librosa.filters.mel(sr=16000, n_fft=400)` computes them. Pure; no I/O.

/// Bins of a 400-sample Fourier transform, the only size Whisper uses.
pub(super) const FREQUENCY_BINS: usize = 201;

const NYQUIST_HZ: f64 = 8000.0;

/// Slaney's scale is linear up to here, logarithmic above.
const BREAK_HZ: f64 = 1000.0;
const HZ_PER_MEL: f64 = 200.0 / 3.0;
const BREAK_MEL: f64 = BREAK_HZ / HZ_PER_MEL;

/// The filters, `bands` rows of [`FREQUENCY_BINS`] weights.
pub(super) fn filter_bank(bands: usize) -> Vec<f32> {
    let highest_mel = mel_of_hz(NYQUIST_HZ);
    let step = highest_mel / (bands + 1) as f64;
    let corners_hz: Vec<f64> = (0..bands + 2)
        // The last corner is set, not computed, so that rounding cannot move it.
        .map(|corner| if corner == bands + 1 { highest_mel } else { corner as f64 * step })
        .map(hz_of_mel)
        .collect();
    let mut weights = Vec::with_capacity(bands * FREQUENCY_BINS);
    for corner in corners_hz.windows(3) {
        let (low, centre, high) = (corner[0], corner[1], corner[2]);
        let unit_area = 2.0 / (high - low);
        for bin in 0..FREQUENCY_BINS {
            let hz = bin as f64 * NYQUIST_HZ / (FREQUENCY_BINS - 1) as f64;
            let rising = -(low - hz) / (centre - low);
            let falling = (high - hz) / (high - centre);
            // librosa keeps the triangle as f32 before it scales it. Rounding twice matters: it
            // is what makes the result equal to the published bank.
            let slope = rising.min(falling);
            // Not `max(0.0)`: the published bank has a negative zero in its very first place.
            let triangle = if slope < 0.0 { 0.0 } else { slope as f32 };
            weights.push((f64::from(triangle) * unit_area) as f32);
        }
    }
    weights
}

fn log_step() -> f64 {
    6.4_f64.ln() / 27.0
}

fn mel_of_hz(hz: f64) -> f64 {
    if hz < BREAK_HZ { hz / HZ_PER_MEL } else { BREAK_MEL + (hz / BREAK_HZ).ln() / log_step() }
}

fn hz_of_mel(mel: f64) -> f64 {
    if mel < BREAK_MEL {
        mel * HZ_PER_MEL
    } else {
        BREAK_HZ * (log_step() * (mel - BREAK_MEL)).exp()
    }
}

#[cfg(test)]
mod tests;
