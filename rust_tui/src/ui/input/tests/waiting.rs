//! Esc alone, pastes, replies and the mouse: what is decided only with the next bytes, or by time.

use std::time::{Duration, Instant};

use parlo_core::screen::Rgb;

use super::super::{ESCAPE_WAIT, HostReply, Input, InputDecoder, KeyScope};
use super::{check_cuts, dictate, forward, key, usual};
use crate::ui::keymap::Action;

#[test]
fn a_lone_escape_is_forwarded_at_once_outside_a_dictation() {
    let mut decoder = usual();
    let now = Instant::now();
    assert_eq!(decoder.feed(now, b"\x1b", KeyScope::Idle), [forward(b"\x1b")]);
    assert_eq!(decoder.next_deadline(), None);
    // The rest of a sequence that was cut there follows unchanged, and a paste is still recognised.
    assert_eq!(decoder.feed(now, b"[200~\x12", KeyScope::Idle), [forward(b"[200~\x12")]);
    assert!(decoder.is_inside_paste());
}

#[test]
fn a_key_after_a_forwarded_escape_is_its_own_key() {
    let mut decoder = usual();
    let now = Instant::now();
    decoder.feed(now, b"\x1b", KeyScope::Idle);
    assert_eq!(decoder.feed(now + ESCAPE_WAIT, b"\x12", KeyScope::Idle), [dictate(b"\x12")]);
}

#[test]
fn a_lone_escape_cancels_a_dictation_after_a_short_wait() {
    let mut decoder = usual();
    let now = Instant::now();
    assert_eq!(decoder.feed(now, b"x\x1b", KeyScope::Cancel), [forward(b"x")]);
    assert_eq!(decoder.next_deadline(), Some(now + ESCAPE_WAIT));
    assert_eq!(decoder.expire(now + ESCAPE_WAIT / 2), []);
    assert_eq!(decoder.expire(now + ESCAPE_WAIT), [key(Action::Cancel, b"\x1b")]);
    assert_eq!(decoder.next_deadline(), None);
    assert_eq!(decoder.feed(now, b"y", KeyScope::Idle), [forward(b"y")]);
}

#[test]
fn escape_sequences_do_not_cancel_a_dictation() {
    for bytes in [&b"\x1b[A"[..], b"\x1bOA", b"\x1bx", b"\x1b[200~a\x1bb\x1b[201~"] {
        check_cuts(usual, KeyScope::Cancel, bytes, &[forward(bytes)]);
    }
}

#[test]
fn escape_cancels_in_the_other_encodings_and_when_pressed_twice() {
    for raw in [&b"\x1b[27u"[..], b"\x1b[27;1:1u", b"\x1b[27;1;27~", b"\x1b[27;129u"] {
        check_cuts(usual, KeyScope::Cancel, raw, &[key(Action::Cancel, raw)]);
        check_cuts(usual, KeyScope::Idle, raw, &[forward(raw)]);
    }
    let twice = [key(Action::Cancel, b"\x1b"), key(Action::Cancel, b"\x1b")];
    check_cuts(usual, KeyScope::Cancel, b"\x1b\x1b", &twice);
}

#[test]
fn a_paste_streams_through_and_is_known_to_run() {
    let mut decoder = usual();
    let now = Instant::now();
    assert_eq!(
        decoder.feed(now, b"\x1b[200~a\x12", KeyScope::Cancel),
        [forward(b"\x1b[200~a\x12")]
    );
    assert!(decoder.is_inside_paste());
    assert_eq!(decoder.feed(now, b"\x1b[201", KeyScope::Cancel), [forward(b"\x1b[201")]);
    let later = now + Duration::from_secs(3);
    assert_eq!(decoder.feed(later, b"~\x12", KeyScope::Idle), [forward(b"~"), dictate(b"\x12")]);
    assert!(!decoder.is_inside_paste());
}

#[test]
fn an_incomplete_sequence_is_forwarded_at_its_deadline() {
    let mut decoder = usual();
    let now = Instant::now();
    assert_eq!(decoder.feed(now, b"\x1b[11", KeyScope::Idle), []);
    let deadline = decoder.next_deadline().unwrap();
    assert_eq!(decoder.expire(deadline), [forward(b"\x1b[11")]);
    assert_eq!(
        decoder.feed(deadline, b"4;5u\x12", KeyScope::Idle),
        [forward(b"4;5u"), dictate(b"\x12")]
    );
}

#[test]
fn replies_to_parlos_queries_are_taken_out() {
    fn asking() -> InputDecoder {
        let mut decoder = usual();
        decoder.expect_replies();
        decoder
    }
    let bytes =
        b"a\x1b]10;rgb:ffff/8080/0000\x1b\\b\x1b]11;rgb:1/80/fff\x07\x1b]4;12;rgba:12/34/56/ff\x07\
        \x1b]12;rgb:00/00/ff\x07\x1b[?64;1c\x12z";
    let expected = [
        forward(b"a"),
        Input::Reply(HostReply::Foreground(Rgb { red: 255, green: 128, blue: 0 })),
        forward(b"b"),
        Input::Reply(HostReply::Background(Rgb { red: 17, green: 128, blue: 255 })),
        Input::Reply(HostReply::Indexed(12, Rgb { red: 0x12, green: 0x34, blue: 0x56 })),
        Input::Reply(HostReply::Cursor(Rgb { red: 0, green: 0, blue: 255 })),
        Input::Reply(HostReply::DeviceAttributes(vec![64, 1])),
        dictate(b"\x12"),
        forward(b"z"),
    ];
    check_cuts(asking, KeyScope::Cancel, bytes, &expected);
    check_cuts(asking, KeyScope::Idle, bytes, &expected);
}

#[test]
fn typing_while_replies_are_awaited_is_not_swallowed() {
    let mut decoder = usual();
    decoder.expect_replies();
    let now = Instant::now();
    assert_eq!(decoder.feed(now, b"\x1b]", KeyScope::Idle), []);
    let deadline = decoder.next_deadline().unwrap();
    assert_eq!(decoder.expire(deadline), [forward(b"\x1b]")]);
    assert_eq!(
        decoder.feed(deadline, b"\x1b]\x12", KeyScope::Idle),
        [forward(b"\x1b]"), dictate(b"\x12")]
    );
}

#[test]
fn every_kind_of_reply_is_parsed() {
    fn asking() -> InputDecoder {
        let mut decoder = usual();
        decoder.expect_replies();
        decoder
    }
    let bytes = b"\x1b[?5u\x1bP>|tmux 3.3a\x1b\\\x1b[>84;0;0c\x1b[?2026;2$y\x1b]7501;?\x07\x1b[>4;1m\
        \x1bP1+r5463\x1b\\\x1bP1+r436f=323536\x1b\\\x1bP0+r4d73\x1b\\\x1b[2;3R\x1b[1;2R\x1b[?1;2c\x1bP";
    let capability = |name: &str, value: Option<&str>| {
        HostReply::Capability(name.to_owned(), value.map(str::to_owned))
    };
    let mut expected: Vec<Input> = [
        HostReply::KittyKeyboard(5),
        HostReply::Version("tmux 3.3a".to_owned()),
        HostReply::SecondaryAttributes(vec![84, 0, 0]),
        HostReply::Mode(2026, 2),
        HostReply::ProgramStatus,
        HostReply::ModifyOtherKeys(1),
        capability("Tc", Some("")),
        capability("Co", Some("256")),
        capability("Ms", None),
        HostReply::CursorAt(2, 3),
    ]
    .map(Input::Reply)
    .into();
    expected.push(forward(b"\x1b[1;2R"));
    expected.push(Input::Reply(HostReply::DeviceAttributes(vec![1, 2])));
    expected.push(forward(b"\x1bP"));
    check_cuts(asking, KeyScope::Cancel, bytes, &expected);
}
