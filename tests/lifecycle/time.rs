//! Timing: many resizes in a row, and a process that is stopped at bad moments.

use std::time::Duration;

use rustix::process::Signal;

use super::stopping::wait_until_stopped;
use super::{SIZE, Stage, start};
use crate::support::parlo::Home;
use crate::support::pulse::Room;
use crate::support::recorder::{PASTE_BEGIN, PASTE_END, Recorder};
use crate::support::tmux::Size;
use crate::support::{machine, samples, wait};

/// A stop longer than any timeout but the decoder's.
const LONG: Duration = Duration::from_secs(5);

#[test]
fn many_resizes_change_neither_the_dictation_nor_the_open_layer() {
    let clip = samples::named("g13.wav");
    let it = Stage::start(&["--sample", clip.path.to_str().unwrap()]);
    it.recorder.enable_paste();
    it.host.wait_for_text("PASTE ON", wait::SOON);
    // Text that is wrapped again at every size.
    for row in 0..500 {
        it.recorder.say(&format!("row {row} {}", "wide ".repeat(12)));
    }
    it.host.wait_for_text("row 499", wait::SOON);
    it.dictate();
    it.host.send("\0");
    it.host.wait_for_text("microphones", wait::SOON);
    for step in 0..1_000_u16 {
        let size = match step % 5 {
            0 => Size { columns: 1, rows: 1 },
            1 => Size { columns: 500, rows: 200 },
            2 => Size { columns: 2, rows: 60 },
            3 => Size { columns: 200, rows: 1 },
            _ => Size { columns: 20 + step % 100, rows: 3 + step % 50 },
        };
        it.host.resize(size);
        wait::let_pass(Duration::from_millis(2));
    }
    it.host.resize(SIZE);
    let resized = || (it.recorder.size() == (SIZE.columns, SIZE.rows - 1)).then_some(());
    wait::until("the last size at the agent", wait::START, resized, || it.host.scene());
    it.host.wait_for_text("microphones", wait::SOON);
    it.host.send("q");
    it.host.wait_for_text("row 499", wait::SOON);
    let text = format!("{PASTE_BEGIN}{}{PASTE_END}", clip.text);
    it.received(&text);
    it.host.send("k");
    it.received(&format!("{text}k"));
    it.dictate();
    let again = |got: &str| got.matches(&clip.text).count() == 2;
    it.recorder.wait_for("another take", wait::START, again, || it.host.scene());
}

#[test]
fn a_suspend_during_a_take_loses_neither_the_take_nor_the_next_one() {
    let _machine = machine::shared();
    let (room, recorder, home) = (Room::open(), Recorder::new(), Home::new());
    let home = home.with_environment(room.environment());
    let host = start(&home, home.wrapping(&[], recorder.command()));
    host.wait_for_text("READY", wait::START);
    recorder.enable_paste();
    host.wait_for_text("PASTE ON", wait::SOON);
    let clip = samples::named("g13.wav");
    let key = "\x1b[114;5u\x1b[114;5:3u";
    let rest = |while_asleep: &dyn Fn()| {
        host.signal(Signal::STOP);
        wait_until_stopped(host.process());
        while_asleep();
        wait::let_pass(LONG);
        host.signal(Signal::CONT);
    };
    // Suspended for longer than a microphone may stall, before it has delivered anything.
    room.mute();
    host.send(key);
    room.wait_for_listeners(1, wait::SOON);
    rest(&|| room.unmute());
    room.play(&clip.path).finish();
    // The key ends the take, unless the pump has just ended it.
    host.send(key);
    rest(&|| {});
    let text = format!("{PASTE_BEGIN}{}{PASTE_END}", clip.text);
    recorder.wait_for("the text", wait::START, |it| it == text, || host.scene());
    let take = home.wait_for_metrics(1, wait::START, || host.scene());
    assert!(take["error"].is_null() && take["state"] == "done", "{take}");
    // The next one is a take like any other.
    host.send(key);
    room.wait_for_listeners(1, wait::SOON);
    room.play(&clip.path).finish();
    let again = |got: &str| got.matches(&clip.text).count() == 2;
    recorder.wait_for("the text again", wait::START, again, || host.scene());
    let take = home.wait_for_metrics(2, wait::START, || host.scene());
    assert!(take["error"].is_null() && take["end_reason"] == "silence", "{take}");
}
