//! Dictation as a user does it: a voice at the microphone, keys in a terminal, an agent inside.

mod approval;
mod codex;
mod device;
mod hold_to_talk;
mod recorded;
mod sound_server;
mod stage;
mod trouble;

use std::time::{Duration, SystemTime};

use crate::support::parlo::Home;
use crate::support::pulse::{Ear, Room};
use crate::support::samples::Clip;
use crate::support::tmux::Terminal;
use crate::support::{hud, wait};

/// parlo may claim less than the stopwatch shows by what the device holds back (measured: 13 to
/// 41 ms, median 25), and more where a breath at the end is voice to the ear alone.
const FLATTERY_MS: f64 = 100.0;
const MODESTY_MS: f64 = 200.0;

/// A user in front of parlo.
struct User<'a> {
    room: &'a Room,
    ear: Ear,
    terminal: &'a Terminal,
}

impl<'a> User<'a> {
    fn new(room: &'a Room, terminal: &'a Terminal) -> User<'a> {
        let ear = room.listen();
        User { room, ear, terminal }
    }

    /// Presses the key and waits until parlo says that it listens, and does.
    fn start_dictation(&self) {
        self.terminal.keys(&["C-r"]);
        let listens = |screen: &str| screen.to_lowercase().contains(hud::LISTENING);
        self.terminal.wait_for("the listening sign", wait::SOON, listens);
        // The ear is the other one.
        self.room.wait_for_listeners(2, wait::SOON);
    }

    /// Presses the key, then says the clip to its end.
    fn dictate(&self, clip: &Clip) {
        self.start_dictation();
        self.room.play(&clip.path).finish();
    }

    /// Starts to say the clip and returns in the midst of it.
    fn begin_to_say(&self, clip: &Clip) -> crate::support::pulse::Playback {
        let playback = self.room.play(&clip.path);
        let scene = || self.terminal.scene();
        wait::until("a voice in the room", wait::SOON, || self.ear.heard().first_voice, scene);
        playback
    }

    /// When the last voiced sample came out of the microphone.
    fn fell_silent(&self) -> SystemTime {
        self.ear.heard().last_voice.expect("something was said")
    }
}

/// Checks parlo's `total_ms` against a stopwatch that has no part in it.
#[track_caller]
fn measured_honestly(take: &serde_json::Value, fell_silent: SystemTime, arrived: SystemTime) {
    let outside = arrived.duration_since(fell_silent).unwrap_or_default();
    let outside_ms = outside.as_secs_f64() * 1_000.0;
    let claimed_ms = take["total_ms"].as_f64().expect("total_ms");
    assert!(
        (-MODESTY_MS..=FLATTERY_MS).contains(&(outside_ms - claimed_ms)),
        "claimed {claimed_ms:.0} ms, seen from outside {outside_ms:.0} ms: {take}"
    );
}

/// How long after the end of speech the text may come, on a machine that does nothing else.
const TEXT: Duration = Duration::from_secs(5);

/// Waits for the measurement of the only take.
fn only_take(home: &Home, terminal: &Terminal, limit: Duration) -> serde_json::Value {
    home.wait_for_metrics(1, limit, || terminal.scene())
}
