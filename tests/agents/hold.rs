//! Hold-to-talk in a terminal that reports releases, as kitty does.

use super::TEXT;
use super::stage::pasted_text;
use crate::support::outer::{Abilities, Outer};
use crate::support::parlo::Home;
use crate::support::pulse::Room;
use crate::support::recorder::Recorder;
use crate::support::tmux::Size;
use crate::support::{hud, machine, samples, wait};

const SIZE: Size = Size { columns: 100, rows: 30 };
const PRESS: &str = "\x1b[114;5u";
const REPEAT: &str = "\x1b[114;5:2u";
const RELEASE: &str = "\x1b[114;5:3u";

/// Pauses end a take soon, unless the key is held.
const CONFIGURATION: &str =
    "[voice]\nsilence_tail_ms = 150\nendpoint_on_meaning = false\nlinger_ms = 0\n";

#[test]
fn a_held_key_listens_through_pauses_until_it_is_released() {
    let _machine = machine::alone();
    let (room, recorder) = (Room::open(), Recorder::new());
    let home = Home::in_room(&room).with_configuration(CONFIGURATION);
    let mut command = vec![env!("CARGO_BIN_EXE_parlo").to_owned()];
    command.extend(home.wrapping(&[], recorder.command()));
    let outer = Outer::start(SIZE, &home.launch(command), Abilities::Kitty);
    outer.wait_for_text("READY", wait::START);
    recorder.enable_paste();
    outer.wait_for_text("PASTE ON", wait::SOON);

    outer.send(PRESS);
    wait::until(
        "the listening sign",
        wait::SOON,
        || outer.screen().to_lowercase().contains(hud::LISTENING).then_some(()),
        || outer.scene(),
    );
    room.wait_for_listeners(1, wait::SOON);
    let clips = [samples::named("g13.wav"), samples::named("g06.wav")];
    for clip in &clips {
        outer.send(REPEAT);
        // From one program to the next there is silence of longer than the tail.
        room.play(&clip.path).finish();
    }
    outer.send(RELEASE);
    let take = home.wait_for_metrics(1, TEXT, || outer.scene());
    assert_eq!(take["end_reason"], "manual", "{take}");
    let both = pasted_text(&format!("{} {}", clips[0].text, clips[1].text));
    let typed = || recorder.received();
    wait::until("both sentences", TEXT, || (typed() == both).then_some(()), typed);
}
