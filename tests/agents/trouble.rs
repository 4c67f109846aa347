//! Failures around a dictation: the user is notified, the agent continues, nothing is left behind.

use rustix::process::{Signal, kill_process};
use serde_json::Value;

use super::stage::Stage;
use super::{TEXT, User};
use crate::support::parlo::Home;
use crate::support::process::has_ended;
use crate::support::pulse::Room;
use crate::support::{machine, samples, wait};

/// Checks that the take failed with this reason, and that the agent got only the user's keys.
#[track_caller]
fn failed(stage: &Stage, take: &Value, names: &str) {
    assert_eq!(take["end_reason"], "error", "{take}");
    let error = take["error"].as_str().unwrap_or_default();
    assert!(error.contains(names), "{take}");
    assert!(take["total_ms"].is_null(), "{take}");
    stage.terminal.wait_for_text(names, wait::SOON);
    stage.nothing_but("");
}

#[test]
fn without_a_sound_server_the_user_is_notified_and_the_agent_continues() {
    let nowhere = vec![("PULSE_SERVER".into(), "unix:/nonexistent".into())];
    let stage = Stage::set_where("", &[], nowhere);
    stage.terminal.keys(&["C-r"]);
    let take = stage.take(wait::SOON);
    failed(&stage, &take, "no sound server answers: start PipeWire or PulseAudio");
}

#[test]
fn a_microphone_that_delivers_nothing_is_reported() {
    let stage = Stage::set("", &[]);
    stage.room.mute();
    stage.terminal.keys(&["C-r"]);
    let take = stage.take(wait::SOON);
    failed(&stage, &take, "microphone delivers nothing");
}

#[test]
fn a_microphone_that_disappears_before_a_word_is_reported() {
    let mut stage = Stage::set("", &[]);
    stage.user().start_dictation();
    stage.room.close();
    let take = stage.take(wait::SOON);
    failed(&stage, &take, "no sound server answers");
}

#[test]
fn a_missing_device_is_named_with_the_available_ones() {
    let _machine = machine::shared();
    let room = Room::open();
    let home = Home::in_room(&room);
    for arguments in [&["listen", "--device", "nope"][..], &["listen", "--device", ""]] {
        let output = home.run(arguments);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{message}");
        assert!(output.stdout.is_empty());
        assert!(message.contains("pulse") && message.contains("default"), "{message}");
    }
    // The session does not start.
    let terminal = home.start(&["--device".into(), "nope".into(), "--".into(), "cat".into()]);
    assert_eq!(terminal.wait_for_exit(wait::START), 1);
}

#[test]
fn metrics_that_cannot_be_written_are_reported_and_the_text_is_still_typed() {
    let _machine = machine::shared();
    let output = Home::new().run(&["demo", "--metrics-file", "/dev/full"]);
    assert!(output.status.success(), "{output:?}");
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("built-in sample: Run the test"),
        "{output:?}"
    );
    assert!(String::from_utf8_lossy(&output.stderr).contains("/dev/full"), "{output:?}");
}

/// A recorder inside parlo, listening to a voice.
fn mid_sentence() -> (Stage, crate::support::pulse::Playback) {
    let stage = Stage::with_composer("", &[]);
    let user = User::new(&stage.room, &stage.terminal);
    user.start_dictation();
    let playback = user.begin_to_say(&samples::named("g05.wav"));
    drop(user);
    (stage, playback)
}

#[test]
fn a_signal_during_a_dictation_ends_everything() {
    let (stage, _playback) = mid_sentence();
    let agent = stage.recorder.process();
    kill_process(stage.recorder.parent(), Signal::TERM).unwrap();
    assert_eq!(stage.terminal.wait_for_exit(wait::SOON), 143);
    assert!(has_ended(agent), "the agent is still there");
    let take = stage.take(wait::SOON);
    assert_eq!(take["end_reason"], "cancel", "{take}");
    stage.room.wait_for_listeners(0, wait::SOON);
    assert_eq!(stage.recorder.received(), "");
}

#[test]
fn a_terminal_closed_during_a_dictation_leaves_nothing_behind() {
    let (stage, _playback) = mid_sentence();
    let processes = [stage.recorder.process(), stage.recorder.parent()];
    stage.terminal.close();
    for process in processes {
        wait::until("its end", TEXT, || has_ended(process).then_some(()), String::new);
    }
    stage.room.wait_for_listeners(0, wait::SOON);
    assert_eq!(stage.recorder.received(), "");
}
