//! The bounded drop-oldest queue between the pump and the decoder.
//!
//! The pump must never wait for the decoder, so a full queue loses its oldest frame, and the loss
//! is counted. `parlo_core::queue` judges how bad that is. Capacity: `[voice] channel_capacity`.

use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use parlo_core::audio::AudioFrame;
use parlo_core::metrics::CaptureStats;
use parlo_core::queue::{Pressure, PressureGauge};

/// The pump's end.
pub struct FrameQueue {
    sender: Sender<AudioFrame>,
    /// A second consumer, used only to evict the oldest frame when the queue is full.
    evictor: Receiver<AudioFrame>,
    gauge: PressureGauge,
    dropped: u64,
    full_events: u64,
}

impl FrameQueue {
    /// A queue of `capacity` frames and its consuming end.
    pub fn new(capacity: usize) -> (Self, Receiver<AudioFrame>) {
        let (sender, receiver) = bounded(capacity);
        let queue = Self {
            sender,
            evictor: receiver.clone(),
            gauge: PressureGauge::new(capacity),
            dropped: 0,
            full_events: 0,
        };
        (queue, receiver)
    }

    /// Forgets the counts, for a new take.
    pub fn reset_counts(&mut self) {
        self.gauge = PressureGauge::new(self.sender.capacity().unwrap_or(1));
        self.dropped = 0;
        self.full_events = 0;
    }

    /// Puts a frame in without ever waiting.
    pub fn push(&mut self, now: Instant, frame: AudioFrame) -> Pressure {
        let mut frame = frame;
        while let Err(TrySendError::Full(back)) = self.sender.try_send(frame) {
            self.full_events += 1;
            // The consumer may have taken one in between; then there is simply room.
            self.dropped += u64::from(self.evictor.try_recv().is_ok());
            frame = back;
        }
        self.gauge.observe(now, self.sender.len())
    }

    /// Fills in what was counted since the counts were reset.
    pub(super) fn count(&self, stats: &mut CaptureStats) {
        stats.frames_dropped = self.dropped;
        stats.channel_full_events = self.full_events;
        stats.channel_pressure = self.gauge.peak_share();
    }
}

#[cfg(test)]
mod tests;
