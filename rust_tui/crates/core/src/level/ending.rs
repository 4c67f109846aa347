//! Where speech falls silent, more exactly than a detector that looks at whole words can say.
//!
//! A recurrent detector still hears a voice 60 to 90 ms after it has ended. In a quiet room the
//! level shows it at once: it has dropped far below the speech. In a noisy one it says nothing, and
//! then nothing is decided here.

use std::collections::VecDeque;

use super::FLOOR_DBFS;

/// A frame so far below the loudest recent speech is silent, in dB. Lower, and the last soft word
/// of a sentence is cut off; higher, and the end is known later.
const BELOW_SPEECH_DB: f32 = 40.0;
/// A frame less than this above the room, in dB, is silent too, ...
const ABOVE_ROOM_DB: f32 = 6.0;
/// ... if it is this far below the speech, in dB: where the noise is louder, soft sounds drown in it.
const BELOW_SPEECH_IN_ROOM_DB: f32 = 25.0;
/// What counts as the loudest recent speech falls this fast, in dB per second, so that a shout does
/// not make what follows it silent.
const FORGETS_DB_PER_S: f32 = 6.0;
/// The room is the quietest moment of so much time, in milliseconds: longer than any vowel.
const ROOM_MS: f32 = 2_000.0;
/// A moment of the room, in milliseconds: shorter ones are quieter by chance.
const MOMENT_MS: f32 = 64.0;
/// Speech is judged by its level after so many milliseconds of it: a single short syllable is its
/// own loudest moment and has nothing to be compared with, ...
const AFTER_MS: f32 = 240.0;
/// ... and so is one after a silence of so many milliseconds.
const AGAIN_AFTER_MS: f32 = 500.0;

/// Follows the level of speech and room.
#[derive(Debug, Clone, Default)]
pub struct Ending {
    loudest_dbfs: Option<f32>,
    /// Voiced milliseconds since the last long silence, and milliseconds since the last voiced one.
    voiced_ms: f32,
    silent_ms: f32,
    /// The frames of the last moment, and the levels of the moments before.
    moment: VecDeque<f32>,
    moments: VecDeque<f32>,
}

impl Ending {
    /// Whether the next frame, of this level (dBFS) and length (ms), sounds like a part of the speech;
    /// `voiced` is the detector's opinion, without which nothing does.
    pub fn sounds(&mut self, voiced: bool, level_dbfs: f32, frame_ms: f32) -> bool {
        let room_dbfs = self.follow_room(level_dbfs, frame_ms);
        let forgotten = FORGETS_DB_PER_S * frame_ms / 1_000.0;
        self.loudest_dbfs = self.loudest_dbfs.map(|loudest| loudest - forgotten);
        if !voiced {
            self.silent_ms += frame_ms;
            return false;
        }
        if self.silent_ms >= AGAIN_AFTER_MS {
            self.voiced_ms = 0.0;
        }
        self.silent_ms = 0.0;
        self.voiced_ms += frame_ms;
        let loudest = self.loudest_dbfs.unwrap_or(FLOOR_DBFS).max(level_dbfs);
        self.loudest_dbfs = Some(loudest);
        let near_room = (room_dbfs + ABOVE_ROOM_DB).min(loudest - BELOW_SPEECH_IN_ROOM_DB);
        let silent_dbfs = near_room.max(loudest - BELOW_SPEECH_DB);
        self.voiced_ms <= AFTER_MS || level_dbfs > silent_dbfs
    }

    /// Takes a frame into the estimate of the room's level and yields that.
    fn follow_room(&mut self, level_dbfs: f32, frame_ms: f32) -> f32 {
        let frames = |milliseconds: f32| (milliseconds / frame_ms.max(1.0)).max(1.0) as usize;
        keep_last(&mut self.moment, level_dbfs, frames(MOMENT_MS));
        let mean = self.moment.iter().sum::<f32>() / self.moment.len() as f32;
        keep_last(&mut self.moments, mean, frames(ROOM_MS));
        self.moments.iter().copied().fold(f32::INFINITY, f32::min)
    }
}

fn keep_last(values: &mut VecDeque<f32>, value: f32, count: usize) {
    values.push_back(value);
    while values.len() > count {
        values.pop_front();
    }
}
