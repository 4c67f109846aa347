//! Raw bytes in; actions, answers and what is forwarded out. Every input is also fed in two
//! pieces, cut at every place.
#![allow(
    clippy::unwrap_used,
    reason = "a key that does not parse fails the test"
)]

use std::time::{Duration, Instant};

use super::{Armed, ESCAPE_WAIT, Input, InputDecoder, KeyPhase, KeyPress, OuterReply};
use crate::ui::keymap::{Action, KeyMap};
use parlo_core::screen::Rgb;

fn decoder(toggle: &str, cancel: &str) -> InputDecoder {
    let keys = [(Action::Toggle, toggle), (Action::Cancel, cancel)];
    InputDecoder::new(KeyMap::new(keys).unwrap())
}

fn usual() -> InputDecoder {
    decoder("ctrl+r", "esc")
}

fn forward(bytes: &[u8]) -> Input {
    Input::Forward(bytes.to_vec())
}

fn key(action: Action, raw: &[u8]) -> Input {
    Input::Key(KeyPress {
        action,
        phase: KeyPhase::Press,
        raw: raw.to_vec(),
    })
}

fn toggle(raw: &[u8]) -> Input {
    key(Action::Toggle, raw)
}

fn joined(inputs: impl IntoIterator<Item = Input>) -> Vec<Input> {
    let mut all: Vec<Input> = Vec::new();
    for input in inputs {
        match (all.last_mut(), input) {
            (Some(Input::Forward(before)), Input::Forward(bytes)) => before.extend(bytes),
            (_, input) => all.push(input),
        }
    }
    all
}

/// Feeds everything in one read, then cut in two at every place and a byte at a time. Outside a
/// dictation a cut right behind an Esc is known to hide a key, so `cut_behind_escape` says
/// whether such places are to give the same.
#[track_caller]
fn check_cuts(make: fn() -> InputDecoder, armed: Armed, bytes: &[u8], expected: &[Input]) {
    let now = Instant::now();
    let run = |pieces: &[&[u8]]| {
        let mut decoder = make();
        let mut inputs: Vec<Input> = Vec::new();
        for piece in pieces {
            inputs.extend(decoder.feed(now, piece, armed));
        }
        inputs.extend(decoder.expire(now + Duration::from_secs(1)));
        joined(inputs)
    };
    assert_eq!(run(&[bytes]), expected, "in one read");
    for cut in 1..bytes.len() {
        if armed == Armed::Idle && bytes[cut - 1] == 0x1b {
            continue;
        }
        assert_eq!(
            run(&[&bytes[..cut], &bytes[cut..]]),
            expected,
            "cut at {cut}"
        );
    }
    if armed == Armed::Cancel {
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(run(&single), expected, "byte by byte");
    }
}

#[test]
fn everything_but_parlos_keys_is_forwarded_as_it_came() {
    let inputs: [&[u8]; 9] = [
        "größe 字 👍🏽".as_bytes(),
        b"\x1b[A\x1bOB\x1b[1;5C\x1b[15~\x1bOP\x1b[Z\r\n\t\x7f\0\x01\x1a",
        b"\x1b[I\x1b[O\x1b[<0;3;4M\x1b[<0;3;4m\x1b[M !!\x1b[?997;1n",
        b"\x1b[114;1u\x1b[114;3u\x1b[114;6u\x1b[27;3;114~\x1b[27;5;115~\x1b[97;5u",
        b"\x1b]11;rgb:00/00/00\x07\x1b[?62;c\x1bP>|x\x1b\\",
        b"\x1bx\x1b\x12\x1b[\x1b[[A\x1b[12\x01",
        b"\xff\xfe\xc3\x28",
        b"\x1b[200~pasted\x12 \x1b \x1b[114;5u \x1b[201 \x1b\x1b[20\x1b[201~",
        b"\x1b[99999999999999999999u\x1b[;;;;u\x1b[:~",
    ];
    for bytes in inputs {
        check_cuts(usual, Armed::Idle, bytes, &[forward(bytes)]);
    }
}

#[test]
fn the_toggle_key_is_found_in_every_encoding() {
    let raws: [&[u8]; 7] = [
        b"\x12",
        b"\x1b[114;5u",
        b"\x1b[114;5:1u",
        b"\x1b[114:82;5u",
        b"\x1b[1082::114;5u",
        b"\x1b[114;69u",
        b"\x1b[27;5;114~",
    ];
    for raw in raws {
        let bytes = [b"ab\x1b[A", raw, b"cd"].concat();
        let expected = [forward(b"ab\x1b[A"), toggle(raw), forward(b"cd")];
        check_cuts(usual, Armed::Idle, &bytes, &expected);
        check_cuts(usual, Armed::Cancel, &bytes, &expected);
    }
}

#[test]
fn other_bindings_are_found() {
    let checks: [(&str, &[u8]); 9] = [
        ("f5", b"\x1b[15~"),
        ("f5", b"\x1b[57;1u\x1b[15;1:1~"),
        ("f2", b"\x1bOQ"),
        ("f12", b"\x1b[24~"),
        ("ctrl+f5", b"\x1b[15;5~"),
        ("alt+space", b"\x1b "),
        ("ctrl+shift+d", b"\x1b[100;6u"),
        ("ctrl+shift+d", b"\x1b[27;6;68~"),
        ("ctrl+space", b"\0"),
    ];
    for (name, bytes) in checks {
        let mut decoder = decoder(name, "esc");
        let found = decoder.feed(Instant::now(), bytes, Armed::Idle);
        let keys = found
            .iter()
            .filter(|input| matches!(input, Input::Key(_)))
            .count();
        assert_eq!(keys, 1, "{name}: {found:?}");
    }
    let mut decoder = decoder("alt+shift+r", "ctrl+x");
    assert_eq!(
        decoder.feed(Instant::now(), b"\x1bR", Armed::Idle),
        [toggle(b"\x1bR")]
    );
    let now = Instant::now();
    assert_eq!(decoder.feed(now, b"\x18", Armed::Idle), [forward(b"\x18")]);
    assert_eq!(
        decoder.feed(now, b"\x18", Armed::Cancel),
        [key(Action::Cancel, b"\x18")]
    );
    assert_eq!(
        decoder.feed(now, b"\x1b", Armed::Cancel),
        [forward(b"\x1b")],
        "Esc is not bound"
    );
}

#[test]
fn repeats_and_releases_are_told_and_never_forwarded() {
    let mut decoder = usual();
    let inputs = decoder.feed(Instant::now(), b"\x1b[114;5:2u\x1b[114;5:3u", Armed::Idle);
    let phases: Vec<KeyPhase> = inputs
        .iter()
        .map(|input| match input {
            Input::Key(press) => press.phase,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(phases, [KeyPhase::Repeat, KeyPhase::Release]);
}

#[test]
fn a_lone_escape_is_forwarded_at_once_outside_a_dictation() {
    let mut decoder = usual();
    let now = Instant::now();
    assert_eq!(decoder.feed(now, b"\x1b", Armed::Idle), [forward(b"\x1b")]);
    assert_eq!(decoder.next_deadline(), None);
    // The rest of a sequence that was cut there follows unharmed, and a paste is still seen.
    assert_eq!(
        decoder.feed(now, b"[200~\x12", Armed::Idle),
        [forward(b"[200~\x12")]
    );
    assert!(decoder.is_inside_paste());
}

#[test]
fn a_key_after_a_forwarded_escape_is_its_own_key() {
    let mut decoder = usual();
    let now = Instant::now();
    decoder.feed(now, b"\x1b", Armed::Idle);
    assert_eq!(
        decoder.feed(now + ESCAPE_WAIT, b"\x12", Armed::Idle),
        [toggle(b"\x12")]
    );
}

#[test]
fn a_lone_escape_cancels_a_dictation_after_a_short_wait() {
    let mut decoder = usual();
    let now = Instant::now();
    assert_eq!(decoder.feed(now, b"x\x1b", Armed::Cancel), [forward(b"x")]);
    assert_eq!(decoder.next_deadline(), Some(now + ESCAPE_WAIT));
    assert_eq!(decoder.expire(now + ESCAPE_WAIT / 2), []);
    assert_eq!(
        decoder.expire(now + ESCAPE_WAIT),
        [key(Action::Cancel, b"\x1b")]
    );
    assert_eq!(decoder.next_deadline(), None);
    assert_eq!(decoder.feed(now, b"y", Armed::Idle), [forward(b"y")]);
}

#[test]
fn escape_sequences_do_not_cancel_a_dictation() {
    for bytes in [
        &b"\x1b[A"[..],
        b"\x1bOA",
        b"\x1bx",
        b"\x1b[200~a\x1bb\x1b[201~",
    ] {
        check_cuts(usual, Armed::Cancel, bytes, &[forward(bytes)]);
    }
}

#[test]
fn escape_cancels_in_the_other_encodings_and_when_pressed_twice() {
    for raw in [
        &b"\x1b[27u"[..],
        b"\x1b[27;1:1u",
        b"\x1b[27;1;27~",
        b"\x1b[27;129u",
    ] {
        check_cuts(usual, Armed::Cancel, raw, &[key(Action::Cancel, raw)]);
        check_cuts(usual, Armed::Idle, raw, &[forward(raw)]);
    }
    let twice = [key(Action::Cancel, b"\x1b"), key(Action::Cancel, b"\x1b")];
    check_cuts(usual, Armed::Cancel, b"\x1b\x1b", &twice);
}

#[test]
fn a_paste_streams_through_and_is_known_to_run() {
    let mut decoder = usual();
    let now = Instant::now();
    assert_eq!(
        decoder.feed(now, b"\x1b[200~a\x12", Armed::Cancel),
        [forward(b"\x1b[200~a\x12")]
    );
    assert!(decoder.is_inside_paste());
    assert_eq!(
        decoder.feed(now, b"\x1b[201", Armed::Cancel),
        [forward(b"\x1b[201")]
    );
    let later = now + Duration::from_secs(3);
    assert_eq!(
        decoder.feed(later, b"~\x12", Armed::Idle),
        [forward(b"~"), toggle(b"\x12")]
    );
    assert!(!decoder.is_inside_paste());
}

#[test]
fn an_unfinished_sequence_is_forwarded_when_its_time_is_over() {
    let mut decoder = usual();
    let now = Instant::now();
    assert_eq!(decoder.feed(now, b"\x1b[11", Armed::Idle), []);
    let deadline = decoder.next_deadline().unwrap();
    assert_eq!(decoder.expire(deadline), [forward(b"\x1b[11")]);
    assert_eq!(
        decoder.feed(deadline, b"4;5u\x12", Armed::Idle),
        [forward(b"4;5u"), toggle(b"\x12")]
    );
}

#[test]
fn answers_to_parlos_queries_are_taken_out() {
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
        Input::Reply(OuterReply::Foreground(Rgb {
            red: 255,
            green: 128,
            blue: 0,
        })),
        forward(b"b"),
        Input::Reply(OuterReply::Background(Rgb {
            red: 17,
            green: 128,
            blue: 255,
        })),
        Input::Reply(OuterReply::Indexed(
            12,
            Rgb {
                red: 0x12,
                green: 0x34,
                blue: 0x56,
            },
        )),
        Input::Reply(OuterReply::Cursor(Rgb {
            red: 0,
            green: 0,
            blue: 255,
        })),
        Input::Reply(OuterReply::DeviceAttributes),
        toggle(b"\x12"),
        forward(b"z"),
    ];
    check_cuts(asking, Armed::Cancel, bytes, &expected);
    check_cuts(asking, Armed::Idle, bytes, &expected);
}

#[test]
fn typing_while_answers_are_awaited_is_not_swallowed() {
    let mut decoder = usual();
    decoder.expect_replies();
    let now = Instant::now();
    assert_eq!(decoder.feed(now, b"\x1b]", Armed::Idle), []);
    let deadline = decoder.next_deadline().unwrap();
    assert_eq!(decoder.expire(deadline), [forward(b"\x1b]")]);
    assert_eq!(
        decoder.feed(deadline, b"\x1b]\x12", Armed::Idle),
        [forward(b"\x1b]"), toggle(b"\x12")]
    );
}

#[test]
fn mouse_events_on_the_hud_are_swallowed_and_drags_end_at_the_pane() {
    fn with_pane() -> InputDecoder {
        let mut decoder = usual();
        decoder.set_pane_rows(23);
        decoder
    }
    let swallowed = b"\x1b[<0;5;24M\x1b[<0;5;24m\x1b[<35;5;24M\x1b[<64;5;24M";
    check_cuts(with_pane, Armed::Cancel, swallowed, &[]);
    let drag = b"\x1b[<0;5;23M\x1b[<32;5;24M\x1b[<0;6;24m\x1b[<35;6;24M";
    let moved = forward(b"\x1b[<0;5;23M\x1b[<32;5;23M\x1b[<0;6;23m");
    check_cuts(with_pane, Armed::Cancel, drag, &[moved]);
}
