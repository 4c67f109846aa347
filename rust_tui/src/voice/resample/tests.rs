//! Tones through the converter: level and pitch survive, whatever the format.

use parlo_core::level::rms_dbfs;

use super::*;

/// A sine at half scale in every channel.
fn tone(frequency_hz: f32, rate_hz: u32, channels: u16, seconds: f32) -> Vec<f32> {
    let frames = (rate_hz as f32 * seconds) as usize;
    (0..frames)
        .flat_map(|n| {
            let phase = n as f32 * frequency_hz / rate_hz as f32 * std::f32::consts::TAU;
            std::iter::repeat_n(0.5 * phase.sin(), usize::from(channels))
        })
        .collect()
}

/// Frequency by counting zero crossings upwards.
fn pitch_hz(samples: &[f32]) -> f32 {
    let crossings = samples.windows(2).filter(|w| w[0] < 0.0 && w[1] >= 0.0).count();
    crossings as f32 * SAMPLE_RATE_HZ as f32 / samples.len() as f32
}

fn convert_in_blocks(rate_hz: u32, channels: u16, samples: &[f32], block: usize) -> Vec<f32> {
    let mut converter = ToMono16k::new(rate_hz, channels).unwrap();
    let mut out = Vec::new();
    samples.chunks(block).for_each(|chunk| converter.push(chunk, &mut out));
    out
}

#[test]
fn every_format_yields_the_same_tone() {
    for rate_hz in [8_000, 11_025, 16_000, 22_050, 44_100, 44_101, 48_000, 96_000, 192_000] {
        for channels in [1, 2, 8] {
            let input = tone(440.0, rate_hz, channels, 1.0);
            let out = convert_in_blocks(rate_hz, channels, &input, 777);
            let missing = 16_000_i64 - out.len() as i64;
            assert!((0..=400).contains(&missing), "{rate_hz} Hz: {} samples", out.len());
            let steady = &out[1_000..];
            assert!((pitch_hz(steady) - 440.0).abs() < 3.0, "{rate_hz} Hz: {}", pitch_hz(steady));
            assert!((rms_dbfs(steady) + 9.03).abs() < 0.2, "{rate_hz} Hz: {}", rms_dbfs(steady));
        }
    }
}

#[test]
fn what_16_khz_cannot_hold_is_removed_and_not_folded() {
    let out = convert_in_blocks(48_000, 1, &tone(12_000.0, 48_000, 1, 0.5), 480);
    assert!(rms_dbfs(&out[1_000..]) < -60.0, "{}", rms_dbfs(&out[1_000..]));
}

#[test]
fn block_sizes_do_not_matter() {
    let input = tone(300.0, 44_100, 2, 0.3);
    let whole = convert_in_blocks(44_100, 2, &input, input.len());
    assert_eq!(convert_in_blocks(44_100, 2, &input, 1), whole);
    assert_eq!(convert_in_blocks(44_100, 2, &input, 313), whole);
}

#[test]
fn a_broken_sample_stays_a_broken_sample() {
    let mut input = tone(440.0, 48_000, 1, 0.5);
    input[5_000] = f32::NAN;
    input[6_000] = f32::INFINITY;
    let mut converter = ToMono16k::new(48_000, 1).unwrap();
    let mut out = Vec::new();
    converter.push(&input, &mut out);
    assert!(out.iter().all(|sample| sample.is_finite()));
    assert_eq!((converter.drain_invalid(), converter.drain_invalid()), (2, 0));
}

#[test]
fn a_whole_recording_keeps_its_length() {
    let out = whole_recording(44_100, 2, &tone(440.0, 44_100, 2, 1.0)).unwrap();
    assert_eq!(out.len(), 16_000);
    assert!(rms_dbfs(&out[15_500..]) > -12.0, "the end was cut off");
}

#[test]
fn channels_that_never_sound_do_not_make_the_others_fainter() {
    let mono = tone(440.0, 16_000, 1, 0.5);
    let eighth: Vec<f32> =
        mono.iter().flat_map(|it| [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, *it]).collect();
    assert_eq!(convert_in_blocks(16_000, 8, &eighth, 777), mono);
    // Two that do are mixed.
    let both: Vec<f32> = mono.iter().flat_map(|it| [*it, 0.0, -*it]).collect();
    assert!(convert_in_blocks(16_000, 3, &both, 777).iter().all(|sample| *sample == 0.0));
}

#[test]
fn impossible_formats_are_refused() {
    assert!(ToMono16k::new(0, 1).is_err());
    assert!(ToMono16k::new(48_000, 0).is_err());
}

#[test]
fn hours_of_samples_neither_drift_nor_get_lost() {
    // A drift grows with time: ten samples in ten hours would be one within this stretch of it.
    for rate_hz in [16_000, 44_100, 48_000, 192_000_u32] {
        let mut converter = ToMono16k::new(rate_hz, 1).unwrap();
        let second = vec![0.25; rate_hz as usize];
        let (mut out, mut total) = (Vec::new(), Vec::new());
        let mut samples = 0_u64;
        for _ in 0..120 {
            converter.push(&second, &mut out);
            samples += out.len() as u64;
            total.push(samples);
            out.clear();
        }
        // From the first second on, in which the filter fills, each yields as many as it lasts.
        let drift = (total[119] - total[9]) as i64 - 110 * i64::from(SAMPLE_RATE_HZ);
        assert!(drift.abs() <= 80, "{rate_hz} Hz: {drift} samples in 110 s");
        assert!(converter.mono.len() < rate_hz as usize / 100, "{rate_hz} Hz: input piles up");
    }
}
