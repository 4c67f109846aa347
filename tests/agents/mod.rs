//! Dictation as a user does it: a voice at the microphone, keys in a terminal, an agent inside.

mod approval;
mod codex;
mod device;
mod hold_to_talk;
mod recorded;
mod sound_server;
mod stage;
mod stream;
mod trouble;

use std::time::{Duration, SystemTime};

use crate::support::parlo::Home;
use crate::support::pulse::{Ear, Room};
use crate::support::samples::Clip;
use crate::support::tmux::Terminal;
use crate::support::{hud, wait};

/// parlo may report less than the stopwatch by the latency of the device (measured: 13 to 41 ms,
/// median 25), and more where a breath at the end is voice only to the ear.
const MAX_UNDERSTATED_MS: f64 = 100.0;
const MAX_OVERSTATED_MS: f64 = 200.0;

/// A user in front of parlo.
struct User<'a> {
    room: &'a Room,
    ear: Ear,
    terminal: &'a Terminal,
}

impl<'a> User<'a> {
    fn new(room: &'a Room, terminal: &'a Terminal) -> Self {
        let ear = room.listen();
        User { room, ear, terminal }
    }

    /// Presses the key and waits until parlo shows that it listens, and does.
    fn start_dictation(&self) {
        self.terminal.keys(&["C-r"]);
        let listens = |screen: &str| screen.to_lowercase().contains(hud::LISTENING);
        self.terminal.wait_for("the listening sign", wait::SOON, listens);
        // The ear is the other one.
        self.room.wait_for_listeners(2, wait::SOON);
    }

    /// Presses the key, then plays the clip to its end.
    fn dictate(&self, clip: &Clip) {
        self.start_dictation();
        self.room.play(&clip.path).finish();
    }

    /// Starts to play the clip and returns once it is heard.
    fn begin_to_say(&self, clip: &Clip) -> crate::support::pulse::Playback {
        let playback = self.room.play(&clip.path);
        let scene = || self.terminal.scene();
        wait::until("a voice in the room", wait::SOON, || self.ear.heard().first_voice, scene);
        playback
    }

    /// When the microphone delivered the last voiced sample.
    fn speech_end(&self) -> SystemTime {
        self.ear.heard().last_voice.expect("something was said")
    }
}

/// Checks parlo's `total_ms` against an independent stopwatch.
#[track_caller]
fn check_total(take: &serde_json::Value, speech_end: SystemTime, arrived: SystemTime) {
    let measured = arrived.duration_since(speech_end).unwrap_or_default();
    let measured_ms = measured.as_secs_f64() * 1_000.0;
    let reported_ms = take["total_ms"].as_f64().expect("total_ms");
    assert!(
        (-MAX_OVERSTATED_MS..=MAX_UNDERSTATED_MS).contains(&(measured_ms - reported_ms)),
        "reported {reported_ms:.0} ms, measured {measured_ms:.0} ms: {take}"
    );
}

/// How long after the end of speech the text may arrive, on an idle machine.
const TEXT: Duration = Duration::from_secs(5);

/// Waits for the measurement of the only take.
fn only_take(home: &Home, terminal: &Terminal, limit: Duration) -> serde_json::Value {
    home.wait_for_metrics(1, limit, || terminal.scene())
}
