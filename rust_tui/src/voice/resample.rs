//! Interleaved samples of any rate and channel count in, mono at 16 kHz out, state kept.
//!
//! Band-limited (windowed sinc) interpolation by `rubato`; a device that already delivers 16 kHz is
//! only mixed down. Samples that are not finite become silence, so that one broken sample cannot
//! poison the filter.

use parlo_core::audio::SAMPLE_RATE_HZ;
use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Async, FixedAsync, Resampler, SincInterpolationParameters, WindowFunction};

/// Length of the interpolation filter in input samples. Longer is steeper; 128 keeps 7 kHz within
/// half a decibel at 48 kHz and delays by 1.3 ms.
const SINC_LENGTH: usize = 128;

/// Mixes down and resamples.
pub struct ToMono16k {
    /// Which channels have ever sounded, and how many: the dead ones of a device with one microphone on
    /// eight inputs, or on the left alone, must not make it fainter.
    sounded: Vec<bool>,
    sounding: usize,
    /// Samples of an unfinished frame, and mono frames that do not fill a chunk yet.
    partial_frame: Vec<f32>,
    mono: Vec<f32>,
    resampler: Option<Async<f32>>,
    invalid: u64,
    chunk: Vec<f32>,
}

impl ToMono16k {
    /// A converter from this format.
    ///
    /// # Errors
    /// A rate or channel count that no device can mean.
    pub fn new(rate_hz: u32, channels: u16) -> Result<Self, String> {
        if channels == 0 || !(4_000..=768_000).contains(&rate_hz) {
            return Err(format!("{channels} channels at {rate_hz} Hz is not a usable format"));
        }
        let resampler = if rate_hz == SAMPLE_RATE_HZ {
            None
        } else {
            let parameters =
                SincInterpolationParameters::new(SINC_LENGTH, WindowFunction::BlackmanHarris2);
            let ratio = f64::from(SAMPLE_RATE_HZ) / f64::from(rate_hz);
            // 5 ms a chunk: small against a 20 ms frame, large against the filter's set-up.
            let chunk_frames = (rate_hz as usize / 200).max(64);
            let resampler =
                Async::new_sinc(ratio, 1.0, &parameters, chunk_frames, 1, FixedAsync::Input)
                    .map_err(|error| format!("cannot resample {rate_hz} Hz: {error}"))?;
            Some(resampler)
        };
        let out_frames = resampler.as_ref().map_or(0, |r| r.output_frames_max());
        Ok(Self {
            sounded: vec![false; usize::from(channels)],
            sounding: 0,
            partial_frame: Vec::new(),
            mono: Vec::new(),
            resampler,
            invalid: 0,
            chunk: vec![0.0; out_frames],
        })
    }

    /// How many samples were no finite numbers since this was last asked.
    pub fn drain_invalid(&mut self) -> u64 {
        std::mem::take(&mut self.invalid)
    }

    /// Converts the samples; appends to `out` what is ready.
    pub fn push(&mut self, interleaved: &[f32], out: &mut Vec<f32>) {
        for &sample in interleaved {
            self.invalid += u64::from(!sample.is_finite());
            let sample = if sample.is_finite() { sample } else { 0.0 };
            let sounded = &mut self.sounded[self.partial_frame.len()];
            if sample != 0.0 && !*sounded {
                *sounded = true;
                self.sounding += 1;
            }
            self.partial_frame.push(sample);
            if self.partial_frame.len() == self.sounded.len() {
                let sum: f32 = self.partial_frame.iter().sum();
                self.mono.push(sum / self.sounding.max(1) as f32);
                self.partial_frame.clear();
            }
        }
        let Some(resampler) = &mut self.resampler else {
            out.append(&mut self.mono);
            return;
        };
        let mut used = 0;
        loop {
            let needed = resampler.input_frames_next();
            let Some(input) = self.mono.get(used..used + needed) else { break };
            let room = self.chunk.len();
            let converted = InterleavedSlice::new(input, 1, needed).ok().and_then(|input| {
                let mut output = InterleavedSlice::new_mut(&mut self.chunk, 1, room).ok()?;
                resampler.process_into_buffer(&input, &mut output, None).ok()
            });
            used += needed;
            if let Some((_, frames)) = converted {
                out.extend_from_slice(&self.chunk[..frames]);
            }
        }
        self.mono.drain(..used);
    }
}

/// Converts a whole recording at once; the end is padded so that nothing stays in the filter.
///
/// # Errors
/// As [`ToMono16k::new`].
pub fn whole_recording(
    rate_hz: u32,
    channels: u16,
    interleaved: &[f32],
) -> Result<Vec<f32>, String> {
    let mut converter = ToMono16k::new(rate_hz, channels)?;
    let mut out = Vec::new();
    converter.push(interleaved, &mut out);
    if converter.resampler.is_some() {
        let frames = interleaved.len() / usize::from(channels);
        let wanted = frames as u64 * u64::from(SAMPLE_RATE_HZ) / u64::from(rate_hz);
        let padding = vec![0.0; (rate_hz as usize / 20) * usize::from(channels)];
        converter.push(&padding, &mut out);
        out.truncate(usize::try_from(wanted).unwrap_or(usize::MAX));
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
