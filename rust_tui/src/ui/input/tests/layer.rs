//! While a layer captures: everything decoded, nothing forwarded, no key split.

use std::time::{Duration, Instant};

use super::super::{ESCAPE_WAIT, Input, InputDecoder, KeyScope, MouseEvent, MouseEventKind};
use super::{check_cuts, dictate, forward, usual};
use crate::ui::keymap::{KeyCode, KeyStroke, Modifiers};

fn stroke(code: KeyCode, modifiers: Modifiers) -> Input {
    Input::Stroke(KeyStroke { code, modifiers })
}

fn plain(code: KeyCode) -> Input {
    stroke(code, Modifiers::default())
}

fn text(text: &str) -> Input {
    Input::Text(text.to_owned())
}

const CTRL: Modifiers = Modifiers { ctrl: true, alt: false, shift: false };
const ALT: Modifiers = Modifiers { ctrl: false, alt: true, shift: false };
const SHIFT: Modifiers = Modifiers { ctrl: false, alt: false, shift: true };

/// Neighbouring texts joined: how they are split depends on the reads.
fn merged(inputs: Vec<Input>) -> Vec<Input> {
    let mut all: Vec<Input> = Vec::new();
    for input in inputs {
        match (all.last_mut(), input) {
            (Some(Input::Text(before)), Input::Text(text)) => before.push_str(&text),
            (Some(Input::Forward(before)), Input::Forward(bytes)) => before.extend(bytes),
            (_, input) => all.push(input),
        }
    }
    all
}

#[track_caller]
fn check(bytes: &[u8], expected: &[Input]) {
    let now = Instant::now();
    let run = |pieces: &[&[u8]]| {
        let mut decoder = usual();
        let mut inputs = Vec::new();
        for piece in pieces {
            inputs.extend(decoder.feed(now, piece, KeyScope::Layer));
        }
        inputs.extend(decoder.expire(now + Duration::from_secs(1)));
        merged(inputs)
    };
    assert_eq!(run(&[bytes]), expected, "in one read");
    for cut in 1..bytes.len() {
        assert_eq!(run(&[&bytes[..cut], &bytes[cut..]]), expected, "cut at {cut}");
    }
}

#[test]
fn keys_and_text_come_out_decoded() {
    check(
        "grün 字\x1b[A\x1bOB\r\t\x7f\x14x\x1bf\x1b[15;5~".as_bytes(),
        &[
            text("grün 字"),
            plain(KeyCode::Up),
            plain(KeyCode::Down),
            plain(KeyCode::Enter),
            plain(KeyCode::Tab),
            plain(KeyCode::Backspace),
            stroke(KeyCode::Char('t'), CTRL),
            text("x"),
            stroke(KeyCode::Char('f'), ALT),
            stroke(KeyCode::Function(5), CTRL),
        ],
    );
}

#[test]
fn the_kitty_encoding_is_the_same_to_a_layer() {
    check(
        b"\x1b[97u\x1b[97:65;2u\x1b[252;;252u\x1b[97;1:3u\x1b[Z\x1b[27u\x1b[57400u\x1b[57414u\
          \x1b[1092::97;5u\x1b[57376;2~\x1b[57441;2u\x1b[1;1:1A\x1b[1;1:3A\x1b[1;1:1B",
        &[
            text("aA\u{fc}"),
            stroke(KeyCode::Tab, SHIFT),
            plain(KeyCode::Escape),
            text("1"),
            plain(KeyCode::Enter),
            stroke(KeyCode::Char('a'), CTRL),
            plain(KeyCode::Up),
            plain(KeyCode::Down),
        ],
    );
}

#[test]
fn a_paste_is_one_text_and_keys_in_it_do_nothing() {
    let bytes = b"a\x1b[200~two\r\nlines\x12 \x1b[A \x1b[20\x1b[201~b";
    let paste = Input::Pasted("two\r\nlines\x12 \x1b[A \x1b[20".to_owned());
    check(bytes, &[text("a"), paste, text("b")]);
}

#[test]
fn a_paste_that_began_as_the_agents_stays_the_agents() {
    let mut decoder = usual();
    let now = Instant::now();
    assert_eq!(decoder.feed(now, b"\x1b[200~a", KeyScope::Idle), [forward(b"\x1b[200~a")]);
    let rest = decoder.feed(now, b"b\x1b[201~c", KeyScope::Layer);
    assert_eq!(rest, [forward(b"b\x1b[201~"), text("c")]);
}

#[test]
fn the_mouse_is_captured_and_reports_are_not() {
    let at = |kind, column, row| {
        Input::Mouse(MouseEvent { kind, column, row, modifiers: Modifiers::default() })
    };
    check(
        b"\x1b[<64;3;4M\x1b[I\x1b[?997;1n\x1b[O\x1b[<35;1;1M",
        &[
            at(MouseEventKind::WheelUp, 2, 3),
            forward(b"\x1b[I\x1b[?997;1n\x1b[O"),
            at(MouseEventKind::Move, 0, 0),
        ],
    );
}

#[test]
fn unknown_sequences_are_swallowed() {
    check(b"\x1b[12;34;56x\x1b[M\x1b[99999999999999u", &[]);
}

#[test]
fn a_lone_escape_waits_for_its_rest() {
    let mut decoder = usual();
    let now = Instant::now();
    assert_eq!(decoder.feed(now, b"\x1b", KeyScope::Layer), []);
    assert_eq!(decoder.expire(now + ESCAPE_WAIT), [plain(KeyCode::Escape)]);
}

#[test]
fn keys_are_never_split_between_a_layer_and_the_agent() {
    let mut decoder: InputDecoder = usual();
    let now = Instant::now();
    // Held before the layer opened: the agent gets the release, and the layer no repeat.
    assert_eq!(decoder.feed(now, b"\x1b[1;1:1A", KeyScope::Idle), [forward(b"\x1b[1;1:1A")]);
    let rest = decoder.feed(now, b"\x1b[1;1:2A\x1b[1;1:3A", KeyScope::Layer);
    assert_eq!(rest, [forward(b"\x1b[1;1:3A")]);
    // The Esc that closes the layer is released when it is gone.
    assert_eq!(decoder.feed(now, b"\x1b[27u", KeyScope::Layer), [plain(KeyCode::Escape)]);
    assert_eq!(decoder.feed(now, b"\x1b[27;1:2u\x1b[27;1:3ux", KeyScope::Idle), [forward(b"x")]);
}

#[test]
fn global_keys_stay_parlos() {
    check(b"a\x12b", &[text("a"), dictate(b"\x12"), text("b")]);
}

#[test]
fn other_states_are_as_before() {
    check_cuts(
        usual,
        KeyScope::Cancel,
        b"a\x12b",
        &[forward(b"a"), dictate(b"\x12"), forward(b"b")],
    );
}

#[test]
fn a_cut_character_is_joined_after_bytes_that_are_no_text() {
    let now = Instant::now();
    let mut decoder = usual();
    let first = decoder.feed(now, b"\xbdgr\xc3", KeyScope::Layer);
    assert_eq!(first, [Input::Text("\u{fffd}gr".to_owned())]);
    assert_eq!(decoder.feed(now, b"\xb6", KeyScope::Layer), [Input::Text("ö".to_owned())]);
}
