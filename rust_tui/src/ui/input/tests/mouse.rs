//! Mouse reports: parlo's own rows, drags across their edge, and every encoding an agent may use.

use std::time::Instant;

use parlo_core::screen::{MouseEncoding, MouseTracking};

use super::super::{
    Input, InputDecoder, KeyScope, MouseButton, MouseEvent, MouseEventKind, MouseOwner,
};
use super::{check_cuts, forward, usual};
use crate::ui::keymap::Modifiers;

fn event(kind: MouseEventKind, column: u16, row: u16) -> Input {
    Input::Mouse(MouseEvent { kind, column, row, modifiers: Modifiers::default() })
}

fn with_pane() -> InputDecoder {
    let mut decoder = usual();
    decoder.set_pane(23, None);
    decoder
}

#[test]
fn events_on_parlos_rows_are_parlos_and_drags_end_at_the_pane() {
    let bytes = b"\x1b[<0;5;24M\x1b[<0;5;24m\x1b[<35;5;24M\x1b[<64;5;24M";
    let ours = [
        event(MouseEventKind::Press(MouseButton::Left), 4, 23),
        event(MouseEventKind::Release(MouseButton::Left), 4, 23),
        event(MouseEventKind::Move, 4, 23),
        event(MouseEventKind::WheelUp, 4, 23),
    ];
    check_cuts(with_pane, KeyScope::Cancel, bytes, &ours);
    let drag = b"\x1b[<0;5;23M\x1b[<32;5;24M\x1b[<0;6;24m";
    let moved = forward(b"\x1b[<0;5;23M\x1b[<32;5;23M\x1b[<0;6;23m");
    check_cuts(with_pane, KeyScope::Cancel, drag, &[moved]);
}

#[test]
fn parlo_gets_everything_when_the_agent_wants_no_mouse() {
    let mut decoder = with_pane();
    decoder.set_mouse_owner(MouseOwner::Parlo);
    let bytes = b"a\x1b[<65;1;2M\x1b[<54;80;3M\x1b[<129;1;1Mb\x1b[<66;1;1M\x1b[<67;1;1M";
    let held = Modifiers { ctrl: true, shift: true, ..Modifiers::default() };
    let drag = MouseEvent {
        kind: MouseEventKind::Drag(MouseButton::Right),
        column: 79,
        row: 2,
        modifiers: held,
    };
    let expected =
        [forward(b"a"), event(MouseEventKind::WheelDown, 0, 1), Input::Mouse(drag), forward(b"b")];
    assert_eq!(decoder.feed(Instant::now(), bytes, KeyScope::Idle), expected);
}

#[track_caller]
fn check_encoding(tracking: MouseTracking, encoding: MouseEncoding, report: &[u8], sent: &[u8]) {
    let mut decoder = usual();
    decoder.set_pane(400, Some((10, 20)));
    decoder.set_mouse_owner(MouseOwner::Agent(tracking, encoding));
    let expected = if sent.is_empty() { vec![] } else { vec![forward(sent)] };
    assert_eq!(decoder.feed(Instant::now(), report, KeyScope::Idle), expected, "{encoding:?}");
}

#[test]
fn every_encoding_an_agent_asks_for_is_written() {
    use MouseEncoding::{Bytes, Sgr, SgrPixels, Urxvt, Utf8};
    use MouseTracking::{Motion, Presses};
    let (press, release) = (b"\x1b[<16;5;7M", b"\x1b[<2;5;7m");
    for encoding in [Sgr, SgrPixels] {
        check_encoding(Motion, encoding, press, press);
        check_encoding(Motion, encoding, release, release);
    }
    check_encoding(Motion, Bytes, press, b"\x1b[M\x30\x25\x27");
    check_encoding(Motion, Bytes, release, b"\x1b[M\x23\x25\x27");
    check_encoding(Motion, Bytes, b"\x1b[<0;223;223M", b"\x1b[M\x20\xff\xff");
    check_encoding(Motion, Bytes, b"\x1b[<0;224;1M", b"");
    check_encoding(Motion, Utf8, b"\x1b[<64;300;1M", "\x1b[M\x60\u{14c}\x21".as_bytes());
    check_encoding(Motion, Urxvt, press, b"\x1b[48;5;7M");
    check_encoding(Motion, Urxvt, release, b"\x1b[35;5;7M");
    check_encoding(Presses, Bytes, b"\x1b[<17;5;7M", b"\x1b[M\x21\x25\x27");
    check_encoding(Presses, Sgr, b"\x1b[<0;5;7m\x1b[<32;5;7M\x1b[<64;5;7M", b"");
}

#[test]
fn positions_in_pixels_are_clamped_to_the_pane() {
    let mut decoder = usual();
    decoder.set_pane(23, Some((10, 20)));
    let owner = MouseOwner::Agent(MouseTracking::Motion, MouseEncoding::SgrPixels);
    decoder.set_mouse_owner(owner);
    let inside = b"\x1b[<0;791;460M";
    assert_eq!(decoder.feed(Instant::now(), inside, KeyScope::Idle), [forward(inside)]);
    let below = b"\x1b[<0;791;461m\x1b[<0;791;461M";
    let expected =
        [forward(b"\x1b[<0;791;460m"), event(MouseEventKind::Press(MouseButton::Left), 79, 23)];
    assert_eq!(decoder.feed(Instant::now(), below, KeyScope::Idle), expected);
}
