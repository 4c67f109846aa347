//! Scrolling, searching, selecting.
#![allow(clippy::unwrap_used, reason = "a match that is missing fails the test")]

use std::time::Instant;

use parlo_core::screen::{Cell, Color};

use super::super::{Palette, Terminal};
use super::{Match, Place, SearchDirection};
use crate::session::pty::TerminalSize;

const SIZE: TerminalSize = TerminalSize { columns: 10, rows: 3, cell_pixels: None };

fn with_lines(count: usize) -> Terminal {
    let mut terminal = Terminal::new(SIZE, Palette::default());
    let lines: Vec<String> = (0..count).map(|number| format!("line {number}")).collect();
    terminal.feed(Instant::now(), lines.join("\r\n").as_bytes());
    terminal
}

fn place(line: i32, column: u16) -> Place {
    Place { line, column }
}

#[test]
fn the_view_scrolls_and_stays_in_place_while_output_arrives() {
    let mut terminal = with_lines(10);
    assert_eq!(terminal.history_lines(), 7);
    assert_eq!(terminal.screen().text(), "line 7\nline 8\nline 9");
    terminal.scroll_lines(2);
    assert!(terminal.is_scrolled() && terminal.has_changed());
    assert_eq!(terminal.screen().text(), "line 5\nline 6\nline 7");
    assert_eq!(terminal.screen().cursor, None);
    terminal.feed(Instant::now(), b"\r\nmore\r\nmore");
    assert_eq!(terminal.screen().text(), "line 5\nline 6\nline 7");
    assert_eq!(terminal.scrolled_lines(), 4);
    terminal.scroll_pages(1);
    assert_eq!(terminal.screen().text(), "line 3\nline 4\nline 5");
    terminal.scroll_to_start();
    assert_eq!(terminal.screen().row_text(0), "line 0");
    terminal.scroll_lines(-1_000);
    assert!(!terminal.is_scrolled());
    assert_eq!(terminal.screen().text(), "line 9\nmore\nmore");
    assert!(terminal.screen().cursor.is_some());
    terminal.scroll_lines(-1);
    assert!(!terminal.has_changed(), "nothing has moved");
}

#[test]
fn the_alternate_screen_has_no_scrollback() {
    let mut terminal = with_lines(10);
    terminal.feed(Instant::now(), b"\x1b[?1049h\x1b[Hfull");
    terminal.scroll_lines(3);
    assert!(!terminal.is_scrolled());
    assert_eq!(terminal.screen().text(), "full");
}

#[test]
fn a_text_is_found_in_both_directions() {
    let terminal = with_lines(10);
    let start = terminal.find("LINE 3", place(-99, 0), SearchDirection::Down).unwrap();
    assert_eq!(start, Match { start: place(-4, 0), end: place(-4, 5) });
    let next = terminal.find("line", start.start, SearchDirection::Down).unwrap();
    assert_eq!(next.start, place(-3, 0));
    let before = terminal.find("line", start.start, SearchDirection::Up).unwrap();
    assert_eq!(before.start, place(-5, 0));
    assert_eq!(terminal.find("line 9", place(2, 0), SearchDirection::Down), None);
    assert_eq!(terminal.find("nowhere", place(0, 0), SearchDirection::Up), None);
    assert_eq!(terminal.find("", place(0, 0), SearchDirection::Up), None);
}

#[test]
fn wrapped_lines_are_searched_and_copied_whole() {
    let mut terminal = Terminal::new(SIZE, Palette::default());
    terminal.feed(Instant::now(), "abcdefg  字hij  \r\nlast e\u{301}".as_bytes());
    let found = terminal.find("字hi", place(-9, 0), SearchDirection::Down).unwrap();
    assert_eq!(found, Match { start: place(1, 0), end: place(1, 3) });
    let across = terminal.find("g  字", place(-9, 0), SearchDirection::Down).unwrap();
    assert_eq!(across, Match { start: place(0, 6), end: place(1, 0) });
    let all = terminal.text_between(place(0, 0), place(2, 9));
    assert_eq!(all, "abcdefg  字hij\nlast e\u{301}");
    assert_eq!(terminal.text_between(place(1, 2), place(0, 5)), "fg  字h");
    assert_eq!(terminal.text_between(place(-50, 0), place(50, 0)).lines().count(), 2);
}

#[test]
fn a_line_is_brought_into_view() {
    let mut terminal = with_lines(10);
    terminal.scroll_to_line(-5);
    assert_eq!(terminal.screen().row_text(0), "line 2");
    terminal.scroll_to_line(-4);
    assert_eq!(terminal.screen().row_text(0), "line 2", "it is in view already");
    terminal.scroll_to_line(2);
    assert!(!terminal.is_scrolled());
}

#[test]
fn all_lines_are_returned_whole_and_with_their_styles() {
    let mut terminal = with_lines(4);
    terminal.feed(Instant::now(), "\r\n\n 日本語日本語\x1b[41m  \x1b[0m  \r\n\x1b[K".as_bytes());
    let mut texts = Vec::new();
    let mut last = Vec::new();
    terminal.each_line(|cells| {
        let mut text = String::new();
        cells.iter().for_each(|cell| cell.push_text(&mut text));
        texts.push(text);
        last = cells.to_vec();
    });
    let expected = ["line 0", "line 1", "line 2", "line 3", "", " 日本語日本語  "];
    assert_eq!(texts, expected);
    let red = |cell: &&Cell| cell.style.background == Color::Ansi(1);
    assert_eq!(last.iter().filter(red).count(), 2);
}
