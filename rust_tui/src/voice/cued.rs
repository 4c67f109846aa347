//! A microphone in front of which recordings are played: the one that was cued last, in real time.
//!
//! Lives on the pump thread; cues come from the main thread, to which each opening is reported.
//! The channel of cues is unbounded and holds one message per recording.

use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;
use parlo_core::device::{DeviceCause, DeviceFailure};
use parlo_core::sink::Sink;

use super::{AudioSource, OpenedSource, WavPlayer};

/// That a recording began to sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// When.
    pub at: Instant,
    /// Which place in the recording sounded then.
    pub position: Duration,
}

impl Opening {
    /// When that place of the recording sounds; `None` if it is before the one this began with.
    pub fn time_of(&self, place: Duration) -> Option<Instant> {
        Some(self.at + place.checked_sub(self.position)?)
    }
}

/// Plays what is cued.
pub struct Cued {
    cues: Receiver<WavPlayer>,
    openings: Sink<Opening>,
    player: Option<WavPlayer>,
}

impl Cued {
    /// A source that takes its recordings from `cues` and reports to `openings`.
    pub fn new(cues: Receiver<WavPlayer>, openings: Sink<Opening>) -> Self {
        Self { cues, openings, player: None }
    }
}

impl AudioSource for Cued {
    fn name(&self) -> String {
        self.player.as_ref().map_or_else(|| "nothing yet".to_owned(), AudioSource::name)
    }

    fn open(&mut self, buffer: Duration) -> Result<OpenedSource, DeviceFailure> {
        self.player = self.cues.try_iter().last().or(self.player.take());
        let Some(player) = &mut self.player else {
            let cause = DeviceCause::Unusable("no recording was cued".to_owned());
            return Err(DeviceFailure { device: self.name(), cause });
        };
        let source = player.open(buffer)?;
        let opening = Opening { at: Instant::now(), position: player.progress().position() };
        self.openings.send(opening);
        Ok(source)
    }
}

#[cfg(test)]
mod tests;
