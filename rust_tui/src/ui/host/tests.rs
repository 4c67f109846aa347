//! The bytes of frames, and that everything switched on is switched off.
#![allow(clippy::unwrap_used, reason = "a failed frame fails the test")]

use std::sync::Arc;

use parlo_core::host_request::HostRequest;
use parlo_core::screen::{
    AgentModes, Attributes, CellKind, CellStyle, ClipboardTarget, Color, Cursor, CursorStyle,
    KeyboardModes, Link, Rgb, Screen, Underline,
};

use super::link::open_link;
use super::{ENTER, LEAVE, Painter, bytes_of, leaving, queries, restore};
use crate::ui::hud::Hud;
use crate::ui::layers::Layers;
use crate::ui::layout::HudSize;
use crate::ui::modes::{HostModes, OwnModes, transition};
use crate::ui::theme::Theme;
use crate::ui::view::Snapshot;

const SIZE: (u16, u16) = (40, 3);

fn screen(text: &str) -> Screen {
    let mut screen = Screen::new(40, 2);
    for (cell, character) in screen.cells.iter_mut().zip(text.chars()) {
        cell.character = character;
    }
    screen
}

fn paint(painter: &mut Painter, size: (u16, u16), screen: &Screen, hud: &Hud) -> String {
    let mut layers = Layers::default();
    let mut snapshot = Snapshot {
        screen,
        hud,
        hud_size: HudSize::Minimal,
        layers: &mut layers,
        theme: &Theme::default(),
    };
    String::from_utf8(painter.paint(size, &mut snapshot).to_vec()).unwrap()
}

#[test]
fn a_frame_is_one_synchronised_update() {
    let bytes = paint(&mut Painter::default(), SIZE, &screen("hello"), &Hud::default());
    assert!(bytes.starts_with("\x1b[?2026h\x1b[?25l\x1b[0m\x1b[2J"), "{bytes:?}");
    assert!(bytes.ends_with("\x1b[?25l\x1b[1;1H\x1b[?2026l"), "{bytes:?}");
    assert!(bytes.contains("hello") && bytes.contains("idle"), "{bytes:?}");
    assert_eq!(bytes.matches("\x1b[?2026").count(), 2);
}

#[test]
fn only_what_changed_is_written() {
    let mut painter = Painter::default();
    paint(&mut painter, SIZE, &screen("hello"), &Hud::default());
    assert_eq!(paint(&mut painter, SIZE, &screen("hello"), &Hud::default()), "");

    let bytes = paint(&mut painter, SIZE, &screen("hallo"), &Hud::default());
    assert!(bytes.contains("\x1b[1;2Ha"), "{bytes:?}");
    assert!(!bytes.contains("llo") && !bytes.contains("idle"), "{bytes:?}");

    let mut moved = screen("hallo");
    moved.cursor = Some(Cursor { column: 4, row: 1, style: CursorStyle::Default });
    moved.cursor_place = (4, 1);
    assert_eq!(paint(&mut painter, SIZE, &moved, &Hud::default()), "\x1b[2;5H\x1b[?25h");
}

#[test]
fn everything_is_painted_after_a_new_size_and_after_a_repaint() {
    let mut painter = Painter::default();
    let screen = screen("hello");
    paint(&mut painter, SIZE, &screen, &Hud::default());
    for size in [(30, 3), (30, 5), (0, 0), (40, 1), SIZE] {
        let bytes = paint(&mut painter, size, &screen, &Hud::default());
        assert!(bytes.contains("\x1b[2J"), "{size:?}: {bytes:?}");
        assert_eq!(bytes.contains("idle"), size.1 > 1, "{size:?}: {bytes:?}");
    }
    painter.forget();
    assert!(paint(&mut painter, SIZE, &screen, &Hud::default()).contains("hello"));
}

#[test]
fn a_cursor_outside_the_pane_is_not_shown() {
    let mut screen = screen("hello");
    screen.cursor = Some(Cursor { column: 0, row: 2, style: CursorStyle::Default });
    let bytes = paint(&mut Painter::default(), SIZE, &screen, &Hud::default());
    assert!(!bytes.contains("\x1b[?25h"), "{bytes:?}");
}

#[test]
fn leaving_undoes_everything_an_agent_can_switch_on() {
    let all = AgentModes {
        bracketed_paste: true,
        application_cursor: true,
        application_keypad: true,
        focus_reports: true,
        cursor_style: CursorStyle::BlinkingBar,
        color_scheme_reports: true,
        keyboard: KeyboardModes { kitty_flags: 0, modify_other_keys: Some(2) },
        ..AgentModes::default()
    };
    let leave = String::from_utf8(leaving(u8::MAX)).unwrap();
    let own = OwnModes::default();
    let undo = transition(&HostModes::of(&all, own), &HostModes::default());
    let undo = String::from_utf8(undo).unwrap();
    for sequence in
        undo.split_inclusive(['l', 'q', 'm']).flat_map(|part| part.split_inclusive("\x1b>"))
    {
        assert!(leave.contains(sequence), "{sequence:?}");
    }
    for mode in ["1000", "1002", "1003", "1006", "1016", "1049", "2026"] {
        assert!(leave.contains(&format!("\x1b[?{mode}l")), "{mode}");
    }
    assert!(
        leave.contains("\x1b[?25h")
            && leave.starts_with("\x1b[<u\x1b[>4m\x1b]9;4;0\x07\x1b]22;\x07")
    );
    assert_eq!(leaving(0), LEAVE, "what was never used is not undone");
    let enter = String::from_utf8(ENTER.to_vec()).unwrap();
    assert!(enter.contains("\x1b[22;0t") && leave.ends_with("\x1b[23;0t"));
}

#[test]
fn restoring_what_was_never_taken_does_nothing() {
    restore();
    restore();
}

#[test]
fn the_query_every_terminal_answers_comes_last() {
    let queries = queries(b"\x1b[2Ha\x1b[6n");
    let text = String::from_utf8(queries).unwrap();
    assert!(text.ends_with("\x1b[2Ha\x1b[6n\x1b[0m\x1b[H\x1b[2J\x1b[?2026l\x1b[c"), "{text:?}");
    for query in ["\x1b]4;15;?\x1b\\", "\x1b[?u", "\x1b[?2031$p", "\x1bP+q4d73\x1b\\"] {
        assert!(text.contains(query), "{query:?}");
    }
}

#[test]
fn a_hidden_cursor_goes_where_the_agent_left_it() {
    let mut painter = Painter::default();
    let mut screen = screen("hello");
    paint(&mut painter, SIZE, &screen, &Hud::default());
    screen.cursor_place = (3, 1);
    assert_eq!(paint(&mut painter, SIZE, &screen, &Hud::default()), "\x1b[?25l\x1b[2;4H");
}

#[test]
fn attributes_and_colors_reach_the_terminal_and_do_not_spill() {
    let mut screen = screen("abcde");
    let style =
        |attributes, foreground| CellStyle { attributes, foreground, ..CellStyle::default() };
    screen.cells[0].style = style(Attributes::BOLD, Color::Ansi(1));
    screen.cells[1].style = style(Attributes::BOLD.with(Attributes::BLINK), Color::Indexed(1));
    screen.cells[2].style.background = Color::Rgb(Rgb { red: 1, green: 2, blue: 3 });
    screen.cells[2].style.underline = Underline::Single;
    screen.cells[2].style.underline_color = Color::Ansi(12);
    screen.cells[3].style.underline = Underline::Curly;
    screen.cells[3].style.foreground = Color::Ansi(12);
    let bytes = paint(&mut Painter::default(), SIZE, &screen, &Hud::default());
    let expected = "\x1b[0;1;31ma\x1b[0;1;5;38;5;1mb\x1b[0;4;48;2;1;2;3m\x1b[58:5:12mc\
        \x1b[0;4;94m\x1b[4:3md\x1b[0me";
    assert!(bytes.contains(expected), "{bytes:?}");
}

#[test]
fn links_are_opened_and_closed_around_their_cells() {
    let mut screen = screen("ab cd");
    let link = |id: &str, uri: &str| Some(Arc::new(Link { id: id.into(), uri: uri.into() }));
    screen.cells[0].link = link("1", "https://a.org/x;y");
    screen.cells[1].link = link("1", "https://a.org/x;y");
    screen.cells[3].link = link("2", "https://b.org");
    screen.cells[4].link = link("bad", "https://b.org/\x1b[2J");
    let mut painter = Painter::default();
    let bytes = paint(&mut painter, SIZE, &screen, &Hud::default());
    let expected = "\x1b]8;id=1;https://a.org/x;y\x1b\\ab\x1b[1;4H\
        \x1b]8;id=2;https://b.org\x1b\\c\x1b]8;;\x1b\\d";
    assert!(bytes.contains(expected), "{bytes:?}");

    screen.cells[1].link = None;
    let bytes = paint(&mut painter, SIZE, &screen, &Hud::default());
    assert!(bytes.contains("\x1b[1;2Hb") && !bytes.contains("]8;"), "{bytes:?}");
}

#[test]
fn addresses_are_cleaned() {
    let opened = |id: &str, uri: &str| open_link(&Link { id: id.into(), uri: uri.into() });
    let expected = Some("\x1b]8;id=a_b1;file:///gr%C3%B6%20n\x1b\\".to_owned());
    assert_eq!(opened("a:_;b\x071", "file:///grö n"), expected);
    assert_eq!(opened("", "https://x"), Some("\x1b]8;;https://x\x1b\\".to_owned()));
    for uri in ["", "https://x\x07", "https://x\u{9c}\x1b\\", &"x".repeat(3_000)] {
        let opened = opened("", uri);
        assert!(opened.is_none_or(|sequence| sequence.ends_with("x%C2%9C\x1b\\")), "{uri:?}");
    }
}

#[test]
fn wide_characters_come_and_go_whole() {
    let wide = |text: &str, at: usize| {
        let mut screen = screen(text);
        screen.cells[at].kind = CellKind::Wide;
        screen.cells[at + 1].kind = CellKind::Spacer;
        screen.cells[at + 1].character = ' ';
        screen
    };
    let mut painter = Painter::default();
    paint(&mut painter, SIZE, &wide("a字 b", 1), &Hud::default());
    let bytes = paint(&mut painter, SIZE, &screen("axyb"), &Hud::default());
    assert!(bytes.contains("\x1b[1;2Hxy\x1b["), "{bytes:?}");
    let bytes = paint(&mut painter, SIZE, &wide("字 yb", 0), &Hud::default());
    assert!(bytes.contains("\x1b[1;1H字\x1b["), "{bytes:?}");
    let bytes = paint(&mut painter, SIZE, &wide("a字 b", 1), &Hud::default());
    assert!(bytes.contains("\x1b[1;1Ha字\x1b["), "{bytes:?}");
}

#[test]
fn the_cursor_is_set_after_characters_of_ambiguous_width() {
    let bytes = paint(&mut Painter::default(), SIZE, &screen("é─x✳y"), &Hud::default());
    assert!(bytes.contains("é─x✳\x1b[1;5Hy"), "{bytes:?}");
}

#[test]
fn marks_are_kept_and_a_joiner_does_not_reach_the_next_cell() {
    let mut screen = screen("❤ab\u{7}");
    screen.cells[0].marks = Some("\u{fe0f}".into());
    screen.cells[1].marks = Some("\u{301}\u{200d}".into());
    let bytes = paint(&mut Painter::default(), SIZE, &screen, &Hud::default());
    assert!(bytes.contains("❤\u{fe0f}\x1b[1;2Ha\u{301}\x1b[1;3Hb "), "{bytes:?}");
    assert!(!bytes.contains('\u{7}'), "{bytes:?}");
}

#[test]
fn requests_are_rebuilt_from_clean_parts() {
    let bytes = |request: &HostRequest| String::from_utf8(bytes_of(request)).unwrap();
    let evil = "a\u{1b}]0;b\u{7}\u{9c}c";
    let text = |text: &str| text.to_owned();
    assert_eq!(bytes(&HostRequest::Title(text(evil))), "\x1b]0;a]0;bc\x07");
    let plain = |title: Option<&str>, text: &str| {
        let (title, text) = (title.map(str::to_owned), text.to_owned());
        bytes(&HostRequest::Notification { title, text })
    };
    assert_eq!(plain(None, evil), "\x1b]9;a ]0;b c\x07");
    assert_eq!(plain(None, "4;1;50"), "\x1b]9; 4;1;50\x07", "no command");
    assert_eq!(plain(Some("a;b"), "c;d"), "\x1b]777;notify;a,b;c;d\x1b\\");
    let metadata = text("i=1:d=0;\u{1b}");
    let rich = HostRequest::RichNotification { metadata, text: text(evil) };
    assert_eq!(bytes(&rich), "\x1b]99;i=1:d=0;a ]0;b c\x1b\\");
    let progress = HostRequest::Progress { state: 9, percent: Some(200) };
    assert_eq!(bytes(&progress), "\x1b]9;4;4;100\x07");
    let status = HostRequest::ProgramStatus(text("state=idle\u{7}"));
    assert_eq!(bytes(&status), "\x1b]7501;state=idle\x1b\\");
    assert_eq!(bytes(&HostRequest::Pointer(text("ns-resize\u{1b}["))), "\x1b]22;ns-resize\x07");
    let folder = HostRequest::Folder(text("file:///a b\u{1b}"));
    assert_eq!(bytes(&folder), "\x1b]7;file:///ab\x1b\\");
    let target = ClipboardTarget::Selection;
    let copied = bytes(&HostRequest::Copy { target, text: text(evil) });
    assert_eq!(copied, "\x1b]52;p;YRtdMDtiB8KcYw==\x07");
}
