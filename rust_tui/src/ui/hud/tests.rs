//! Every size in every state at three widths, and untrusted text.
#![allow(clippy::unwrap_used, reason = "a missing cell fails the test")]

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::{Hint, Hud, HudState, HudWord, Notice, Severity, draw, draw_badge};
use crate::ui::theme::{Colors, Glyphs, Theme, ThemeFile};
use states::{states, words};

mod states;
mod styles;

fn theme(name: &str, colors: Colors, glyphs: Glyphs) -> Theme {
    Theme::new(&ThemeFile::built_in(name).unwrap(), colors, glyphs)
}

fn painted(hud: &Hud, columns: u16, rows: u16, theme: &Theme) -> Buffer {
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Buffer::empty(area);
    draw(&mut buffer, area, hud, theme);
    buffer
}

fn lines(buffer: &Buffer) -> Vec<String> {
    let columns = usize::from(buffer.area.width).max(1);
    let rows = buffer.content.chunks(columns);
    rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect()).collect()
}

/// All states at a width, as text.
fn listing(columns: u16, rows: u16, theme: &Theme) -> String {
    let words = words();
    let mut text = String::new();
    for (name, hud) in states(&words) {
        text.push_str(&format!("{columns:>3} {name}\n"));
        for line in lines(&painted(&hud, columns, rows, theme)) {
            text.push_str(&format!("|{line}|\n"));
        }
    }
    text
}

#[test]
fn one_row_in_every_state_at_every_width() {
    let listing: String =
        [40, 80, 200].map(|columns| listing(columns, 1, &Theme::default())).concat();
    insta::assert_snapshot!(listing);
}

#[test]
fn three_rows_in_every_state_at_every_width() {
    let listing: String =
        [40, 80, 200].map(|columns| listing(columns, 3, &Theme::default())).concat();
    insta::assert_snapshot!(listing);
}

#[test]
fn without_rows_there_is_a_badge_while_parlo_is_active() {
    let words = words();
    let mut text = String::new();
    for columns in [40, 80, 200] {
        let area = Rect::new(0, 0, columns, 2);
        for (name, hud) in states(&words) {
            let mut buffer = Buffer::with_lines(
                ["agent"; 2].map(|line| line.repeat(usize::from(columns) / line.len())),
            );
            let before = buffer.clone();
            draw_badge(&mut buffer, area, &hud, &Theme::default());
            let [above, last] = lines(&buffer).try_into().unwrap();
            assert!(!above.contains(|c: char| !"agent".contains(c)), "{name}: {above}");
            if matches!(name, "first idle" | "idle" | "done" | "hands-free" | "loading") {
                assert_eq!(buffer, before, "{name}");
            } else {
                assert_ne!(buffer, before, "{name}");
                text.push_str(&format!("{columns:>3} {name}\n|{last}|\n"));
            }
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn ascii_only_when_asked() {
    let theme = theme("terminal", Colors::None, Glyphs::Ascii);
    let listing = [1, 3].map(|rows| listing(80, rows, &theme)).concat();
    assert!(listing.is_ascii(), "{listing}");
    insta::assert_snapshot!(listing);
}

#[test]
fn the_cancel_key_is_shown_while_dictating() {
    let words = words();
    for (name, hud) in states(&words).iter().filter(|(_, hud)| hud.state.is_dictating()) {
        for columns in 30..200 {
            for rows in [1, 3] {
                let text = lines(&painted(hud, columns, rows, &Theme::default())).concat();
                assert!(text.contains("Esc cancel"), "{name} at {columns}: {text}");
            }
        }
    }
}

#[test]
fn words_stay_in_place_when_listening_is_over() {
    let words = &words()[..3];
    let place = |state, columns| {
        let level_dbfs = matches!(state, HudState::Transcribing).then_some(-20.0);
        let hints = &states::LISTENING_HINTS;
        let hud = Hud { state, words, level_dbfs, hints, ..Hud::default() };
        let row = lines(&painted(&hud, columns, 1, &Theme::default())).concat();
        row[..row.find("queue").unwrap()].chars().count()
    };
    for columns in [40, 60, 80, 200] {
        let (during, after) =
            (place(HudState::Transcribing, columns), place(HudState::Finalizing, columns));
        assert_eq!(during, after, "{columns}");
    }
}

#[test]
fn no_width_breaks_the_rows() {
    let words = words();
    for (name, hud) in states(&words) {
        for columns in 0..120 {
            for rows in [1, 3] {
                for line in lines(&painted(&hud, columns, rows, &Theme::default())) {
                    assert_eq!(line.chars().count(), usize::from(columns), "{name}: {line}");
                }
            }
            let mut pane = Buffer::empty(Rect::new(0, 0, columns, 1));
            draw_badge(&mut pane, Rect::new(0, 0, columns, 1), &hud, &Theme::default());
        }
    }
}

#[test]
fn untrusted_text_is_made_printable() {
    let evil = "a\x1b[31mb\u{202e}c\r\nd\u{200b}\u{9b}e\u{2066}f\x07\u{e0041}";
    let said = [HudWord { text: "\x1b]52;c;x\x07said\u{202e}".to_owned(), confidence: 1.0 }];
    let hud = Hud {
        notice: Some(Notice { severity: Severity::Error, text: evil }),
        model: "tiny\x1b]0;x\x07\u{202d}",
        hints: &[Hint { key: "Ctrl\n+R", label: "\u{200f}stop" }],
        ..Hud::default()
    };
    let mut row = lines(&painted(&hud, 120, 1, &Theme::default())).concat();
    assert!(row.contains("a [31mb c d e f"), "{row}");
    assert!(row.contains("tiny ]0;x"), "{row}");
    let hud = Hud { words: &said, state: HudState::Error(evil), ..Hud::default() };
    row += &lines(&painted(&hud, 120, 3, &Theme::default())).concat();
    let hud = Hud { words: &said, state: HudState::Transcribing, ..Hud::default() };
    row += &lines(&painted(&hud, 120, 3, &Theme::default())).concat();
    assert!(row.contains("]52;c;x said"), "{row}");
    let dangerous = |c: char| c.is_control() || ('\u{200b}'..='\u{206f}').contains(&c);
    assert!(!row.contains(dangerous), "{row}");
}

#[test]
fn wide_words_are_cut_between_characters() {
    let text = "字".repeat(24);
    let words = [HudWord { text, confidence: 1.0 }];
    let hud = Hud { words: &words, state: HudState::Transcribing, ..Hud::default() };
    for columns in 10..60 {
        let buffer = painted(&hud, columns, 1, &Theme::default());
        // The column behind a wide character belongs to it and holds no character of its own.
        let cells = &buffer.content;
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.symbol() == "字") {
            assert_eq!(cells.get(at + 1).unwrap().symbol(), " ", "{cell:?} at {at} of {columns}");
        }
    }
}

#[test]
fn colors_only_when_wanted_and_only_the_terminals_own() {
    let words = words();
    for (_, hud) in states(&words) {
        for rows in [1, 3] {
            let plain = theme("terminal", Colors::None, Glyphs::Unicode);
            let plain = painted(&hud, 80, rows, &plain);
            assert!(plain.content.iter().all(|cell| cell.fg == Color::Reset));
            for cell in &painted(&hud, 80, rows, &Theme::default()).content {
                assert_eq!(cell.bg, Color::Reset, "the user's background stays");
                assert!(!matches!(cell.fg, Color::Rgb(..) | Color::Indexed(_) | Color::White));
            }
        }
    }
}
