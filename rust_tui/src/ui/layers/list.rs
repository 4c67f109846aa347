//! A list in a layer: which row is chosen, which rows are visible, and the keys and clicks that
//! change that. The content of the rows is up to the layer.

use ratatui::layout::{Position, Rect};

use super::LayerEvent;
use crate::ui::input::{MouseButton, MouseEventKind};
use crate::ui::keymap::{KeyCode, KeyStroke};

/// How many rows the wheel moves.
const WHEEL_ROWS: isize = 3;

/// Whether a row can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    Choice,
    Heading,
}

/// The effect of an event on a list, or on the box around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Picked {
    /// It was for neither.
    Nothing,
    /// The box closes.
    Close,
    /// The choice may have moved.
    Moved,
    /// The chosen row is activated.
    Activated,
}

/// The state of a list.
#[derive(Debug, Default)]
pub(super) struct List {
    rows: Vec<RowKind>,
    chosen: usize,
    first: usize,
    drawn: Rect,
}

impl List {
    /// Sets the number of rows, all of which can be chosen.
    pub(super) fn set_len(&mut self, rows: usize) {
        self.set_rows(vec![RowKind::Choice; rows]);
    }

    /// Sets the rows. The choice stays, as far as possible.
    pub(super) fn set_rows(&mut self, rows: Vec<RowKind>) {
        self.rows = rows;
        self.choose(self.chosen.min(self.rows.len().saturating_sub(1)));
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The chosen row, if there is one.
    pub(super) fn chosen(&self) -> Option<usize> {
        (self.rows.get(self.chosen) == Some(&RowKind::Choice)).then_some(self.chosen)
    }

    /// Chooses a row, or the next one that can be chosen.
    pub(super) fn choose(&mut self, row: usize) {
        let can = |row: &usize| self.rows.get(*row) == Some(&RowKind::Choice);
        let found = (row..self.rows.len()).find(can).or_else(|| (0..row).rev().find(can));
        self.chosen = found.unwrap_or(0);
    }

    /// Chooses the first row below the next heading, or the first of all.
    pub(super) fn next_group(&mut self) {
        let heading = |row: &usize| self.rows.get(*row) == Some(&RowKind::Heading);
        self.choose((self.chosen..self.rows.len()).find(heading).unwrap_or(0));
    }

    /// Moves the choice by a number of rows that can be chosen, to the end at most.
    fn moved(&mut self, by: isize) -> Picked {
        for _ in 0..by.unsigned_abs() {
            let can = |row: &usize| self.rows.get(*row) == Some(&RowKind::Choice);
            let next = if by > 0 {
                (self.chosen + 1..self.rows.len()).find(can)
            } else {
                (0..self.chosen).rev().find(can)
            };
            match next {
                Some(row) => self.chosen = row,
                // A heading above the first row that can be chosen is shown with it.
                None if by < 0 => self.first = 0,
                None => {}
            }
        }
        Picked::Moved
    }

    /// Handles keys and the mouse.
    pub(super) fn handle(&mut self, event: &LayerEvent) -> Picked {
        match event {
            LayerEvent::Stroke(key) => self.handle_key(*key),
            LayerEvent::Mouse(event) => match event.kind {
                MouseEventKind::WheelUp => self.moved(-WHEEL_ROWS),
                MouseEventKind::WheelDown => self.moved(WHEEL_ROWS),
                MouseEventKind::Press(MouseButton::Left) => {
                    self.click(Position::new(event.column, event.row))
                }
                _ => Picked::Nothing,
            },
            _ => Picked::Nothing,
        }
    }

    fn handle_key(&mut self, key: KeyStroke) -> Picked {
        if key != KeyStroke::plain(key.code) {
            return Picked::Nothing;
        }
        let page = isize::try_from(self.drawn.height.saturating_sub(1).max(1)).unwrap_or(1);
        let everything = isize::try_from(self.rows.len()).unwrap_or(isize::MAX);
        match key.code {
            KeyCode::Up => self.moved(-1),
            KeyCode::Down => self.moved(1),
            KeyCode::PageUp => self.moved(-page),
            KeyCode::PageDown => self.moved(page),
            KeyCode::Home => self.moved(-everything),
            KeyCode::End => self.moved(everything),
            KeyCode::Enter if self.chosen().is_some() => Picked::Activated,
            _ => Picked::Nothing,
        }
    }

    /// A click chooses; a click on the chosen row activates it.
    fn click(&mut self, at: Position) -> Picked {
        if !self.drawn.contains(at) {
            return Picked::Nothing;
        }
        let row = self.first + usize::from(at.y - self.drawn.y);
        if self.rows.get(row) != Some(&RowKind::Choice) {
            return Picked::Nothing;
        }
        if self.chosen == row {
            return Picked::Activated;
        }
        self.chosen = row;
        Picked::Moved
    }

    /// The rows visible in an area, each with its place; the chosen one is among them.
    pub(super) fn show(&mut self, area: Rect) -> Vec<(usize, Rect)> {
        self.drawn = area;
        let height = usize::from(area.height);
        if height == 0 || self.rows.is_empty() {
            return Vec::new();
        }
        // A heading right above the chosen row is shown with it.
        let above = self.chosen.saturating_sub(1);
        let top = if self.rows.get(above) == Some(&RowKind::Heading) && height > 1 {
            above
        } else {
            self.chosen
        };
        self.first = self.first.min(top).max((self.chosen + 1).saturating_sub(height));
        self.first = self.first.min(self.rows.len().saturating_sub(height));
        (self.first..self.rows.len()).zip(area.rows()).collect()
    }

    /// Whether rows are hidden above and below what is shown.
    pub(super) fn hides(&self) -> (bool, bool) {
        let shown = self.first + usize::from(self.drawn.height);
        (self.first > 0, shown < self.rows.len())
    }
}

#[cfg(test)]
mod tests;
