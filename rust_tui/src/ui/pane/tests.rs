//! From screen cells to the frame's cells.
#![allow(clippy::unwrap_used, reason = "a missing cell fails the test")]

use parlo_core::screen::{Attributes, Cell, CellKind, CellStyle, Color, Rgb, Screen, Underline};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color as TargetColor, Modifier};

use super::draw;

fn cell(character: char, marks: &str, kind: CellKind) -> Cell {
    let marks = (!marks.is_empty()).then(|| marks.into());
    Cell { character, marks, kind, ..Cell::default() }
}

fn painted(cells: Vec<Cell>, columns: u16) -> Buffer {
    let area = Rect::new(0, 0, columns, 1);
    let screen =
        Screen { columns: u16::try_from(cells.len()).unwrap(), rows: 1, cells, cursor: None };
    let mut buffer = Buffer::filled(area, ratatui::buffer::Cell::new("?"));
    draw(&mut buffer, area, &screen);
    buffer
}

fn symbols(buffer: &Buffer) -> Vec<&str> {
    buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect()
}

#[test]
fn characters_keep_their_columns() {
    let wide = || [cell('字', "", CellKind::Wide), cell(' ', "", CellKind::Spacer)];
    let [first, second] = wide();
    let cells = vec![
        cell('a', "", CellKind::Narrow),
        first,
        second,
        cell('e', "\u{301}", CellKind::Narrow),
    ];
    assert_eq!(symbols(&painted(cells, 6)), ["a", "字", " ", "e\u{301}", " ", " "]);
    assert_eq!(symbols(&painted(wide().to_vec(), 1)), [" "], "half a character is none");
}

#[test]
fn a_mark_that_widens_its_character_is_left_out() {
    let cells = vec![cell('❤', "\u{fe0f}", CellKind::Narrow), cell('x', "", CellKind::Narrow)];
    assert_eq!(symbols(&painted(cells, 2)), ["❤", "x"]);
}

#[test]
fn a_joiner_does_not_reach_the_next_cell() {
    let cells = vec![cell('👨', "\u{200d}", CellKind::Wide), cell(' ', "", CellKind::Spacer)];
    assert_eq!(symbols(&painted(cells, 2)), ["👨", " "]);
}

#[test]
fn the_sixteen_colors_keep_their_own_codes() {
    for index in 0..16 {
        let style = CellStyle { foreground: Color::Ansi(index), ..CellStyle::default() };
        let buffer = painted(vec![Cell { style, ..Cell::default() }], 1);
        assert_eq!(crate::ui::outer::ansi_index(buffer[(0, 0)].fg), index);
    }
}

#[test]
fn styles_cross_over() {
    let attributes = [
        Attributes::BOLD,
        Attributes::DIM,
        Attributes::ITALIC,
        Attributes::INVERSE,
        Attributes::HIDDEN,
        Attributes::STRIKEOUT,
    ];
    let style = CellStyle {
        foreground: Color::Indexed(9),
        background: Color::Rgb(Rgb { red: 1, green: 2, blue: 3 }),
        attributes: attributes.into_iter().fold(Attributes::none(), Attributes::with),
        underline: Underline::Curly,
        underline_color: Color::Indexed(4),
    };
    let buffer = painted(vec![Cell { style, ..Cell::default() }, Cell::default()], 2);
    let target = &buffer[(0, 0)];
    assert_eq!(target.fg, TargetColor::Indexed(9));
    assert_eq!(target.bg, TargetColor::Rgb(1, 2, 3));
    assert_eq!(target.underline_color, TargetColor::Indexed(4));
    let all = Modifier::BOLD
        | Modifier::DIM
        | Modifier::ITALIC
        | Modifier::REVERSED
        | Modifier::HIDDEN
        | Modifier::CROSSED_OUT
        | Modifier::UNDERLINED;
    assert_eq!(target.modifier, all);
    assert_eq!(buffer[(1, 0)], ratatui::buffer::Cell::EMPTY);
}
