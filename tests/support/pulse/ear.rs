//! An independent listener in a room.

use std::io::Read;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use super::{Room, end, missing};
use crate::support::wait;

/// Samples from this level (−40 dBFS) count as voice for [`Ear`], as for parlo's own gate.
const VOICE: i16 = 328;

/// What an [`Ear`] heard; the times are those at which the microphone delivered the sound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Heard {
    /// The first loud sample.
    pub first_voice: Option<SystemTime>,
    /// The last loud sample so far.
    pub last_voice: Option<SystemTime>,
}

/// An independent listener beside parlo: the stopwatch for the last voiced sample.
pub struct Ear {
    heard: Arc<Mutex<Heard>>,
    recorder: Child,
    listener: Option<JoinHandle<()>>,
}

impl Ear {
    pub(super) fn open(room: &Room) -> Self {
        let before = room.listeners();
        let mut recorder = room
            .client("parec")
            .args(["--latency-msec=10", "--raw", "--format=s16le"])
            .args(["--rate=16000", "--channels=1", "--device=room.monitor"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| missing("parec", &error));
        let sound = recorder.stdout.take().expect("parec's output is piped");
        let heard = Arc::new(Mutex::new(Heard::default()));
        let notes = Arc::clone(&heard);
        let listener = std::thread::Builder::new()
            .name("ear".into())
            .spawn(move || note_voice(sound, &notes))
            .expect("starting the ear's thread");
        room.wait_for_listeners(before + 1, wait::SOON);
        Self { heard, recorder, listener: Some(listener) }
    }

    /// What was heard since the ear was opened.
    pub fn heard(&self) -> Heard {
        *self.heard.lock().expect("the ear's thread has not failed")
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        end(&mut self.recorder);
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

/// Notes when loud samples arrive, until the recording ends.
fn note_voice(mut sound: impl Read, notes: &Mutex<Heard>) {
    let mut block = [0_u8; 4096];
    let mut odd: Option<u8> = None;
    while let Ok(read) = sound.read(&mut block) {
        if read == 0 {
            return;
        }
        let arrived = SystemTime::now();
        let bytes: Vec<u8> = odd.take().into_iter().chain(block[..read].iter().copied()).collect();
        let pairs = bytes.chunks_exact(2);
        odd = pairs.remainder().first().copied();
        let samples: Vec<i16> = pairs.map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
        let is_voice = |sample: &i16| sample.saturating_abs() >= VOICE;
        let Some(last) = samples.iter().rposition(is_voice) else {
            continue;
        };
        // The block ends now; each earlier sample at 16 kHz is 62.5 µs older.
        let age =
            Duration::from_nanos(62_500) * u32::try_from(samples.len() - 1 - last).unwrap_or(0);
        let mut notes = notes.lock().expect("nobody fails holding the notes");
        notes.first_voice.get_or_insert(arrived);
        notes.last_voice = Some(arrived - age);
    }
}
