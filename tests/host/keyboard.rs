//! Keys on their way to the agent: the kitty protocol end to end, legacy encodings in other
//! terminals, focus and pastes.

use rustix::process::Signal;

use super::Stage;
use crate::support::host::{Abilities, Answerer};
use crate::support::wait;

/// The flags codex asks for: disambiguated keys, event types, alternate keys.
const ASKED: u16 = 7;
/// All flags: every key is a sequence, with its text.
const ALL: u16 = 31;

fn includes(flags: u16) -> impl Fn(&Answerer) -> bool {
    move |state| state.keyboard_flags() & flags == flags
}

#[test]
fn the_agents_keyboard_flags_are_set_in_the_terminal_and_reported_back() {
    let it = Stage::start(Abilities::Kitty);
    assert_eq!(it.write("\u{1b}[?u"), "\u{1b}[?0u");
    it.write(format!("\u{1b}[>{ASKED}u"));
    it.host.wait_until("the agent's flags", includes(ASKED));
    assert_eq!(it.write("\u{1b}[?u"), "\u{1b}[?7u");
    it.write("\u{1b}[>1u");
    assert_eq!(it.write("\u{1b}[?u"), "\u{1b}[?1u");
    assert_eq!(it.write("\u{1b}[<u\u{1b}[?u"), "\u{1b}[?7u");
    it.host.wait_until("the first flags again", includes(ASKED));
    assert_eq!(it.write("\u{1b}[=8;2u\u{1b}[?u"), "\u{1b}[?15u");
    assert_eq!(it.write("\u{1b}[<9u\u{1b}[?u"), "\u{1b}[?0u");
    it.host.wait_until("no flag of the agent's", |state| state.keyboard_flags() & ALL & !3 == 0);
}

#[test]
fn presses_repeats_and_releases_arrive_unchanged_and_parlos_key_does_not() {
    let it = Stage::start(Abilities::Kitty);
    it.write(format!("\u{1b}[>{ALL}u"));
    it.host.wait_until("all flags", includes(ALL));
    let before = it.recorder.received();
    let keys = [
        "\u{1b}[97;;97u",
        "\u{1b}[97;1:2;97u",
        "\u{1b}[97;1:3u",
        "\u{1b}[97:65;2;65u",
        "\u{1b}[57441;2u",
        "\u{1b}[57441;1:3u",
        "\u{1b}[1;1:3A",
        "\u{1b}[1;6C",
        "\u{1b}[3;5:2~",
        "\u{1b}[99;5u",
        "\u{1b}[98;3u",
        "\u{1b}[114;6u",
        "\u{1b}[13u",
        "\u{1b}[13;1:3u",
        "\u{1b}[15;5~",
    ];
    for key in keys {
        it.host.send(key);
    }
    it.received(&(before.clone() + &keys.concat()));
    // Ctrl+R: pressed, repeated, released.
    for key in ["\u{1b}[114;5u", "\u{1b}[114;5:2u", "\u{1b}[114;5:3u", "\u{1b}[122;;122u"] {
        it.host.send(key);
    }
    it.received(&(before + &keys.concat() + "\u{1b}[122;;122u"));
}

#[test]
fn in_a_terminal_without_the_protocol_keys_are_unchanged() {
    let it = Stage::start(Abilities::Mute);
    let answers = it.write("\u{1b}[?u\u{1b}[c");
    assert!(!answers.contains('u'), "{answers:?}");
    assert!(answers.ends_with('c'), "{answers:?}");
    it.write(format!("\u{1b}[>{ASKED}u"));
    let before = it.recorder.received();
    let keys = ["a", "\u{1}", "\u{1b}[A", "\u{1b}b", "\u{1b}[1;6C", "\u{1b}[15;5~", "\r", "\u{7f}"];
    for key in keys {
        it.host.send(key);
    }
    it.received(&(before + &keys.concat()));
    it.host
        .inspect(|state| assert!(state.keyboard.iter().all(Vec::is_empty), "{:?}", state.keyboard));
}

/// Checks that the terminal keeps nothing the agent asked for.
fn is_given_back(state: &Answerer) {
    assert!(state.keyboard.iter().all(Vec::is_empty), "{:?}", state.keyboard);
    for mode in [1000, 1002, 1003, 1004, 1006, 1016, 1049, 2004, 2026] {
        assert!(!state.has(mode), "mode {mode} is still set");
    }
    assert!(state.has(25), "the cursor is hidden");
    assert!([None, Some(0)].contains(&state.cursor_shape), "{:?}", state.cursor_shape);
}

/// An agent that asks for everything.
fn greedy() -> Stage {
    let it = Stage::start(Abilities::Kitty);
    it.write(
        "\u{1b}[?1049h\u{1b}[>31u\u{1b}[?1003;1006;1004;2004h\u{1b}[5 q\u{1b}[?25l\u{1b}[?2026h",
    );
    it.write("\u{1b}[?2026l");
    it.host.wait_until("everything", |state| {
        state.keyboard_flags() == ALL && state.has(2004) && state.has(1004) && state.has(1003)
    });
    it
}

#[test]
fn at_the_agents_end_the_terminal_is_as_before() {
    let mut it = greedy();
    it.recorder.exit(3);
    assert_eq!(it.host.wait_for_exit(wait::SOON), 3);
    it.host.inspect(is_given_back);
}

#[test]
fn after_a_signal_the_terminal_is_as_before() {
    let mut it = greedy();
    it.host.signal(Signal::TERM);
    assert_eq!(it.host.wait_for_exit(wait::SOON), 143);
    it.host.inspect(is_given_back);
}

#[test]
fn focus_is_reported_when_asked_for() {
    let it = Stage::start(Abilities::Kitty);
    it.write("\u{1b}[?1004h");
    it.host.wait_until("focus reports", |state| state.has(1004));
    let before = it.recorder.received();
    it.host.send("\u{1b}[O");
    it.host.send("\u{1b}[I");
    it.received(&(before.clone() + "\u{1b}[O\u{1b}[I"));
    it.write("\u{1b}[?1004l");
    it.host.wait_until("no focus reports", |state| !state.has(1004));
}

#[test]
fn a_paste_is_one_paste() {
    let it = Stage::start(Abilities::Kitty);
    it.write("\u{1b}[?2004h");
    it.host.wait_until("bracketed paste", |state| state.has(2004));
    let before = it.recorder.received();
    // Ctrl+R, Escape and a key of the kitty protocol within a paste are text.
    let long = "long ".repeat(20_000);
    let paste = format!("\u{1b}[200~one\ntwo \u{12} \u{1b}[114;5u {long}\u{1b}[201~");
    it.host.send(&paste);
    it.received(&(before + &paste));
}
