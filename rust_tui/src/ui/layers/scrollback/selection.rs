//! Selecting with the arrows or the mouse, and copying.

use super::{CellRange, Mode, ScrollCommand, Scrollback, Spot};
use crate::ui::input::{MouseButton, MouseEvent, MouseEventKind};
use crate::ui::keymap::KeyCode;
use crate::ui::layers::{LayerRequest, Reaction};

/// Lines one notch of the wheel moves.
const WHEEL_LINES: i32 = 3;

impl Scrollback {
    pub(super) fn begin_selection(&mut self) {
        let middle = Spot { line: self.line_at(self.last_row() / 2), column: 0 };
        let in_view = |(start, _): &CellRange| self.row_of(start.line).is_some();
        let (start, end) = self.found.filter(in_view).unwrap_or((middle, middle));
        self.selection = Some((start, end));
        self.mode = Mode::Selecting;
    }

    pub(super) fn end_selection(&mut self) {
        self.selection = None;
        self.mode = Mode::Viewing;
    }

    pub(super) fn move_selection(&mut self, key: KeyCode) -> Option<Reaction> {
        let (start, mut end) = self.selection?;
        let last_column = self.view.columns.saturating_sub(1);
        match key {
            KeyCode::Left => end.column = end.column.saturating_sub(1),
            KeyCode::Right => end.column = (end.column + 1).min(last_column),
            KeyCode::Up => end.line = (end.line - 1).max(-self.view.history),
            KeyCode::Down => end.line = (end.line + 1).min(i32::from(self.last_row())),
            KeyCode::Home => end.column = 0,
            KeyCode::End => end.column = last_column,
            _ => return None,
        }
        self.selection = Some((start, end));
        Some(Self::request(ScrollCommand::Line(end.line)))
    }

    pub(super) fn copy(&mut self) -> Reaction {
        let Some((start, end)) = self.selection else { return Self::leave() };
        let range = (start.min(end), start.max(end));
        if self.closes_on_release && self.view.above == 0 {
            return Reaction::CloseAndWant(LayerRequest::Scroll(ScrollCommand::Copy(range)));
        }
        self.mode = Mode::Viewing;
        Self::request(ScrollCommand::Copy(range))
    }

    pub(super) fn point(&mut self, event: MouseEvent) -> Reaction {
        let row = event.row.min(self.last_row());
        let spot = Spot { line: self.line_at(row), column: event.column };
        match event.kind {
            MouseEventKind::WheelUp => {
                self.closes_on_release = false;
                Self::request(ScrollCommand::Lines(WHEEL_LINES))
            }
            MouseEventKind::WheelDown if self.view.above == 0 => Self::leave(),
            MouseEventKind::WheelDown => Self::request(ScrollCommand::Lines(-WHEEL_LINES)),
            MouseEventKind::Press(MouseButton::Left) => {
                self.end_selection();
                self.pressed = Some(spot);
                Reaction::Consumed
            }
            MouseEventKind::Drag(MouseButton::Left) => {
                let Some(pressed) = self.pressed else { return Reaction::Consumed };
                self.selection = Some((pressed, spot));
                match row {
                    0 if self.view.above < self.view.history => {
                        self.closes_on_release = false;
                        Self::request(ScrollCommand::Lines(1))
                    }
                    row if row == self.last_row() && self.view.above > 0 => {
                        Self::request(ScrollCommand::Lines(-1))
                    }
                    _ => Reaction::Consumed,
                }
            }
            MouseEventKind::Release(MouseButton::Left) => {
                self.pressed = None;
                match self.selection {
                    Some(_) => self.copy(),
                    None if self.closes_on_release => Self::leave(),
                    None => Reaction::Consumed,
                }
            }
            _ => Reaction::Consumed,
        }
    }
}
