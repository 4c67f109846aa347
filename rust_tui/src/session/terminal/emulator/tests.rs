//! Where it differs from the emulator underneath: widths, wrapping, movements, screens.
#![allow(clippy::unwrap_used, reason = "a missing cell fails the test")]

use std::time::Instant;

use parlo_core::screen::{
    Attributes, CellKind, Color, MouseEncoding, MouseTracking, Screen, Underline,
};

use super::super::widths::{FlagLetters, Joiner, Newer, WidthRules};
use super::super::{HostCapabilities, Palette, Terminal};
use crate::session::pty::TerminalSize;

const SIZE: TerminalSize = TerminalSize { columns: 10, rows: 4, cell_pixels: Some((8, 16)) };

fn terminal(host: HostCapabilities) -> Terminal {
    let mut terminal = Terminal::new(SIZE, Palette::default());
    terminal.set_host_capabilities(host);
    terminal
}

fn shown(host: HostCapabilities, text: &str) -> Screen {
    let mut terminal = terminal(host);
    terminal.feed(Instant::now(), text.as_bytes());
    terminal.screen().clone()
}

fn with(widths: WidthRules) -> HostCapabilities {
    HostCapabilities { widths, has_answered: true, ..HostCapabilities::default() }
}

fn tmux() -> HostCapabilities {
    let widths = WidthRules {
        joiner: Joiner::Everything,
        spacing_marks_take_a_column: true,
        newer: [Newer::Dropped; 2],
        ..WidthRules::default()
    };
    let version = Some("tmux 3.3a".to_owned());
    HostCapabilities { version, cursor_rests_behind_line: true, ..with(widths) }
}

fn graphemes() -> HostCapabilities {
    with(WidthRules {
        joiner: Joiner::Emoji,
        skin_tones_merge: true,
        flag_letters: FlagLetters::Paired,
        selector_widens: true,
        ..WidthRules::default()
    })
}

/// The cells of the first row up to the cursor: each with its text, spacers left out.
#[track_caller]
fn check(host: HostCapabilities, text: &str, cells: &[&str], column: u16) {
    let screen = shown(host, text);
    let mut found = Vec::new();
    for cell in &screen.row(0)[..usize::from(screen.cursor_place.0)] {
        if cell.kind != CellKind::Spacer {
            let mut text = String::new();
            cell.push_text(&mut text);
            found.push(text);
        }
    }
    assert_eq!(found, cells, "{text:?}");
    assert_eq!(screen.cursor_place.0, column, "{text:?}");
}

#[test]
fn a_joiner_joins_what_it_joins_in_the_host() {
    let family = "👨\u{200d}👩\u{200d}👧x";
    check(tmux(), family, &["👨\u{200d}👩\u{200d}👧", "x"], 3);
    check(graphemes(), family, &["👨\u{200d}👩\u{200d}👧", "x"], 3);
    let separate = with(WidthRules::default());
    check(separate, family, &["👨\u{200d}", "👩\u{200d}", "👧", "x"], 7);
    check(tmux(), "a\u{200d}é", &["a\u{200d}é"], 1);
    check(tmux(), "a\u{200d}bé", &["a", "b\u{200d}é"], 2);
    check(graphemes(), "a\u{200d}b", &["a", "b"], 2);
    check(tmux(), "\u{200d}é", &[], 0);
}

#[test]
fn skin_tones_flags_and_selectors_follow() {
    check(graphemes(), "👍🏽🇩🇪🇫🇷", &["👍🏽", "🇩🇪", "🇫🇷"], 6);
    check(tmux(), "👍🏽🇩🇪", &["👍", "🏽", "🇩", "🇪"], 6);
    check(graphemes(), "❤\u{fe0f}x", &["❤\u{fe0f}", "x"], 3);
    check(tmux(), "❤\u{fe0f}x", &["❤\u{fe0f}", "x"], 2);
    check(graphemes(), "a🏽", &["a", "🏽"], 3);
}

#[test]
fn characters_of_another_width_than_the_emulators_are_placed() {
    check(tmux(), "\u{b95}\u{bbe}x", &["\u{b95}", "\u{bbe}", "x"], 3);
    check(tmux(), "a\u{1fae8}b", &["a", "b"], 2);
    let ambiguous = with(WidthRules { ambiguous_is_wide: true, ..WidthRules::default() });
    check(ambiguous, "a±─b", &["a", "±", "─", "b"], 6);
}

#[test]
fn marks_need_a_character_before_them() {
    check(tmux(), "\u{301}a\u{301}", &["a\u{301}"], 1);
    let many = format!("a{}", "\u{301}".repeat(100));
    assert_eq!(shown(tmux(), &many).row(0)[0].marks.as_deref().unwrap().chars().count(), 16);
    let screen = shown(tmux(), "123456789e\u{301}x");
    assert_eq!(screen.row_text(0), "123456789e\u{301}");
    assert_eq!(screen.row_text(1), "x");
}

#[test]
fn the_cell_before_a_wide_character_that_wraps_is_unchanged() {
    let screen = shown(tmux(), "\x1b[41m123456789字");
    assert_eq!(screen.row_text(1), "字");
    assert_eq!(screen.cell(9, 0).unwrap().style.background, Color::Default);
    let screen = shown(tmux(), "\x1b[1;10HZ\x1b[1;1H123456789字");
    assert_eq!(screen.row_text(0), "123456789Z");
}

#[test]
fn in_tmux_a_wrapped_line_scrolls_in_blank() {
    let text = "\x1b[4;1H\x1b[41m1234567890x";
    let background = |host| shown(host, text).cell(5, 3).unwrap().style.background;
    assert_eq!(background(tmux()), Color::Default);
}

#[test]
fn blinking_and_both_ways_to_a_double_underline() {
    let screen = shown(tmux(), "\x1b[5ma\x1b[25mb\x1b[6mc\x1b[0md\x1b[1;21me\x1b[24;4:2mf");
    let style = |column| screen.cell(column, 0).unwrap().style;
    let blinks = |column| style(column).attributes.contains(Attributes::BLINK);
    assert_eq!([0, 1, 2, 3].map(blinks), [true, false, true, false]);
    assert_eq!(style(4).underline, Underline::Double);
    assert_eq!(style(4).attributes, Attributes::BOLD);
    assert_eq!(style(5).underline, Underline::Double);
}

#[track_caller]
fn check_cursor(host: HostCapabilities, text: &str, place: (u16, u16)) {
    assert_eq!(shown(host, text).cursor_place, place, "{text:?}");
}

#[test]
fn movements_stop_at_the_scrolling_region() {
    let plain = || with(WidthRules::default());
    check_cursor(plain(), "\x1b[2;3r\x1b[3;1H\x1b[9A", (0, 1));
    check_cursor(plain(), "\x1b[2;3r\x1b[2;1H\x1b[9B", (0, 2));
    check_cursor(plain(), "\x1b[2;3r\x1b[4;1H\x1b[9A", (0, 1));
    check_cursor(plain(), "\x1b[2;3r\x1b[1;1H\x1b[9A", (0, 0));
    check_cursor(plain(), "\x1b[2;3r\x1b[4;1H\x1b[9B", (0, 3));
    check_cursor(plain(), "\x1b[2;3r\x1b[?6h\x1b[5G", (4, 1));
    check_cursor(plain(), "\x1b[3;3H\x1b[4;9r", (2, 2));
    check_cursor(plain(), "\x1b[3;3H\x1b[99;100r", (2, 2));
    check_cursor(plain(), "\x1b[2;3r\x1b[3;3H\x1b#8\x1b[9B", (0, 3));
}

#[test]
fn the_cursor_leaves_a_full_line_as_in_the_host() {
    let plain = || with(WidthRules::default());
    check_cursor(plain(), "1234567890\x1b[D", (8, 0));
    check_cursor(tmux(), "1234567890\x1b[D", (9, 0));
    check_cursor(plain(), "1234567890\x08", (8, 0));
    check_cursor(tmux(), "1234567890\x08", (9, 0));
    check_cursor(tmux(), "1234567890\tx", (1, 1));
    check_cursor(tmux(), "1234567890x\x08\x08", (9, 0));
    check_cursor(plain(), "1234567890x\x08\x08", (0, 1));
    assert_eq!(shown(tmux(), "1234567890\x1b[X\x1b[P").row_text(0), "1234567890");
    let mut tmux = terminal(tmux());
    tmux.feed(Instant::now(), b"1234567890\x1b[6n");
    assert_eq!(tmux.drain_replies(), b"\x1b[1;11R");
}

#[test]
fn the_older_modes_of_the_alternate_screen() {
    let mut terminal = terminal(with(WidthRules::default()));
    for mode in ["47", "1047"] {
        terminal.feed(Instant::now(), b"\x1bcmain\r\nx");
        terminal.feed(Instant::now(), format!("\x1b[?{mode}h").as_bytes());
        assert!(terminal.modes().alternate_screen);
        assert_eq!(terminal.screen().text(), "");
        assert_eq!(terminal.screen().cursor_place, (1, 1));
        terminal.feed(Instant::now(), b"\x1b[3;3H");
        terminal.feed(Instant::now(), format!("\x1b[?{mode}l").as_bytes());
        assert_eq!(terminal.screen().text(), "main\nx");
        assert_eq!(terminal.screen().cursor_place, (2, 2), "it stays where it was");
    }
    terminal.feed(Instant::now(), b"\x1b[2;2H\x1b[?1048h\x1b[4;4H\x1b[?1048l");
    assert_eq!(terminal.screen().cursor_place, (1, 1));
}

#[test]
fn all_mouse_modes_are_reported() {
    let modes = |bytes: &[u8]| {
        let host = HostCapabilities { modes: vec![(1016, 2)], ..with(WidthRules::default()) };
        let mut terminal = terminal(host);
        terminal.feed(Instant::now(), bytes);
        (terminal.modes().mouse_tracking, terminal.modes().mouse_encoding)
    };
    use MouseEncoding::{Bytes, Sgr, SgrPixels, Urxvt, Utf8};
    use MouseTracking::{Drag, Motion, Off, Presses};
    assert_eq!(modes(b"\x1b[?9h"), (Presses, Bytes));
    assert_eq!(modes(b"\x1b[?1003h\x1b[?9h\x1b[?1005h"), (Presses, Utf8));
    assert_eq!(modes(b"\x1b[?9h\x1b[?1002h\x1b[?1015h\x1b[?1006h"), (Drag, Sgr));
    assert_eq!(modes(b"\x1b[?1003h\x1b[?1006h\x1b[?1016h"), (Motion, SgrPixels));
    assert_eq!(modes(b"\x1b[?1003h\x1b[?1015h\x1b[?1006l"), (Motion, Urxvt));
    assert_eq!(modes(b"\x1b[?1003h\x1b[?1016h\x1bc"), (Off, Bytes));
}
