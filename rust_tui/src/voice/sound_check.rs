//! One look at a source: how loud, how clean and how steady its sound is. Keeps no sample.
//!
//! Called by `cmd`, on a thread of the caller's: it takes as long as it listens, and longer where a
//! device does not answer.

use std::time::{Duration, Instant};

use crossbeam_channel::RecvTimeoutError;
use parlo_core::device::{DeviceCause, DeviceFailure};
use parlo_core::level::{FLOOR_DBFS, rms_dbfs};
use parlo_core::metrics::percentile;
use parlo_core::settings::VoiceSettings;

use super::resample::ToMono16k;
use super::source::{AudioSource, SourceFault};
use super::vad::VoiceActivity;

/// How often what has come is looked at.
const INTERVAL: Duration = Duration::from_millis(20);
/// A source that delivers nothing for so long delivers nothing.
const PATIENCE: Duration = Duration::from_secs(3);
/// A sample this large is at the end of the scale.
const FULL_SCALE: f32 = 0.999;

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct SoundCheck {
    /// Frames per second.
    pub rate_hz: u32,
    /// Channels per frame.
    pub channels: u16,
    /// From asking for the source to its first samples.
    pub opened_in: Duration,
    /// How much sound came.
    pub heard: Duration,
    /// Sound per time while it came: 1 where nothing is missing. None where too little came to say.
    pub pace: Option<f64>,
    /// RMS level of the room, dBFS: the median of the frames without a voice. None if there was a
    /// voice all the while.
    pub room_dbfs: Option<f32>,
    /// The largest sample, dBFS.
    pub peak_dbfs: f32,
    /// Frames with a voice in them, as a share (0 to 1).
    pub voiced: f32,
    /// Samples at the end of the scale, as a share (0 to 1).
    pub clipped: f32,
    /// Samples that are no numbers, as a share (0 to 1).
    pub invalid: f32,
    /// Whether every sample was exactly zero.
    pub is_digital_silence: bool,
    /// Samples that found no room.
    pub lost_samples: u64,
}

/// Listens for so long; reports the level (dBFS) of what has just been heard to `on_level`.
///
/// # Errors
/// The source cannot be opened, fails, or delivers nothing.
pub fn sound_check(
    source: &mut dyn AudioSource,
    length: Duration,
    settings: &VoiceSettings,
    on_level: &mut dyn FnMut(f32),
) -> Result<SoundCheck, DeviceFailure> {
    let device = source.name();
    let fail = |cause: DeviceCause| DeviceFailure { device: device.clone(), cause };
    let began = Instant::now();
    let mut opened = source.open(settings.buffer)?;
    let (rate_hz, channels) = (opened.rate_hz, opened.channels);
    let mut tally = Tally::new(rate_hz, channels, settings)
        .map_err(|what| fail(DeviceCause::Unusable(what)))?;
    let mut first: Option<(Instant, u64)> = None;
    let mut last = Instant::now();
    let mut raw: Vec<f32> = Vec::new();
    let per_second = u64::from(rate_hz) * u64::from(channels);
    let wanted = (length.as_secs_f64() * per_second as f64) as u64;
    while tally.samples < wanted {
        let over = match opened.faults.recv_timeout(INTERVAL) {
            Err(RecvTimeoutError::Timeout) => false,
            Ok(SourceFault::Ended) | Err(RecvTimeoutError::Disconnected) => true,
            Ok(SourceFault::Failed(cause)) => return Err(fail(cause)),
        };
        raw.clear();
        if let Ok(chunk) = opened.samples.read_chunk(opened.samples.slots()) {
            raw.extend(chunk);
        }
        if !raw.is_empty() {
            last = Instant::now();
            tally.add(&raw);
            first.get_or_insert((last, tally.samples));
            on_level(rms_dbfs(&raw));
        }
        if over {
            break;
        }
        if last.elapsed() > PATIENCE {
            return Err(fail(DeviceCause::Stalled));
        }
    }
    let (first_at, first_samples) =
        first.ok_or_else(|| fail(DeviceCause::Unusable("it holds no sound".to_owned())))?;
    let after = (tally.samples - first_samples) as f64 / per_second as f64;
    let took = last.duration_since(first_at).as_secs_f64();
    let voiced = f64::from(tally.frames) - tally.unvoiced_dbfs.len() as f64;
    let share = |count: u64| count as f32 / tally.samples.max(1) as f32;
    Ok(SoundCheck {
        rate_hz,
        channels,
        opened_in: first_at.duration_since(began),
        heard: Duration::from_secs_f64(tally.samples as f64 / per_second as f64),
        pace: (took > 0.3).then(|| after / took),
        room_dbfs: percentile(&tally.unvoiced_dbfs, 50.0).map(|level| level as f32),
        peak_dbfs: (20.0 * tally.largest.max(1e-6).log10()).max(FLOOR_DBFS),
        voiced: (voiced / f64::from(tally.frames.max(1))) as f32,
        clipped: share(tally.full_scale),
        invalid: share(tally.invalid),
        is_digital_silence: tally.largest == 0.0 && tally.invalid == 0,
        lost_samples: opened.overrun.total(),
    })
}

/// Counts and levels, added up while samples come and go.
struct Tally {
    converter: ToMono16k,
    activity: VoiceActivity,
    mono: Vec<f32>,
    samples: u64,
    full_scale: u64,
    invalid: u64,
    largest: f32,
    frames: u32,
    /// Levels of the frames without a voice.
    unvoiced_dbfs: Vec<f64>,
}

impl Tally {
    fn new(rate_hz: u32, channels: u16, settings: &VoiceSettings) -> Result<Self, String> {
        Ok(Self {
            converter: ToMono16k::new(rate_hz, channels)?,
            activity: VoiceActivity::new(settings),
            mono: Vec::new(),
            samples: 0,
            full_scale: 0,
            invalid: 0,
            largest: 0.0,
            frames: 0,
            unvoiced_dbfs: Vec::new(),
        })
    }

    fn add(&mut self, interleaved: &[f32]) {
        self.samples += interleaved.len() as u64;
        for sample in interleaved.iter().map(|sample| sample.abs()) {
            if !sample.is_finite() {
                self.invalid += 1;
                continue;
            }
            self.largest = self.largest.max(sample);
            self.full_scale += u64::from(sample >= FULL_SCALE);
        }
        self.converter.push(interleaved, &mut self.mono);
        let length = self.activity.frame_samples();
        let whole = self.mono.len() / length * length;
        for frame in self.mono[..whole].chunks_exact(length) {
            let found = self.activity.judge(frame);
            self.frames += 1;
            if !found.voiced {
                self.unvoiced_dbfs.push(f64::from(found.level_dbfs));
            }
        }
        self.mono.drain(..whole);
    }
}

#[cfg(test)]
mod tests;
