//! The microphone of a load test: hears what it is given, at any pace, and can be pulled out.
//!
//! Opened on the pump thread; each opening is handed to the user's thread, which makes the sound.

use std::time::{Duration, Instant};

use crossbeam_channel::{Sender, unbounded};
use parlo::voice::{AudioSource, OpenedSource, SourceFault};
use parlo_core::audio::SAMPLE_RATE_HZ;
use parlo_core::device::{DeviceCause, DeviceFailure};

/// The source; one after another, its openings go to what makes the sound.
pub struct Air {
    pub openings: Sender<Microphone>,
}

/// An open microphone, 16 kHz mono.
pub struct Microphone {
    ring: rtrb::Producer<f32>,
    faults: Sender<SourceFault>,
    opened_at: Instant,
    /// Samples that reached it.
    pub sounded: u64,
    /// Samples that found its ring full.
    pub lost: u64,
}

impl AudioSource for Air {
    fn name(&self) -> String {
        "a load test".to_owned()
    }

    fn open(&mut self, buffer: Duration) -> Result<OpenedSource, DeviceFailure> {
        let capacity = (SAMPLE_RATE_HZ as f32 * buffer.as_secs_f32()) as usize;
        let (ring, samples) = rtrb::RingBuffer::new(capacity.max(4_096));
        let (sender, faults) = unbounded();
        let opened_at = Instant::now();
        let microphone = Microphone { ring, faults: sender, opened_at, sounded: 0, lost: 0 };
        let nobody_speaks = DeviceFailure { device: self.name(), cause: DeviceCause::Gone };
        self.openings.send(microphone).map_err(|_| nobody_speaks)?;
        let (overrun, keep_alive) = (Default::default(), Box::new(()));
        Ok(OpenedSource {
            rate_hz: SAMPLE_RATE_HZ,
            channels: 1,
            samples,
            faults,
            overrun,
            keep_alive,
        })
    }
}

impl Microphone {
    /// Sounds what is due by now at so many times the speed of life: the recording, and a quiet room
    /// behind it.
    pub fn sound(&mut self, recording: &[i16], pace: f64) {
        let due = self.opened_at.elapsed().as_secs_f64() * pace * f64::from(SAMPLE_RATE_HZ);
        while self.sounded + self.lost < due as u64 {
            let at = self.sounded + self.lost;
            // Never quite nothing, as no room is.
            let hiss = [12, -7, 5, -14, 9][at as usize % 5];
            let voice = recording.get(at as usize).copied().unwrap_or_default();
            let sample = f32::from(voice.saturating_add(hiss)) / 32_768.0;
            match self.ring.push(sample) {
                Ok(()) => self.sounded += 1,
                Err(_) => self.lost += 1,
            }
        }
    }

    /// The device is gone.
    pub fn pull_out(&self) {
        // A pump that has closed it already does not mind.
        let _ = self.faults.send(SourceFault::Failed(DeviceCause::Gone));
    }

    /// Whether everything that sounded has been taken out of the ring.
    pub fn taken(&self) -> u64 {
        let waiting = self.ring.buffer().capacity() - self.ring.slots();
        self.sounded - waiting as u64
    }
}
