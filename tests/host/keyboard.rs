//! Keys on their way to the agent: the kitty protocol end to end, legacy encodings where the
//! terminal has no other, focus and pastes.

use rustix::process::Signal;

use super::Stage;
use crate::support::host::{Abilities, Answerer};
use crate::support::wait;

/// Flags: keys told apart, events of their kinds, alternate keys. What codex asks for.
const ASKED: u16 = 7;
/// All flags: every key is a sequence, with its text.
const ALL: u16 = 31;

fn includes(flags: u16) -> impl Fn(&Answerer) -> bool {
    move |told| told.keyboard_flags() & flags == flags
}

#[test]
fn what_the_agent_asks_of_the_keyboard_is_asked_of_the_terminal_and_told_back() {
    let it = Stage::start(Abilities::Kitty);
    assert_eq!(it.write("\u{1b}[?u"), "\u{1b}[?0u");
    it.write(format!("\u{1b}[>{ASKED}u"));
    it.host.wait_until_told("the agent's flags", includes(ASKED));
    assert_eq!(it.write("\u{1b}[?u"), "\u{1b}[?7u");
    it.write("\u{1b}[>1u");
    assert_eq!(it.write("\u{1b}[?u"), "\u{1b}[?1u");
    assert_eq!(it.write("\u{1b}[<u\u{1b}[?u"), "\u{1b}[?7u");
    it.host.wait_until_told("the first flags again", includes(ASKED));
    assert_eq!(it.write("\u{1b}[=8;2u\u{1b}[?u"), "\u{1b}[?15u");
    assert_eq!(it.write("\u{1b}[<9u\u{1b}[?u"), "\u{1b}[?0u");
    it.host.wait_until_told("no flag of the agent's", |told| told.keyboard_flags() & ALL & !3 == 0);
}

#[test]
fn presses_repeats_and_releases_arrive_byte_for_byte_and_parlos_key_does_not() {
    let it = Stage::start(Abilities::Kitty);
    it.write(format!("\u{1b}[>{ALL}u"));
    it.host.wait_until_told("all flags", includes(ALL));
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
fn a_terminal_without_the_protocol_is_not_asked_for_it_and_keys_stay_as_they_were() {
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
    it.host.told(|told| assert!(told.keyboard.iter().all(Vec::is_empty), "{:?}", told.keyboard));
}

/// Checks that nothing of the agent's wishes is left of the terminal.
fn is_given_back(told: &Answerer) {
    assert!(told.keyboard.iter().all(Vec::is_empty), "{:?}", told.keyboard);
    for mode in [1000, 1002, 1003, 1004, 1006, 1016, 1049, 2004, 2026] {
        assert!(!told.has(mode), "mode {mode} is still set");
    }
    assert!(told.has(25), "the cursor is hidden");
    assert!([None, Some(0)].contains(&told.cursor_shape), "{:?}", told.cursor_shape);
}

/// An agent that asks for everything there is.
fn greedy() -> Stage {
    let it = Stage::start(Abilities::Kitty);
    it.write(
        "\u{1b}[?1049h\u{1b}[>31u\u{1b}[?1003;1006;1004;2004h\u{1b}[5 q\u{1b}[?25l\u{1b}[?2026h",
    );
    it.write("\u{1b}[?2026l");
    it.host.wait_until_told("everything", |told| {
        told.keyboard_flags() == ALL && told.has(2004) && told.has(1004) && told.has(1003)
    });
    it
}

#[test]
fn at_the_agents_end_the_terminal_is_as_before() {
    let mut it = greedy();
    it.recorder.exit(3);
    assert_eq!(it.host.wait_for_exit(wait::SOON), 3);
    it.host.told(is_given_back);
}

#[test]
fn after_a_signal_the_terminal_is_as_before() {
    let mut it = greedy();
    it.host.signal(Signal::TERM);
    assert_eq!(it.host.wait_for_exit(wait::SOON), 143);
    it.host.told(is_given_back);
}

#[test]
fn focus_is_told_when_asked_for() {
    let it = Stage::start(Abilities::Kitty);
    it.write("\u{1b}[?1004h");
    it.host.wait_until_told("focus reports", |told| told.has(1004));
    let before = it.recorder.received();
    it.host.send("\u{1b}[O");
    it.host.send("\u{1b}[I");
    it.received(&(before.clone() + "\u{1b}[O\u{1b}[I"));
    it.write("\u{1b}[?1004l");
    it.host.wait_until_told("no focus reports", |told| !told.has(1004));
}

#[test]
fn a_paste_is_one_paste() {
    let it = Stage::start(Abilities::Kitty);
    it.write("\u{1b}[?2004h");
    it.host.wait_until_told("bracketed paste", |told| told.has(2004));
    let before = it.recorder.received();
    // Ctrl+R, Escape and a key of the kitty protocol within a paste are text.
    let long = "long ".repeat(20_000);
    let paste = format!("\u{1b}[200~one\ntwo \u{12} \u{1b}[114;5u {long}\u{1b}[201~");
    it.host.send(&paste);
    it.received(&(before + &paste));
}
