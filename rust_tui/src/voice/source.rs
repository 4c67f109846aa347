//! What samples come from: the seam between the microphone, a WAV file, and whatever tests need.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crossbeam_channel::Receiver;
use parlo_core::device::{DeviceCause, DeviceFailure};

/// Something a source reports while it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceFault {
    /// No more samples will come because there are none (a file at its end).
    Ended,
    /// The device is gone or broken.
    Failed(DeviceCause),
}

/// Where audio comes from. Lives on the pump thread.
pub trait AudioSource: Send {
    /// Name for people.
    fn name(&self) -> String;

    /// Starts delivering samples into a ring that holds `buffer` of them.
    ///
    /// # Errors
    /// The device is missing, busy or refuses access, or the file cannot be read.
    fn open(&mut self, buffer: Duration) -> Result<OpenedSource, DeviceFailure>;
}

/// A source that delivers; dropping it closes the device.
pub struct OpenedSource {
    /// Frames per second.
    pub rate_hz: u32,
    /// Interleaved channels per frame.
    pub channels: u16,
    /// The consuming end of the ring: interleaved samples, −1..=1 unless the device misbehaves.
    pub samples: rtrb::Consumer<f32>,
    /// What goes wrong, or that it is over.
    pub faults: Receiver<SourceFault>,
    /// Samples the ring had no room for.
    pub overrun: Overrun,
    /// Keeps the stream or the thread behind the ring alive; dropped on a thread of its own.
    pub keep_alive: Box<dyn std::any::Any + Send>,
}

/// Counts samples that found the ring full. Shared with the callback; only atomics.
#[derive(Debug, Clone, Default)]
pub struct Overrun(Arc<AtomicU64>);

impl Overrun {
    /// Counts `samples` lost.
    pub fn add(&self, samples: usize) {
        self.0.fetch_add(samples as u64, Ordering::Relaxed);
    }

    /// Samples lost so far.
    pub fn total(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Pushes what fits and counts what does not. Called on real-time threads: no lock, no allocation.
pub fn push_samples(
    ring: &mut rtrb::Producer<f32>,
    overrun: &Overrun,
    samples: impl ExactSizeIterator<Item = f32>,
) {
    let offered = samples.len();
    let room = ring.slots().min(offered);
    let pushed = match ring.write_chunk_uninit(room) {
        Ok(chunk) => chunk.fill_from_iter(samples),
        Err(_) => 0,
    };
    if pushed < offered {
        overrun.add(offered - pushed);
    }
}

/// The ring for a source of this format: capacity in samples, not frames.
pub fn ring_for(
    rate_hz: u32,
    channels: u16,
    buffer: Duration,
) -> (rtrb::Producer<f32>, rtrb::Consumer<f32>) {
    let samples = u128::from(rate_hz) * u128::from(channels) * buffer.as_millis() / 1_000;
    // The cap keeps a studio's format from taking a hundred megabytes: 16 MB are 40 s of stereo at
    // 48 kHz and still 2.6 s of 8 channels at 192 kHz, 260 times the pump's interval.
    let samples = usize::try_from(samples).unwrap_or(usize::MAX).clamp(4_096, 4_000_000);
    rtrb::RingBuffer::new(samples)
}
