//! WAV files: in memory, or played in real time in place of the microphone.

mod reading;

pub use reading::{WavError, read_wav, read_wav_from};

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use parlo_core::device::{DeviceCause, DeviceFailure};

use super::source::{AudioSource, OpenedSource, Overrun, SourceFault, push_samples, ring_for};

/// Playback pushes blocks of this length, like a device with so long a period.
const BLOCK: Duration = Duration::from_millis(10);
/// A recording in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct WavFile {
    /// Frames per second.
    pub rate_hz: u32,
    /// Channels per frame.
    pub channels: u16,
    /// Interleaved samples, −1..=1.
    pub samples: Vec<f32>,
    /// Whether that is all of it.
    pub ending: Ending,
}

/// How a recording ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Where its header says, or, where that does not know, with the file.
    Whole,
    /// Before the end that its header claims.
    CutOff,
}

impl WavFile {
    /// Samples (all channels, whole frames) in that time.
    fn samples_in(&self, time: Duration) -> usize {
        let frames = u128::from(self.rate_hz) * time.as_millis() / 1_000;
        usize::try_from(frames).unwrap_or(usize::MAX) * usize::from(self.channels)
    }

    /// How long the recording lasts.
    pub fn duration(&self) -> Duration {
        self.lasting(self.samples.len())
    }

    /// How long so many samples (all channels) last.
    fn lasting(&self, samples: usize) -> Duration {
        let frames = samples / usize::from(self.channels.max(1));
        Duration::from_secs_f64(frames as f64 / f64::from(self.rate_hz.max(1)))
    }

    /// The recording as mono at 16 kHz.
    ///
    /// # Errors
    /// Its format is not usable.
    pub fn to_mono_16k(&self) -> Result<Vec<f32>, String> {
        super::resample::whole_recording(self.rate_hz, self.channels, &self.samples)
    }
}

/// What a player does with a recording of which only a part was heard when it is opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reopen {
    /// Plays it from its beginning.
    Restart,
    /// Goes on where the last hearer stopped, as a speaker would who waits to be heard.
    Resume {
        /// Goes back by this much into the silence that ended the last take: a detector notices a
        /// word only after its first sound. Must be shorter than the silence tail.
        overlap: Duration,
    },
}

/// Plays a recording in real time.
pub struct WavPlayer {
    name: String,
    reopen: Reopen,
    progress: Progress,
}

/// How much of a player's recording has been played; shared with the player's thread.
#[derive(Debug, Clone)]
pub struct Progress {
    file: Arc<WavFile>,
    /// Samples of all channels.
    played: Arc<AtomicUsize>,
}

impl Progress {
    /// Whether the recording has been played to its end.
    pub fn is_over(&self) -> bool {
        self.samples() == self.file.samples.len()
    }

    /// How far into the recording the player is.
    pub fn position(&self) -> Duration {
        self.file.lasting(self.samples())
    }

    fn samples(&self) -> usize {
        self.played.load(Ordering::Relaxed)
    }

    fn set(&self, samples: usize) {
        self.played.store(samples, Ordering::Relaxed);
    }
}

impl WavPlayer {
    /// A player of a file.
    ///
    /// # Errors
    /// The file cannot be used.
    pub fn of_file(path: &Path, reopen: Reopen) -> Result<Self, WavError> {
        Ok(Self::new(path.display().to_string(), Arc::new(read_wav(path)?), reopen))
    }

    /// A player of a recording in memory, under the name people know it by.
    pub fn new(name: String, file: Arc<WavFile>, reopen: Reopen) -> Self {
        Self { name, reopen, progress: Progress { file, played: Arc::default() } }
    }

    /// How far the recording has been played.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// The sample to play first.
    fn beginning(&self) -> usize {
        match self.reopen {
            Reopen::Resume { overlap } if !self.progress.is_over() => {
                let back = self.progress.file.samples_in(overlap);
                self.progress.samples().saturating_sub(back)
            }
            Reopen::Resume { .. } | Reopen::Restart => 0,
        }
    }
}

impl AudioSource for WavPlayer {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn open(&mut self, buffer: Duration) -> Result<OpenedSource, DeviceFailure> {
        let (name, from) = (&self.name, self.beginning());
        let WavFile { rate_hz, channels, .. } = *self.progress.file;
        self.progress.set(from);
        let (ring, samples) = ring_for(rate_hz, channels, buffer);
        let overrun = Overrun::default();
        let (fault_sender, faults) = bounded(1);
        let (stop, stopped) = bounded(0);
        let playback = Playback {
            from,
            progress: self.progress.clone(),
            ring,
            overrun: overrun.clone(),
            faults: fault_sender,
        };
        let thread = std::thread::Builder::new()
            .name("wav-player".to_owned())
            .spawn(move || playback.run(&stopped))
            .map_err(|error| DeviceFailure {
                device: name.clone(),
                cause: DeviceCause::Other(format!("no playback: {error}")),
            })?;
        Ok(OpenedSource {
            rate_hz,
            channels,
            samples,
            faults,
            overrun,
            keep_alive: Box::new(PlayerThread { stop: Some(stop), thread: Some(thread) }),
        })
    }
}

/// The thread that plays; dropping it stops and joins.
struct PlayerThread {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for PlayerThread {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Playback {
    from: usize,
    progress: Progress,
    ring: rtrb::Producer<f32>,
    overrun: Overrun,
    faults: Sender<SourceFault>,
}

impl Playback {
    /// Plays the file, then silence, as a microphone in a quiet room would go on.
    fn run(mut self, stopped: &Receiver<()>) {
        let began_at = Instant::now();
        let mut position = self.from;
        let mut ended = false;
        let file = Arc::clone(&self.progress.file);
        for number in 1.. {
            // A block is delivered when its last sample has sounded.
            let due = began_at + BLOCK * number;
            let wait = due.saturating_duration_since(Instant::now());
            if stopped.recv_timeout(wait) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            // From the start each time: at 11,025 Hz a block has no whole number of frames.
            let until = self.from + file.samples_in(BLOCK * number);
            let end = until.min(file.samples.len());
            let sounding = &file.samples[position.min(end)..end];
            push_samples(&mut self.ring, &self.overrun, sounding.iter().copied());
            let silent = until - position - sounding.len();
            push_samples(&mut self.ring, &self.overrun, (0..silent).map(|_| 0.0));
            position = until;
            self.progress.set(end);
            if !ended && end == file.samples.len() {
                ended = true;
                let _ = self.faults.try_send(SourceFault::Ended);
            }
        }
    }
}

#[cfg(test)]
mod tests;
