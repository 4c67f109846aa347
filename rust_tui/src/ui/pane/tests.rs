//! The agent's screen and parlo's drawing, composed.
#![allow(clippy::unwrap_used, reason = "a missing cell fails the test")]

use parlo_core::screen::{
    Attributes, Cell, CellKind, CellStyle, Color, Link, Rgb, Screen, Underline,
};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color as DrawnColor, Modifier, Style};
use ratatui::widgets::{Clear, Widget};

use super::{compose, reserve};

fn agent(text: &str, columns: u16) -> Screen {
    let mut screen = Screen::new(columns, 1);
    let mut column = 0;
    for character in text.chars() {
        let wide = u32::from(character) > 0x2e80;
        screen.cells[column].character = character;
        if wide {
            screen.cells[column].kind = CellKind::Wide;
            screen.cells[column + 1].kind = CellKind::Spacer;
        }
        column += if wide { 2 } else { 1 };
    }
    screen
}

fn composed(agent: &Screen, columns: u16, draw: impl FnOnce(&mut Buffer)) -> Screen {
    let area = Rect::new(0, 0, columns, 1);
    let mut buffer = Buffer::filled(area, ratatui::buffer::Cell::new("?"));
    reserve(&mut buffer, area);
    draw(&mut buffer);
    let mut frame = Screen::default();
    compose(&mut frame, &buffer, agent);
    frame
}

#[test]
fn the_agents_cells_arrive_as_they_are() {
    let mut screen = agent("a字b", 6);
    let link = std::sync::Arc::new(Link { id: "7".into(), uri: "https://example.org".into() });
    let style = CellStyle {
        foreground: Color::Ansi(9),
        background: Color::Rgb(Rgb { red: 1, green: 2, blue: 3 }),
        attributes: Attributes::BLINK.with(Attributes::BOLD),
        underline: Underline::Curly,
        underline_color: Color::Indexed(4),
    };
    screen.cells[0] =
        Cell { style, link: Some(link), marks: Some("\u{301}".into()), ..screen.cells[0].clone() };
    let frame = composed(&screen, 6, |_| {});
    assert_eq!(frame.cells, screen.cells);
    let frame = composed(&screen, 8, |_| {});
    assert_eq!(frame.cells[..6], screen.cells);
    assert_eq!(frame.cells[6..], [Cell::default(), Cell::default()], "blank beyond the agent");
}

#[test]
fn half_a_wide_character_becomes_blank() {
    let screen = agent("a字b", 4);
    assert_eq!(composed(&screen, 2, |_| {}).row_text(0), "a", "cut at the edge");
    for (column, text) in [(1, "aX b"), (2, "a Xb")] {
        let frame = composed(&screen, 4, |buffer| {
            Clear.render(Rect::new(column, 0, 1, 1), buffer);
            buffer[(column, 0)].set_symbol("X");
        });
        assert_eq!(frame.row_text(0), text);
        assert!(frame.cells.iter().all(|cell| cell.kind == CellKind::Narrow));
    }
}

#[test]
fn what_parlo_draws_covers_the_agent_and_keeps_its_own_widths() {
    let screen = agent("abcdef", 6);
    let frame = composed(&screen, 6, |buffer| {
        Clear.render(Rect::new(1, 0, 3, 1), buffer);
        let style = Style::new().fg(DrawnColor::LightRed).bg(DrawnColor::Indexed(200));
        buffer.set_string(1, 0, "字!", style.add_modifier(Modifier::UNDERLINED));
    });
    assert_eq!(frame.row_text(0), "a字!ef");
    let kinds: Vec<CellKind> = frame.cells.iter().map(|cell| cell.kind).collect();
    use CellKind::{Narrow, Spacer, Wide};
    assert_eq!(kinds, [Narrow, Wide, Spacer, Narrow, Narrow, Narrow]);
    let style = frame.cells[1].style;
    assert_eq!((style.foreground, style.background), (Color::Ansi(9), Color::Indexed(200)));
    assert_eq!(style.underline, Underline::Single);
    assert_eq!(frame.cells[4], screen.cells[4]);
}

#[test]
fn a_style_alone_is_laid_over_the_agents_text() {
    let mut screen = agent("ab", 2);
    screen.cells[0].style.foreground = Color::Ansi(2);
    screen.cells[1].style.attributes = Attributes::INVERSE;
    let frame = composed(&screen, 2, |buffer| {
        let style = Style::new().add_modifier(Modifier::REVERSED | Modifier::DIM);
        buffer.set_style(Rect::new(0, 0, 2, 1), style);
    });
    assert_eq!(frame.row_text(0), "ab");
    assert_eq!(frame.cells[0].style.foreground, Color::Ansi(2));
    assert_eq!(frame.cells[0].style.attributes, Attributes::INVERSE.with(Attributes::DIM));
    assert_eq!(frame.cells[1].style.attributes, Attributes::DIM, "stands out all the same");
}

#[test]
fn the_sixteen_colors_keep_their_own_codes() {
    use DrawnColor::{
        Black, Blue, Cyan, DarkGray, Gray, Green, LightBlue, LightCyan, LightGreen, LightMagenta,
        LightRed, LightYellow, Magenta, Red, White, Yellow,
    };
    let all = [
        Black,
        Red,
        Green,
        Yellow,
        Blue,
        Magenta,
        Cyan,
        Gray,
        DarkGray,
        LightRed,
        LightGreen,
        LightYellow,
        LightBlue,
        LightMagenta,
        LightCyan,
        White,
    ];
    for (index, color) in (0..).zip(all) {
        assert_eq!(super::color(color), Color::Ansi(index));
    }
}

#[test]
fn text_that_was_not_cleaned_is_cleaned_when_it_is_composed() {
    let frame = composed(&agent("", 8), 8, |buffer| {
        let drawn = ["\u{9b}", "\u{1b}", "a\u{202e}", "\u{200b}", "e\u{301}", "❤\u{fe0f}", ""];
        for (cell, symbol) in buffer.content.iter_mut().zip(drawn) {
            cell.reset();
            cell.set_symbol(symbol);
        }
    });
    let shown = |cell: &Cell| format!("{}{}", cell.character, cell.marks.as_deref().unwrap_or(""));
    let shown: Vec<String> = frame.cells[..6].iter().map(shown).collect();
    assert_eq!(shown, [" ", " ", "a", " ", "e\u{301}", "❤\u{fe0f}"]);
}
