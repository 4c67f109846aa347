//! The row in every state at three widths, and what happens to text from outside.
#![allow(clippy::unwrap_used, reason = "a missing cell fails the test")]

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::{Hint, Hud, HudState, Notice, Severity, draw};
use crate::ui::theme::{Colors, Glyphs, Theme, ThemeFile};

const HINTS: [Hint; 2] =
    [Hint { key: "Ctrl+R", label: "stop" }, Hint { key: "Esc", label: "cancel" }];
const IDLE_HINTS: [Hint; 1] = [Hint { key: "Ctrl+R", label: "dictate" }];

fn terminal(colors: Colors, glyphs: Glyphs) -> Theme {
    Theme::new(&ThemeFile::built_in("terminal").unwrap(), colors, glyphs)
}

fn painted(hud: &Hud, columns: u16, theme: &Theme) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, 1));
    draw(&mut buffer, Rect::new(0, 0, columns, 1), hud, theme);
    buffer
}

fn row(hud: &Hud, columns: u16, theme: &Theme) -> String {
    let buffer = painted(hud, columns, theme);
    buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect()
}

fn states() -> Vec<(&'static str, Hud<'static>)> {
    let base = Hud { model: "tiny.en", last_total_ms: Some(412), hints: &HINTS, ..Hud::default() };
    let words = Some("rename the queue to drop oldest and add a test that stalls the consumer");
    let notice = |severity, text| Some(Notice { severity, text });
    vec![
        ("idle", Hud { hints: &IDLE_HINTS, ..base.clone() }),
        ("first idle", Hud { hints: &IDLE_HINTS, last_total_ms: None, ..base.clone() }),
        ("silent", Hud { state: HudState::Listening, level_dbfs: Some(-71.0), ..base.clone() }),
        ("listening", Hud { state: HudState::Listening, level_dbfs: Some(-23.4), ..base.clone() }),
        (
            "transcribing",
            Hud {
                state: HudState::Transcribing,
                level_dbfs: Some(-6.0),
                partial: words,
                ..base.clone()
            },
        ),
        ("finalizing", Hud { state: HudState::Finalizing, partial: words, ..base.clone() }),
        ("done", Hud { state: HudState::Done, hints: &IDLE_HINTS, ..base.clone() }),
        ("error", Hud { state: HudState::Error("the microphone was unplugged"), ..base.clone() }),
        (
            "notice",
            Hud {
                notice: notice(Severity::Info, "the agent is starting, your words wait for it"),
                ..base.clone()
            },
        ),
        (
            "failure",
            Hud {
                state: HudState::Listening,
                level_dbfs: Some(-0.5),
                notice: notice(Severity::Error, "the queue is overrun; choose a smaller model"),
                ..base
            },
        ),
    ]
}

#[test]
fn every_state_at_every_width() {
    let mut text = String::new();
    for columns in [40, 80, 200] {
        for (name, hud) in states() {
            let row = row(&hud, columns, &Theme::default());
            text.push_str(&format!("{columns:>3} {name:<12} |{row}|\n"));
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn ascii_only_when_asked() {
    let theme = terminal(Colors::None, Glyphs::Ascii);
    let mut text = String::new();
    for (name, hud) in states() {
        let row = row(&hud, 80, &theme);
        assert!(row.is_ascii(), "{row}");
        text.push_str(&format!("{name:<12} |{row}|\n"));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn colors_only_when_wanted_and_only_the_terminals_own() {
    for (_, hud) in states() {
        let plain = painted(&hud, 80, &terminal(Colors::None, Glyphs::Unicode));
        assert!(plain.content.iter().all(|cell| cell.fg == Color::Reset));
        let colored = painted(&hud, 80, &Theme::default());
        for cell in &colored.content {
            assert_eq!(cell.bg, Color::Reset, "the user's background stays");
            assert!(!matches!(cell.fg, Color::Rgb(..) | Color::Indexed(_) | Color::White));
        }
    }
}

#[test]
fn no_width_breaks_the_row() {
    for (name, hud) in states() {
        for columns in 0..120 {
            let row = row(&hud, columns, &Theme::default());
            assert_eq!(row.chars().count(), usize::from(columns), "{name}: {row}");
        }
    }
}

#[test]
fn text_from_outside_is_made_plain() {
    let evil = "a\x1b[31mb\u{202e}c\r\nd\u{200b}\u{9b}e\u{2066}f\x07\u{e0041}";
    let hud = Hud {
        notice: Some(Notice { severity: Severity::Error, text: evil }),
        model: "tiny\x1b]0;x\x07\u{202d}",
        hints: &[Hint { key: "Ctrl\n+R", label: "\u{200f}stop" }],
        ..Hud::default()
    };
    let row = row(&hud, 120, &Theme::default());
    assert!(row.contains("a[31mbc def"), "{row}");
    assert!(row.contains("tiny]0;x"), "{row}");
    let dangerous = |c: char| c.is_control() || ('\u{200b}'..='\u{206f}').contains(&c);
    assert!(!row.contains(dangerous), "{row}");
}

#[test]
fn wide_words_are_cut_between_characters() {
    let hud = Hud {
        partial: Some("字字字字字字字字字字字字字字字字字字字字字字字字"),
        ..Hud::default()
    };
    for columns in 10..60 {
        let buffer = painted(&hud, columns, &Theme::default());
        // The column behind a wide character belongs to it and holds no character of its own.
        let cells = &buffer.content;
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.symbol() == "字") {
            assert_eq!(cells.get(at + 1).unwrap().symbol(), " ", "{cell:?} at {at} of {columns}");
        }
    }
}
