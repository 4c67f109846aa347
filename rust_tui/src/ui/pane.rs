//! Composes the agent's screen, cell for cell, with what parlo draws over it.
//!
//! parlo draws its rows and layers with ratatui, whose cells have no links, no underline styles and
//! no blinking. So the agent's screen never goes through them: [`reserve`] marks the cells of its
//! area, and [`compose`] fills the marked ones from the agent's screen and all others from
//! ratatui's. A widget over the pane has to clear its area first (`ratatui::widgets::Clear`), which
//! removes the marks; a style set on marked cells is laid over the agent's.

use std::borrow::Cow;

use parlo_core::screen::{Attributes, Cell, CellKind, CellStyle, Color, Rgb, Screen, Underline};
use parlo_core::untrusted::{is_unsafe, verbatim};
use ratatui::buffer::{Buffer, Cell as DrawnCell, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::{Color as DrawnColor, Modifier};
use unicode_width::UnicodeWidthStr;

use super::theme::ansi_index;

/// Marks an area as the agent's. The agent's screen always starts at the buffer's top left corner.
pub fn reserve(buffer: &mut Buffer, area: Rect) {
    for position in area.intersection(buffer.area).positions() {
        let cell = &mut buffer[position];
        cell.reset();
        cell.set_diff_option(CellDiffOption::Skip);
    }
}

/// Fills a frame of the buffer's size: marked cells show the agent's screen, blank where it does
/// not reach; the others show the buffer. Half a wide character is never left.
pub fn compose(frame: &mut Screen, buffer: &Buffer, agent: &Screen) {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    frame.columns = columns;
    frame.rows = rows;
    frame.cells.resize(usize::from(columns) * usize::from(rows), Cell::default());
    for row in 0..rows {
        let start = usize::from(row) * usize::from(columns);
        let targets = &mut frame.cells[start..start + usize::from(columns)];
        let drawn = &buffer.content[start..start + usize::from(columns)];
        compose_row(targets, drawn, agent.row(row));
    }
}

fn compose_row(targets: &mut [Cell], drawn: &[DrawnCell], agent: &[Cell]) {
    let mut covered = false;
    for (column, (target, drawn)) in targets.iter_mut().zip(drawn).enumerate() {
        if drawn.diff_option == CellDiffOption::Skip {
            match agent.get(column) {
                Some(cell) => target.clone_from(cell),
                None => *target = Cell::default(),
            }
            lay_over(&mut target.style, drawn);
            covered = false;
        } else if covered {
            *target = Cell { kind: CellKind::Spacer, style: style(drawn), ..Cell::default() };
            covered = false;
        } else {
            convert(target, drawn);
            covered = target.kind == CellKind::Wide;
        }
    }
    clear_halves(targets);
}

/// A wide character whose other half is covered, or beyond the edge, becomes blank.
fn clear_halves(cells: &mut [Cell]) {
    let mut behind_wide = false;
    for column in 0..cells.len() {
        let kind = cells[column].kind;
        let has_other_half = match kind {
            CellKind::Narrow => true,
            CellKind::Wide => {
                cells.get(column + 1).is_some_and(|next| next.kind == CellKind::Spacer)
            }
            CellKind::Spacer => behind_wide,
        };
        if !has_other_half {
            cells[column].blank();
        }
        behind_wide = kind == CellKind::Wide && has_other_half;
    }
}

fn convert(target: &mut Cell, drawn: &DrawnCell) {
    let mut symbol = Cow::Borrowed(drawn.symbol());
    // Text is cleaned where it is drawn; this catches any that was not.
    if symbol.chars().any(is_unsafe) {
        symbol = Cow::Owned(verbatim(&symbol));
    }
    let mut characters = symbol.chars();
    target.character = characters.next().unwrap_or(' ');
    let marks = characters.as_str();
    target.marks = (!marks.is_empty()).then(|| marks.into());
    target.kind = if symbol.width() > 1 { CellKind::Wide } else { CellKind::Narrow };
    target.style = style(drawn);
    target.link = None;
}

fn style(drawn: &DrawnCell) -> CellStyle {
    let underlined = drawn.modifier.contains(Modifier::UNDERLINED);
    CellStyle {
        foreground: color(drawn.fg),
        background: color(drawn.bg),
        attributes: attributes(drawn.modifier),
        underline: if underlined { Underline::Single } else { Underline::None },
        underline_color: color(drawn.underline_color),
    }
}

/// The style parlo adds to the agent's cells: selected text, search matches, the pane behind a
/// layer.
fn lay_over(style: &mut CellStyle, drawn: &DrawnCell) {
    if drawn.fg != DrawnColor::Reset {
        style.foreground = color(drawn.fg);
    }
    if drawn.bg != DrawnColor::Reset {
        style.background = color(drawn.bg);
    }
    if !drawn.modifier.is_empty() {
        let reversed = drawn.modifier.contains(Modifier::REVERSED);
        let was_reversed = style.attributes.contains(Attributes::INVERSE);
        style.attributes = style.attributes.with(attributes(drawn.modifier));
        if reversed && was_reversed {
            // Reversed twice it would not stand out.
            style.attributes = style.attributes.without(Attributes::INVERSE);
        }
        if drawn.modifier.contains(Modifier::UNDERLINED) {
            style.underline = Underline::Single;
        }
    }
}

fn attributes(modifier: Modifier) -> Attributes {
    const PAIRS: [(Modifier, Attributes); 8] = [
        (Modifier::BOLD, Attributes::BOLD),
        (Modifier::DIM, Attributes::DIM),
        (Modifier::ITALIC, Attributes::ITALIC),
        (Modifier::REVERSED, Attributes::INVERSE),
        (Modifier::HIDDEN, Attributes::HIDDEN),
        (Modifier::CROSSED_OUT, Attributes::STRIKEOUT),
        (Modifier::SLOW_BLINK, Attributes::BLINK),
        (Modifier::RAPID_BLINK, Attributes::BLINK),
    ];
    let set = PAIRS.iter().filter(|(flag, _)| modifier.contains(*flag));
    set.fold(Attributes::none(), |all, (_, attribute)| all.with(*attribute))
}

fn color(color: DrawnColor) -> Color {
    match color {
        DrawnColor::Rgb(red, green, blue) => Color::Rgb(Rgb { red, green, blue }),
        DrawnColor::Indexed(index) => Color::Indexed(index),
        named => ansi_index(named).map_or(Color::Default, Color::Ansi),
    }
}

#[cfg(test)]
mod tests;
