//! Job control: parlo is stopped, by SIGTSTP or without notice, and continued.

use rustix::process::{Pid, Signal, kill_process};

use super::{Stage, is_given_back, start, state_of};
use crate::support::parlo::Home;
use crate::support::pulse::Room;
use crate::support::recorder::{PASTE_BEGIN, PASTE_END, Recorder};
use crate::support::tmux::{Size, Terminal, USUAL};
use crate::support::{machine, samples, wait};

/// Waits until a process is stopped.
#[track_caller]
pub(super) fn wait_until_stopped(process: Pid) {
    let stopped = || (state_of(process) == Some('T')).then_some(());
    wait::until("a stopped process", wait::SOON, stopped, || format!("{:?}", state_of(process)));
}

/// Every mode an agent may set, and a line of text.
const GREEDY: &str = "\x1b[?1049h\x1b[>31u\x1b[>4;2m\x1b[?1003;1006;1004;2004;1;2031h\x1b=\x1b[5 q\
    \x1b[?25l\x1b]0;its title\x07\x1b]9;4;1;50\x07\x1b]22;pointer\x07\
    \x1b]7501;state=working\x1b\\painted";

/// Waits until the terminal is as [`GREEDY`] sets it.
#[track_caller]
fn wait_until_taken(it: &Stage) {
    it.host.wait_for_text("painted", wait::SOON);
    it.host.wait_until("everything the agent wants", |state| {
        let last = |of: &str| state.commands.iter().rev().find(|it| it.starts_with(of));
        let modes = [1049, 1003, 1006, 1004, 2004, 1, 2031];
        modes.iter().all(|mode| state.has(*mode))
            && !state.has(25)
            && state.keyboard_flags() == 31
            && state.modify_other_keys == 2
            && state.application_keypad
            && state.cursor_shape == Some(5)
            && state.titles.last().is_some_and(|title| title == "its title")
            && last("9;4").is_some_and(|it| it == "9;4;1;50")
            && last("22;").is_some_and(|it| it == "22;pointer")
            && last("7501;state").is_some_and(|it| it == "7501;state=working")
    });
    assert!(!it.host.line_is_as_before());
}

#[test]
fn stopped_parlo_gives_the_terminal_back_and_retakes_it_when_continued() {
    let mut it = Stage::start(&[]);
    it.recorder.emit(GREEDY);
    wait_until_taken(&it);
    it.host.signal(Signal::TSTP);
    wait_until_stopped(it.host.process());
    is_given_back(&it.host);
    // A stopped program gets no notice of a new size.
    it.host.resize(Size { columns: 100, rows: 31 });
    it.host.signal(Signal::CONT);
    wait_until_taken(&it);
    let resized = || (it.recorder.size() == (100, 30)).then_some(());
    wait::until("the new size at the agent", wait::SOON, resized, || it.host.scene());
    // Stopped by SIGSTOP, parlo cannot give anything back; it sets everything again.
    it.host.signal(Signal::STOP);
    wait_until_stopped(it.host.process());
    let reported_before = it.host.received().len();
    it.host.signal(Signal::CONT);
    it.host.wait_until("a whole new screen", |_| true);
    let again = || {
        let since = it.host.received().split_off(reported_before);
        String::from_utf8_lossy(&since).contains("painted").then_some(())
    };
    wait::until("the screen painted again", wait::SOON, again, || it.host.scene());
    wait_until_taken(&it);
    it.recorder.exit(3);
    assert_eq!(it.host.wait_for_exit(wait::SOON), 3);
    is_given_back(&it.host);
}

#[test]
fn a_signal_while_parlo_is_stopped_ends_it_when_continued() {
    let mut it = Stage::start(&[]);
    it.host.signal(Signal::TSTP);
    wait_until_stopped(it.host.process());
    it.host.signal(Signal::TERM);
    it.host.signal(Signal::CONT);
    assert_eq!(it.host.wait_for_exit(wait::SOON), 143);
    is_given_back(&it.host);
}

#[test]
fn a_shell_gets_the_terminal_and_fg_returns_it() {
    let _machine = machine::shared();
    let (recorder, home) = (Recorder::new(), Home::new());
    let shell = ["bash", "--norc", "--noprofile", "-i"].map(str::to_owned);
    let terminal = Terminal::start(USUAL, &home.launch(shell.into()));
    let agent: Vec<String> = recorder.command().iter().map(|word| format!("'{word}'")).collect();
    let parlo = env!("CARGO_BIN_EXE_parlo");
    terminal.type_text(&format!("stty -g >before; '{parlo}' -- {}\n", agent.join(" ")));
    terminal.wait_for_text("READY", wait::START);
    for (signal, round) in [(Signal::TSTP, "one"), (Signal::STOP, "two"), (Signal::TSTP, "three")] {
        terminal.wait_for_text("Ctrl+R dictate", wait::SOON);
        kill_process(recorder.parent(), signal).unwrap();
        wait_until_stopped(recorder.parent());
        if signal == Signal::TSTP {
            terminal.wait_for_text("Stopped", wait::SOON);
            terminal.type_text(&format!("stty -g | cmp - before && echo same {round}\n"));
            terminal.wait_for_text(&format!("\nsame {round}"), wait::SOON);
        }
        terminal.type_text("fg\n");
        terminal.wait_for("the agent", wait::SOON, |screen| {
            screen.contains("READY") && screen.contains("Ctrl+R dictate")
        });
        // The shell has read its input, and parlo gets the rest.
        let running = || (state_of(recorder.parent()) != Some('T')).then_some(());
        wait::until("parlo to continue", wait::SOON, running, || terminal.scene());
        terminal.type_text(round);
        let arrives = |got: &str| got.ends_with(round);
        recorder.wait_for("a key", wait::SOON, arrives, || terminal.scene());
    }
    assert_eq!(recorder.received(), "onetwothree");
    recorder.exit(9);
    terminal.wait_for("the shell", wait::SOON, |screen| !screen.contains("dictate"));
    terminal.type_text("echo code $?\n");
    terminal.wait_for_text("\ncode 9", wait::SOON);
}

#[test]
fn a_stop_during_a_dictation_closes_the_microphone_and_keeps_what_was_said() {
    let _machine = machine::shared();
    let (room, recorder) = (Room::open(), Recorder::new());
    // Without the stop parlo would keep it open.
    let home = Home::in_room(&room).with_configuration("voice.keep_microphone_open = true\n");
    let host = start(&home, home.wrapping(&[], recorder.command()));
    host.wait_for_text("READY", wait::START);
    recorder.enable_paste();
    host.wait_for_text("PASTE ON", wait::SOON);
    host.send("\x1b[114;5u\x1b[114;5:3u");
    room.wait_for_listeners(1, wait::SOON);
    let clip = samples::named("g13.wav");
    room.play(&clip.path).finish();
    host.signal(Signal::TSTP);
    wait_until_stopped(host.process());
    room.wait_for_listeners(0, wait::SOON);
    is_given_back(&host);
    host.signal(Signal::CONT);
    let expected = format!("{PASTE_BEGIN}{}{PASTE_END}", clip.text);
    recorder.wait_for("the text", wait::START, |it| it == expected, || host.scene());
    assert_eq!(room.listeners(), 0);
}
