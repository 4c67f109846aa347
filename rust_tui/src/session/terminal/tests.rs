//! Bytes in; screen, replies, modes and requests out.
#![allow(clippy::unwrap_used, reason = "a missing cell fails the test")]

use std::time::{Duration, Instant};

use parlo_core::host_request::HostRequest;
use parlo_core::screen::{
    AgentModes, Attributes, CellKind, ClipboardTarget, Color, CursorStyle, MouseEncoding,
    MouseTracking, Rgb, Underline,
};

use super::{HostCapabilities, Palette, Terminal};
use crate::session::pty::TerminalSize;

mod fuzzing;
mod identity;
mod random;

const SIZE: TerminalSize = TerminalSize { columns: 20, rows: 4, cell_pixels: Some((8, 16)) };

fn rgb(red: u8, green: u8, blue: u8) -> Rgb {
    Rgb { red, green, blue }
}

fn palette() -> Palette {
    let mut palette = Palette {
        foreground: Some(rgb(0xd0, 0xd1, 0xd2)),
        background: Some(rgb(0x10, 0x11, 0x12)),
        ..Palette::default()
    };
    palette.ansi[1] = Some(rgb(0xcc, 0, 0));
    palette
}

fn fed(bytes: &[u8]) -> Terminal {
    let mut terminal = Terminal::new(SIZE, palette());
    terminal.feed(Instant::now(), bytes);
    terminal
}

#[test]
fn a_color_the_agent_set_is_drawn_and_reported() {
    let mut terminal = fed(b"\x1b]11;#336699\x07\x1b]4;1;rgb:01/02/03\x07\x1b[31mx\x1b]11;?\x07");
    let cell = terminal.screen().cell(0, 0).unwrap().clone();
    assert_eq!(cell.style.background, Color::Rgb(rgb(0x33, 0x66, 0x99)));
    assert_eq!(cell.style.foreground, Color::Rgb(rgb(1, 2, 3)));
    assert_eq!(terminal.drain_replies(), b"\x1b]11;rgb:3333/6666/9999\x07");
}

#[test]
fn wide_characters_and_marks_keep_their_columns() {
    let mut terminal = fed("a字e\u{301}b".as_bytes());
    let screen = terminal.screen();
    let kinds: Vec<CellKind> = screen.row(0)[..5].iter().map(|cell| cell.kind).collect();
    use CellKind::{Narrow, Spacer, Wide};
    assert_eq!(kinds, [Narrow, Wide, Spacer, Narrow, Narrow]);
    assert_eq!(screen.cell(3, 0).unwrap().marks.as_deref(), Some("\u{301}"));
    assert_eq!(screen.row_text(0), "a字e\u{301}b");
}

#[test]
fn a_wide_character_at_the_edge_wraps_whole() {
    let mut terminal = fed(format!("{}字", "x".repeat(19)).as_bytes());
    assert_eq!(terminal.screen().row_text(0), "x".repeat(19));
    assert_eq!(terminal.screen().row_text(1), "字");
}

#[test]
fn colors_attributes_and_underlines_are_converted() {
    let mut terminal = fed(
        b"\x1b[1;2;3;7;8;9;38;5;200;48;2;1;2;3mA\x1b[0;4:3;58;2;9;8;7mB\x1b[0;4:2;92mC\x1b[0mD",
    );
    let screen = terminal.screen();
    let style = |column| screen.cell(column, 0).unwrap().style;
    let all = [
        Attributes::BOLD,
        Attributes::DIM,
        Attributes::ITALIC,
        Attributes::INVERSE,
        Attributes::HIDDEN,
        Attributes::STRIKEOUT,
    ];
    assert!(all.iter().all(|attribute| style(0).attributes.contains(*attribute)));
    assert_eq!(style(0).foreground, Color::Indexed(200));
    assert_eq!(style(0).background, Color::Rgb(rgb(1, 2, 3)));
    assert_eq!(style(1).underline, Underline::Curly);
    assert_eq!(style(1).underline_color, Color::Rgb(rgb(9, 8, 7)));
    assert_eq!(style(1).attributes, Attributes::none());
    assert_eq!(style(2).underline, Underline::Double);
    assert_eq!(style(2).foreground, Color::Ansi(10));
    assert_eq!(style(3), parlo_core::screen::CellStyle::default());
}

#[test]
fn cells_of_one_link_share_it() {
    let mut terminal = fed(b"\x1b]8;id=7;https://example.org\x1b\\ab\x1b]8;;\x1b\\c");
    let screen = terminal.screen();
    let link = |column| screen.cell(column, 0).unwrap().link.clone();
    assert_eq!(link(0).unwrap().uri, "https://example.org");
    assert!(std::sync::Arc::ptr_eq(&link(0).unwrap(), &link(1).unwrap()));
    assert_eq!(link(2), None);
}

#[test]
fn the_alternate_screen_comes_and_goes() {
    let mut terminal = fed(b"shell\x1b[?1049h\x1b[Hfull");
    assert_eq!(terminal.screen().text(), "full");
    assert!(terminal.modes().alternate_screen);
    terminal.feed(Instant::now(), b"\x1b[?1049l");
    assert_eq!(terminal.screen().text(), "shell");
    assert!(!terminal.modes().alternate_screen);
}

#[test]
fn the_cursor_shows_where_and_how_the_agent_says() {
    let mut terminal = fed(b"ab");
    let cursor = terminal.screen().cursor.unwrap();
    assert_eq!((cursor.column, cursor.row, cursor.style), (2, 0, CursorStyle::Default));
    for (number, style) in [
        (1, CursorStyle::BlinkingBlock),
        (2, CursorStyle::SteadyBlock),
        (3, CursorStyle::BlinkingUnderline),
        (4, CursorStyle::SteadyUnderline),
        (5, CursorStyle::BlinkingBar),
        (6, CursorStyle::SteadyBar),
        (0, CursorStyle::Default),
    ] {
        terminal.feed(Instant::now(), format!("\x1b[{number} q").as_bytes());
        assert_eq!(terminal.screen().cursor.unwrap().style, style);
        assert_eq!(terminal.modes().cursor_style, style);
    }
    terminal.feed(Instant::now(), b"\x1b[?25l");
    assert_eq!(terminal.screen().cursor, None);
}

#[test]
fn modes_follow_the_agent() {
    let mut terminal = fed(b"");
    assert_eq!(terminal.modes(), AgentModes::default());
    terminal.feed(
        Instant::now(),
        b"\x1b[?2004h\x1b[?1h\x1b=\x1b[?1000h\x1b[?1002h\x1b[?1003h\x1b[?1006h\x1b[?1004h\x1b[?1007l",
    );
    let all = AgentModes {
        bracketed_paste: true,
        application_cursor: true,
        application_keypad: true,
        mouse_tracking: MouseTracking::Motion,
        mouse_encoding: MouseEncoding::Sgr,
        focus_reports: true,
        alternate_screen: false,
        no_alternate_scroll: true,
        ..AgentModes::default()
    };
    assert_eq!(terminal.modes(), all);
    terminal.feed(Instant::now(), b"\x1bc");
    assert_eq!(terminal.modes(), AgentModes::default(), "a reset clears all");
}

#[test]
fn requests_to_the_host_are_drained_in_order() {
    let mut terminal = fed(b"\x1b]0;busy\x07\x07\x1b]52;c;aGk=\x07\x1bc");
    let copied = HostRequest::Copy { target: ClipboardTarget::Clipboard, text: "hi".to_owned() };
    let events = [HostRequest::Title("busy".to_owned()), HostRequest::Bell, copied];
    assert_eq!(terminal.drain_host_requests()[..3], events);
    assert_eq!(terminal.drain_host_requests(), []);
}

#[test]
fn a_title_keeps_its_blanks_and_can_be_stacked() {
    let mut terminal = fed(b"\x1b]0;  Ready  (x)  \x07\x1b[22t\x1b]2;b\x1b\\\x1b[23t");
    let titles = ["  Ready  (x)  ", "b", "  Ready  (x)  "];
    assert_eq!(
        terminal.drain_host_requests(),
        titles.map(|title| HostRequest::Title(title.to_owned()))
    );
}

#[test]
fn program_status_can_depend_on_the_host() {
    let query = b"\x1b]7501;?\x07\x1b[5n";
    assert_eq!(fed(query).drain_replies(), query_answer(b"\x1b]7501;?\x07"));
    let mut terminal = Terminal::new(SIZE, palette());
    terminal.report_status_as_host();
    terminal.feed(Instant::now(), query);
    assert_eq!(terminal.drain_replies(), query_answer(b""));
    terminal.set_host_capabilities(HostCapabilities {
        program_status: true,
        ..HostCapabilities::default()
    });
    terminal.feed(Instant::now(), query);
    assert_eq!(terminal.drain_replies(), query_answer(b"\x1b]7501;?\x07"));
}

fn query_answer(status: &[u8]) -> Vec<u8> {
    [status, b"\x1b[0n"].concat()
}

#[test]
fn a_title_of_gnu_screen_is_not_printed() {
    let bytes = b"a\x1bktitle \x07 here\x1b\\b";
    assert_eq!(fed(bytes).screen().text(), "ab");
    for cut in 1..bytes.len() {
        let mut terminal = fed(&bytes[..cut]);
        terminal.feed(Instant::now(), &bytes[cut..]);
        assert_eq!(terminal.screen().text(), "ab", "cut at {cut}");
    }
}

#[test]
fn strings_become_requests_in_order() {
    let mut terminal = fed(
        b"\x1b]9;done; really\x07\x1b]0;t\x07\x1b]9;4;1;50\x07\x1b]9;4;0\x1b\\\x1b]777;notify;a;b\x07\
        \x1b]99;i=1:d=0;hello\x1b\\\x1b]7501;state=working:app=codex\x1b\\\x1b]22;pointer\x07\
        \x1b]7;file:///tmp\x07\x1b]9;1;500\x07\x1b]1337;File=x\x07\x1b]99;i=1:p=?;\x07\x07",
    );
    let expected = [
        HostRequest::Notification { title: None, text: "done; really".to_owned() },
        HostRequest::Title("t".to_owned()),
        HostRequest::Progress { state: 1, percent: Some(50) },
        HostRequest::Progress { state: 0, percent: None },
        HostRequest::Notification { title: Some("a".to_owned()), text: "b".to_owned() },
        HostRequest::RichNotification { metadata: "i=1:d=0".to_owned(), text: "hello".to_owned() },
        HostRequest::ProgramStatus("state=working:app=codex".to_owned()),
        HostRequest::Pointer("pointer".to_owned()),
        HostRequest::Folder("file:///tmp".to_owned()),
        HostRequest::Bell,
    ];
    assert_eq!(terminal.drain_host_requests(), expected);
}

#[test]
fn output_before_an_update_is_shown_during_it() {
    let start = Instant::now();
    let mut terminal = fed(b"");
    let _ = terminal.screen();
    terminal.feed(start, b"one\x1b[?2026htwo\x1b[?2026l\x1b[?2026hthree");
    assert!(terminal.has_changed());
    assert_eq!(terminal.screen().text(), "onetwo");
    assert!(!terminal.has_changed());
    terminal.feed(start, b"\x1b[?25l\x1b[?2026;25l");
    assert_eq!(terminal.screen().text(), "onetwothree");
}

#[test]
fn a_synchronised_update_is_shown_when_it_is_complete() {
    let start = Instant::now();
    let mut terminal = fed(b"old");
    let _ = terminal.screen();
    terminal.feed(start, b"\x1b[?2026h\x1b[Hnew");
    let _ = terminal.screen();
    terminal.feed(start, b" text");
    assert!(!terminal.has_changed(), "nothing to draw inside an update");
    assert_eq!(terminal.screen().text(), "old");
    terminal.feed(start, b"\x1b[?2026l");
    assert_eq!(terminal.next_deadline(), None);
    assert_eq!(terminal.screen().text(), "new text");
}

#[test]
fn an_update_without_an_end_is_shown_at_its_deadline() {
    let start = Instant::now();
    let mut terminal = fed(b"");
    terminal.feed(start, b"\x1b[?2026hstuck\x1b[5n");
    let deadline = terminal.next_deadline().unwrap();
    assert_eq!(deadline, start + Duration::from_millis(150));
    terminal.flush(deadline - Duration::from_millis(1));
    assert_eq!(terminal.screen().text(), "");
    terminal.flush(deadline);
    assert_eq!(terminal.screen().text(), "stuck");
    assert_eq!(terminal.drain_replies(), b"\x1b[0n");
    assert_eq!(terminal.next_deadline(), None);
}

#[test]
fn sequences_may_be_cut_anywhere() {
    let bytes = "\x1b[1;31m字e\u{301}\x1b]8;;https://e.org\x1b\\x\x1b]8;;\x1b\\\x1b[?2026hy\x1b[?2026l\x1b[6n"
        .as_bytes();
    let mut whole = fed(bytes);
    let (screen, replies) = (whole.screen().text(), whole.drain_replies());
    for cut in 0..bytes.len() {
        let mut terminal = fed(&bytes[..cut]);
        terminal.feed(Instant::now(), &bytes[cut..]);
        assert_eq!(terminal.screen().text(), screen, "cut at {cut}");
        assert_eq!(terminal.drain_replies(), replies, "cut at {cut}");
    }
}

#[test]
fn any_size_is_survived() {
    let mut terminal = fed(b"one two three four\r\nfive\x1b[?1049h\x1b[5;5Hx");
    for (columns, rows) in [(1, 1), (0, 0), (300, 1), (2, 90), (20, 4)] {
        terminal.resize(TerminalSize { columns, rows, cell_pixels: None });
        terminal.feed(Instant::now(), "text 字 \x1b[99;99H\x1b[6n".as_bytes());
        let screen = terminal.screen();
        let cells = usize::from(screen.columns) * usize::from(screen.rows);
        assert_eq!(screen.cells.len(), cells);
    }
    assert_eq!((terminal.screen().columns, terminal.screen().rows), (20, 4));
}
