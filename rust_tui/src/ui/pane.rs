//! Draws the agent's screen, cell for cell.

use parlo_core::screen::{Attributes, Cell, CellKind, CellStyle, Color, Screen, Underline};
use ratatui::buffer::{Buffer, Cell as TargetCell};
use ratatui::layout::Rect;
use ratatui::style::{Color as TargetColor, Modifier};
use unicode_width::UnicodeWidthStr;

/// Draws the screen into an area, from its top left corner; what is outside is cut, and what the
/// screen does not cover is blank.
pub fn draw(buffer: &mut Buffer, area: Rect, screen: &Screen) {
    let area = area.intersection(buffer.area);
    let mut symbol = String::new();
    for y in area.top()..area.bottom() {
        let cells = screen.row(y - area.top());
        for x in area.left()..area.right() {
            let target = &mut buffer[(x, y)];
            target.reset();
            let Some(cell) = cells.get(usize::from(x - area.left())) else {
                continue;
            };
            let is_cut = cell.kind == CellKind::Wide && x + 1 == area.right();
            draw_cell(target, cell, is_cut, &mut symbol);
        }
    }
}

fn draw_cell(target: &mut TargetCell, cell: &Cell, is_cut: bool, symbol: &mut String) {
    set_style(target, &cell.style);
    let columns = match cell.kind {
        CellKind::Spacer => return,
        CellKind::Wide if is_cut => return,
        CellKind::Wide => 2,
        CellKind::Narrow => 1,
    };
    // The emulator gives every part of a joined emoji its own cells; a joiner at the end of one
    // would make the outer terminal merge it with the next.
    let marks = cell.marks.as_deref().map_or("", |marks| marks.trim_end_matches('\u{200d}'));
    if marks.is_empty() {
        target.set_char(cell.character);
        return;
    }
    symbol.clear();
    symbol.push(cell.character);
    symbol.push_str(marks);
    // Some marks widen their character (an emoji selector does). The agent's screen has counted
    // without that, so the grid would be torn; the plain character keeps it whole.
    if symbol.width() == columns {
        target.set_symbol(symbol);
    } else {
        target.set_char(cell.character);
    }
}

fn set_style(target: &mut TargetCell, style: &CellStyle) {
    target.fg = color(style.foreground);
    target.bg = color(style.background);
    target.underline_color = color(style.underline_color);
    let mut modifier = Modifier::empty();
    for (attribute, flag) in [
        (Attributes::BOLD, Modifier::BOLD),
        (Attributes::DIM, Modifier::DIM),
        (Attributes::ITALIC, Modifier::ITALIC),
        (Attributes::INVERSE, Modifier::REVERSED),
        (Attributes::HIDDEN, Modifier::HIDDEN),
        (Attributes::STRIKEOUT, Modifier::CROSSED_OUT),
    ] {
        modifier.set(flag, style.attributes.contains(attribute));
    }
    modifier.set(Modifier::UNDERLINED, style.underline != Underline::None);
    target.modifier = modifier;
}

/// The frame's names for the sixteen colours that have codes of their own.
const ANSI: [TargetColor; 16] = [
    TargetColor::Black,
    TargetColor::Red,
    TargetColor::Green,
    TargetColor::Yellow,
    TargetColor::Blue,
    TargetColor::Magenta,
    TargetColor::Cyan,
    TargetColor::Gray,
    TargetColor::DarkGray,
    TargetColor::LightRed,
    TargetColor::LightGreen,
    TargetColor::LightYellow,
    TargetColor::LightBlue,
    TargetColor::LightMagenta,
    TargetColor::LightCyan,
    TargetColor::White,
];

fn color(color: Color) -> TargetColor {
    match color {
        Color::Default => TargetColor::Reset,
        Color::Ansi(index) => ANSI.get(usize::from(index)).copied().unwrap_or_default(),
        Color::Indexed(index) => TargetColor::Indexed(index),
        Color::Rgb(rgb) => TargetColor::Rgb(rgb.red, rgb.green, rgb.blue),
    }
}

#[cfg(test)]
mod tests;
