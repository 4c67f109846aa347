//! The box that most layers use: a title, a list, a description of the chosen row, and the keys.
//!
//! It is as large as its content and centred; in a small terminal it takes the whole pane. Esc, `q`
//! and a click outside close it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::LayerEvent;
use super::line::{Line, MARGIN, put, put_row};
use super::list::{List, Picked};
use crate::ui::input::{MouseButton, MouseEventKind};
use crate::ui::keymap::{KeyCode, KeyStroke};
use crate::ui::plain::{Keep, fit, width};
use crate::ui::theme::{Role, Theme};

/// In a smaller pane the box takes all of it.
const SMALL_COLUMNS: u16 = 64;
const SMALL_ROWS: u16 = 16;
/// Rows of the list that must fit before a description of the chosen row is shown.
const LEAST_ROWS: u16 = 3;

/// A key and what it does, at the bottom of a box.
pub(super) type Hint<'a> = (&'a str, &'a str);

/// The content of a box.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Parts<'a> {
    pub(super) title: &'a str,
    pub(super) hints: &'a [Hint<'a>],
    /// Preferred columns of the rows, without the margin.
    pub(super) columns: usize,
    /// Preferred rows of the list, so that the box keeps its size while the list changes.
    pub(super) rows: usize,
    /// Rows above the list.
    pub(super) head: u16,
    /// Rows below the list, with a rule above them.
    pub(super) detail: u16,
}

/// Where the parts of a box are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    pub(super) head: Rect,
    list: Rect,
    pub(super) detail: Rect,
}

/// A box and its list.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) list: List,
    bounds: Rect,
    /// The rows in view, each with its place.
    rows: Vec<(usize, Rect)>,
}

impl Sheet {
    /// Handles the keys and clicks that all boxes have in common.
    pub(super) fn handle(&mut self, event: &LayerEvent) -> Picked {
        match event {
            LayerEvent::Stroke(key) if *key == KeyStroke::plain(KeyCode::Escape) => Picked::Close,
            LayerEvent::Text("q") => Picked::Close,
            LayerEvent::Mouse(event)
                if matches!(event.kind, MouseEventKind::Press(MouseButton::Left))
                    && !self.bounds.contains(Position::new(event.column, event.row)) =>
            {
                Picked::Close
            }
            event => self.list.handle(event),
        }
    }

    /// Draws the box and returns where its parts are.
    pub(super) fn draw(
        &mut self,
        buffer: &mut Buffer,
        area: Rect,
        theme: &Theme,
        parts: &Parts,
    ) -> Places {
        let area = area.intersection(buffer.area);
        let bounds = self.place(area, parts);
        self.bounds = bounds;
        theme.clear(buffer, bounds);
        let inner = Rect {
            x: bounds.x.saturating_add(1),
            y: bounds.y.saturating_add(1),
            width: bounds.width.saturating_sub(2),
            height: bounds.height.saturating_sub(2),
        };
        border(buffer, bounds, theme);
        on_border(buffer, bounds, bounds.y, &[(parts.title.to_owned(), Role::Title)], theme);
        let hints = hints_that_fit(parts.hints, usize::from(bounds.width).saturating_sub(4));
        on_border(buffer, bounds, bounds.bottom().saturating_sub(1), &hints, theme);
        let places = divide(inner, parts, self.list.len().max(parts.rows).max(1));
        if !places.detail.is_empty() {
            let rule = theme.pick("─", "-").repeat(usize::from(inner.width));
            let row = Rect { y: places.detail.y - 1, height: 1, ..inner };
            put(buffer, row, &[(rule, Role::Border)], theme);
        }
        self.rows = self.list.show(places.list);
        places
    }

    /// Draws the rows in view, each as the line of its index for a number of columns, and marks on
    /// the border where the list continues. A list without rows shows `nothing`.
    pub(super) fn draw_rows(
        &self,
        buffer: &mut Buffer,
        theme: &Theme,
        places: &Places,
        nothing: (&str, Role),
        line: impl Fn(usize, usize) -> Line,
    ) {
        if self.list.len() == 0 {
            if !nothing.0.is_empty() {
                let nothing = [(nothing.0.to_owned(), nothing.1)];
                put_row(buffer, places.list, &nothing, theme, false);
            }
            return;
        }
        for (index, row) in &self.rows {
            let is_chosen = self.list.chosen() == Some(*index);
            put_row(buffer, *row, &line(*index, usize::from(row.width)), theme, is_chosen);
        }
        let (above, below) = self.list.hides();
        let x = self.bounds.right().saturating_sub(1);
        let marks = [
            (above, places.list.y, theme.pick("↑", "^")),
            (below, places.list.bottom().saturating_sub(1), theme.pick("↓", "v")),
        ];
        for (_, y, mark) in marks.into_iter().filter(|(hidden, ..)| *hidden) {
            if let Some(cell) = buffer.cell_mut(Position::new(x, y)) {
                cell.set_symbol(mark).set_style(theme.style(Role::Accent));
            }
        }
    }

    fn place(&self, area: Rect, parts: &Parts) -> Rect {
        let inside = (parts.columns + MARGIN + 1).max(width(parts.title) + 2);
        let rows = self.list.len().max(parts.rows).max(1);
        let rows = u16::try_from(rows).unwrap_or(u16::MAX);
        let detail = if parts.detail > 0 { parts.detail + 1 } else { 0 };
        let wanted = rows.saturating_add(parts.head + detail + 2);
        let full =
            |wanted: u16, all: u16, small: u16| if all < small { all } else { wanted.min(all) };
        let columns = u16::try_from(inside + 2).unwrap_or(u16::MAX);
        let columns = full(columns, area.width, SMALL_COLUMNS);
        let rows = full(wanted, area.height, SMALL_ROWS);
        Rect {
            x: area.x + (area.width - columns) / 2,
            y: area.y + (area.height - rows) / 2,
            width: columns,
            height: rows,
        }
    }
}

/// Divides the inside of a box into head, list and detail; parts that do not fit get no rows.
fn divide(inner: Rect, parts: &Parts, rows: usize) -> Places {
    let head_rows = parts.head.min(inner.height.saturating_sub(1));
    let left = inner.height - head_rows;
    // Where not everything fits, the detail may take a third of the box.
    let enough = rows + usize::from(parts.detail) < usize::from(left);
    let third = (inner.height / 3).max(2).min(left.saturating_sub(LEAST_ROWS + 1));
    let detail_rows = if enough { parts.detail } else { parts.detail.min(third) };
    let list_rows = left - if detail_rows > 0 { detail_rows + 1 } else { 0 };
    // The rows of the list begin with a margin for the mark; the other parts are indented alike.
    let text = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    Places {
        head: Rect { height: head_rows, ..text },
        list: Rect { y: inner.y + head_rows, height: list_rows, ..inner },
        detail: Rect { y: inner.bottom() - detail_rows, height: detail_rows, ..text },
    }
}

pub(super) fn border(buffer: &mut Buffer, bounds: Rect, theme: &Theme) {
    if bounds.is_empty() {
        return;
    }
    let (right, bottom) = (bounds.right() - 1, bounds.bottom() - 1);
    let style = theme.style(Role::Border);
    for position in bounds.positions() {
        let symbol = match (position.x, position.y) {
            (x, y) if x == bounds.x && y == bounds.y => theme.pick("╭", "+"),
            (x, y) if x == right && y == bounds.y => theme.pick("╮", "+"),
            (x, y) if x == bounds.x && y == bottom => theme.pick("╰", "+"),
            (x, y) if x == right && y == bottom => theme.pick("╯", "+"),
            (_, y) if y == bounds.y || y == bottom => theme.pick("─", "-"),
            (x, _) if x == bounds.x || x == right => theme.pick("│", "|"),
            _ => continue,
        };
        buffer[position].set_symbol(symbol).set_style(style);
    }
}

/// Writes text into a horizontal border.
fn on_border(buffer: &mut Buffer, bounds: Rect, y: u16, line: &[(String, Role)], theme: &Theme) {
    let room = usize::from(bounds.width).saturating_sub(6);
    let words: usize = line.iter().map(|(text, _)| width(text)).sum();
    if words == 0 || room == 0 {
        return;
    }
    let mut parts = vec![(" ".to_owned(), Role::Text)];
    match line {
        [(text, role)] => parts.push((fit(text, room, Keep::Start, theme.pick("…", "...")), *role)),
        several => parts.extend(several.iter().cloned()),
    }
    parts.push((" ".to_owned(), Role::Text));
    let row = Rect { x: bounds.x + 2, y, width: bounds.width.saturating_sub(4), height: 1 };
    put(buffer, row, &parts, theme);
}

/// As many of the first hints as fit.
pub(super) fn hints_that_fit(hints: &[Hint], columns: usize) -> Vec<(String, Role)> {
    let mut parts = Vec::new();
    let mut used = 2;
    for (key, label) in hints {
        let gap = if parts.is_empty() { 0 } else { 2 };
        used += gap + width(key) + 1 + width(label);
        if used > columns {
            break;
        }
        parts.push((format!("{}{key} ", " ".repeat(gap)), Role::Accent));
        parts.push(((*label).to_owned(), Role::Faint));
    }
    parts
}
