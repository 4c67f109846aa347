//! Hold-to-talk in a terminal that reports releases, as kitty does.

use super::TEXT;
use super::stage::pasted_text;
use crate::support::host::{Abilities, HostTerminal};
use crate::support::parlo::Home;
use crate::support::pulse::Room;
use crate::support::recorder::Recorder;
use crate::support::tmux::Size;
use crate::support::{hud, machine, samples, wait};

const SIZE: Size = Size { columns: 100, rows: 30 };
const PRESS: &str = "\x1b[114;5u";
const REPEAT: &str = "\x1b[114;5:2u";
const RELEASE: &str = "\x1b[114;5:3u";

/// A short pause ends a take, unless the key is held.
const CONFIGURATION: &str =
    "[voice]\nsilence_tail_ms = 150\nendpoint_on_meaning = false\nfollow_up_ms = 0\n";

/// A recorder in parlo in such a terminal, with a room of its own.
struct Held {
    // First, so that parlo ends before what it depends on.
    host: HostTerminal,
    recorder: Recorder,
    home: Home,
    room: Room,
}

impl Held {
    fn start() -> Self {
        let (room, recorder) = (Room::open(), Recorder::new());
        let home = Home::in_room(&room).with_configuration(CONFIGURATION);
        let mut command = vec![env!("CARGO_BIN_EXE_parlo").to_owned()];
        command.extend(home.wrapping(&[], recorder.command()));
        let host = HostTerminal::start(SIZE, &home.launch(command), Abilities::Kitty);
        host.wait_for_text("READY", wait::START);
        recorder.enable_paste();
        host.wait_for_text("PASTE ON", wait::SOON);
        Self { host, recorder, home, room }
    }

    /// Sends the press of the key and waits until parlo listens.
    fn press(&self, key: &str) {
        self.host.send(key);
        wait::until(
            "the listening sign",
            wait::SOON,
            || self.host.screen().to_lowercase().contains(hud::LISTENING).then_some(()),
            || self.host.scene(),
        );
        self.room.wait_for_listeners(1, wait::SOON);
    }

    /// Waits for the end of the take and checks what ended it and what was typed.
    fn ends_by(&self, reason: &str, text: &str) {
        let take = self.home.wait_for_metrics(1, TEXT, || self.host.scene());
        assert_eq!(take["end_reason"], reason, "{take}");
        let typed = || self.recorder.received();
        wait::until(text, TEXT, || (typed() == pasted_text(text)).then_some(()), typed);
    }
}

#[test]
fn a_held_key_listens_through_pauses_until_it_is_released() {
    let _machine = machine::shared();
    let held = Held::start();
    held.press(PRESS);
    let clips = [samples::named("g13.wav"), samples::named("g06.wav")];
    for clip in &clips {
        held.host.send(REPEAT);
        // Between two players the silence is longer than the tail.
        held.room.play(&clip.path).finish();
    }
    held.host.send(RELEASE);
    held.ends_by("manual", &format!("{} {}", clips[0].text, clips[1].text));
}

#[test]
fn a_key_that_comes_as_a_byte_has_no_release_and_a_pause_ends_its_take() {
    let _machine = machine::shared();
    let held = Held::start();
    held.press("\x12");
    let clip = samples::named("g13.wav");
    held.room.play(&clip.path).finish();
    held.ends_by("silence", &clip.text);
}
