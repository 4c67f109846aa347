//! Raw bytes in; actions, replies and forwarded bytes out. Every input is also fed in two pieces,
//! cut at every byte.
#![allow(clippy::unwrap_used, reason = "a key that does not parse fails the test")]

use std::time::{Duration, Instant};

use super::{Input, InputDecoder, KeyPhase, KeyPress, KeyScope};
use crate::ui::keymap::{Action, KeyMap};

mod fuzzing;
mod layer;
mod mouse;
mod waiting;

fn decoder(dictate: &str, cancel: &str) -> InputDecoder {
    let keys = [(Action::Dictate, dictate), (Action::Cancel, cancel), (Action::Menu, "none")];
    InputDecoder::new(KeyMap::new(keys).unwrap())
}

fn usual() -> InputDecoder {
    decoder("ctrl+r", "esc")
}

fn forward(bytes: &[u8]) -> Input {
    Input::Forward(bytes.to_vec())
}

/// One of parlo's keys as it arrives in these bytes; only a control sequence can report a release.
fn key(action: Action, raw: &[u8]) -> Input {
    let phase = if raw.starts_with(b"\x1b[") { KeyPhase::Press } else { KeyPhase::Stroke };
    Input::Key(KeyPress { action, phase, raw: raw.to_vec() })
}

fn dictate(raw: &[u8]) -> Input {
    key(Action::Dictate, raw)
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

/// Feeds everything in one read, then cut in two at every byte and a byte at a time. Outside a
/// dictation a cut right after an Esc hides a key, so such cuts are left out there.
#[track_caller]
fn check_cuts(make: fn() -> InputDecoder, scope: KeyScope, bytes: &[u8], expected: &[Input]) {
    let now = Instant::now();
    let run = |pieces: &[&[u8]]| {
        let mut decoder = make();
        let mut inputs: Vec<Input> = Vec::new();
        for piece in pieces {
            inputs.extend(decoder.feed(now, piece, scope));
        }
        inputs.extend(decoder.expire(now + Duration::from_secs(1)));
        joined(inputs)
    };
    assert_eq!(run(&[bytes]), expected, "in one read");
    for cut in 1..bytes.len() {
        if scope == KeyScope::Idle && bytes[cut - 1] == 0x1b {
            continue;
        }
        assert_eq!(run(&[&bytes[..cut], &bytes[cut..]]), expected, "cut at {cut}");
    }
    if scope == KeyScope::Cancel {
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(run(&single), expected, "byte by byte");
    }
}

#[test]
fn everything_but_parlos_keys_is_forwarded_unchanged() {
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
        check_cuts(usual, KeyScope::Idle, bytes, &[forward(bytes)]);
    }
}

#[test]
fn the_dictation_key_is_found_in_every_encoding() {
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
        let expected = [forward(b"ab\x1b[A"), dictate(raw), forward(b"cd")];
        check_cuts(usual, KeyScope::Idle, &bytes, &expected);
        check_cuts(usual, KeyScope::Cancel, &bytes, &expected);
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
        let found = decoder.feed(Instant::now(), bytes, KeyScope::Idle);
        let keys = found.iter().filter(|input| matches!(input, Input::Key(_))).count();
        assert_eq!(keys, 1, "{name}: {found:?}");
    }
    let mut decoder = decoder("alt+shift+r", "ctrl+x");
    assert_eq!(decoder.feed(Instant::now(), b"\x1bR", KeyScope::Idle), [dictate(b"\x1bR")]);
    let now = Instant::now();
    assert_eq!(decoder.feed(now, b"\x18", KeyScope::Idle), [forward(b"\x18")]);
    assert_eq!(decoder.feed(now, b"\x18", KeyScope::Cancel), [key(Action::Cancel, b"\x18")]);
    assert_eq!(
        decoder.feed(now, b"\x1b", KeyScope::Cancel),
        [forward(b"\x1b")],
        "Esc is not bound"
    );
}

#[test]
fn repeats_and_releases_are_reported_and_never_forwarded() {
    let mut decoder = usual();
    let bytes = b"\x1b[114;5:1u\x1b[114;5:2u\x1b[114;1:3u\x1b[114;1:3u\x1b[114;5:3u";
    let inputs = decoder.feed(Instant::now(), bytes, KeyScope::Idle);
    let (keys, rest) = inputs.split_at(3);
    let phases: Vec<KeyPhase> = keys
        .iter()
        .map(|input| match input {
            Input::Key(press) => press.phase,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(phases, [KeyPhase::Press, KeyPhase::Repeat, KeyPhase::Release]);
    // The agent gets the release of a press it got, whatever modifiers are held by then.
    assert_eq!(rest, [forward(b"\x1b[114;1:3u\x1b[114;5:3u")]);
}

#[test]
fn releases_that_only_parlo_wants_stay_with_parlo() {
    use super::Translation;
    use parlo_core::screen::AgentModes;
    let mut decoder = usual();
    decoder.set_translation(Translation::new(&AgentModes::default(), 3));
    let bytes =
        b"a\x1b[27u\x1b[27;1:3u\x1b[1;1:1A\x1b[1;1:3A\x1b[114;5:1u\x1b[114;5:3u\x1b[57441;1:3ub";
    let inputs = joined(decoder.feed(Instant::now(), bytes, KeyScope::Idle));
    let pressed = |phase, raw: &[u8]| {
        Input::Key(KeyPress { action: Action::Dictate, phase, raw: raw.to_vec() })
    };
    let (down, up) = (pressed(KeyPhase::Press, b"\x12"), pressed(KeyPhase::Release, b""));
    assert_eq!(inputs, [forward(b"a\x1b\x1b[A"), down, up, forward(b"b")]);
}
