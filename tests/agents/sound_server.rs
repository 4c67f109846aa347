//! A sound server that dies and restarts, or whose microphone is unplugged and replaced.

use std::time::Duration;

use super::stage::Stage;
use crate::support::{samples, wait};

/// A take with its decode on a busy machine.
const TAKE: Duration = Duration::from_secs(20);

/// A clip longer than any of these tests listens.
const LONG: &str = "cities.wav";

/// Plays a long sentence until its first words are on the screen.
fn mid_sentence() -> (Stage, crate::support::pulse::Playback) {
    // No pause in it ends the take.
    let stage = Stage::with_composer("[voice]\nsilence_tail_ms = 3000\n", &[]);
    stage.terminal.keys(&["C-r"]);
    stage.room.wait_for_listeners(1, wait::SOON);
    let playback = stage.room.play(&samples::named(LONG).path);
    stage.terminal.wait_for_text("best of times", TAKE);
    (stage, playback)
}

/// Waits for the first words of the long sentence at the agent.
fn what_was_said_arrives(stage: &Stage) {
    let said = |it: &str| it.contains("It was the best of times");
    stage.recorder.wait_for("what was said before", TAKE, said, || stage.terminal.scene());
}

#[test]
fn a_sound_server_that_dies_keeps_what_was_said_and_is_used_again_after_a_restart() {
    let (mut stage, playback) = mid_sentence();
    stage.room.close();
    stage.terminal.wait_for_text("microphone gone: connect it", wait::SOON);
    what_was_said_arrives(&stage);
    let take = stage.home.wait_for_metrics(1, TAKE, || stage.terminal.scene());
    assert_eq!(take["end_reason"], "error", "{take}");
    drop(playback);

    stage.room.reopen();
    stage.terminal.keys(&["C-r"]);
    stage.room.wait_for_listeners(1, wait::SOON);
    let clip = samples::named("g01.wav");
    stage.room.play(&clip.path).finish();
    let before = stage.recorder.received();
    stage.recorder.wait_for(
        "the next sentence",
        TAKE,
        |it| it.contains(&clip.text),
        || stage.terminal.scene(),
    );
    assert_ne!(before, "");
    let take = stage.home.wait_for_metrics(2, TAKE, || stage.terminal.scene());
    assert_eq!(take["end_reason"], "silence", "{take}");
}

#[test]
fn an_unplugged_microphone_is_replaced_by_the_new_default_one() {
    let (stage, playback) = mid_sentence();
    stage.room.plug_in("other");
    stage.room.unplug("room");
    // The server moves the running take to a microphone where nobody speaks.
    drop(playback);
    what_was_said_arrives(&stage);
    let take = stage.home.wait_for_metrics(1, TAKE, || stage.terminal.scene());
    assert_eq!((&take["end_reason"], &take["error"]), (&"silence".into(), &().into()), "{take}");

    stage.room.wait_for_listeners(0, wait::SOON);
    the_next_sentence_arrives(&stage);
}

#[test]
fn unplugging_the_only_microphone_keeps_what_was_said() {
    let (stage, _playback) = mid_sentence();
    stage.room.unplug("room");
    stage.terminal.wait_for_text("microphone gone: connect it", wait::SOON);
    what_was_said_arrives(&stage);
    // There is none now: that is reported, and the next one that is plugged in is heard.
    stage.terminal.keys(&["C-r"]);
    let take = stage.home.wait_for_metrics(2, TAKE, || stage.terminal.scene());
    assert_eq!(take["end_reason"], "error", "{take}");
    stage.room.plug_in("other");
    the_next_sentence_arrives(&stage);
}

/// Presses the key, speaks, and waits until the agent has the text.
#[track_caller]
fn the_next_sentence_arrives(stage: &Stage) {
    stage.terminal.keys(&["C-r"]);
    stage.room.wait_for_listeners(1, wait::SOON);
    let clip = samples::named("g01.wav");
    stage.room.play(&clip.path).finish();
    stage.recorder.wait_for(
        "the next sentence",
        TAKE,
        |it| it.contains(&clip.text),
        || stage.terminal.scene(),
    );
}
