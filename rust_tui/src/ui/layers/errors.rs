//! The window of recent errors: newest first, each with its remedy.

use parlo_core::untrusted::printable;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::line::{cell, put_wrapped};
use super::list::Picked;
use super::sheet::{Hint, Parts, Sheet};
use super::{Layer, LayerEvent, LayerRequest, LayerUpdate, Reaction};
use crate::ui::hud::Severity;
use crate::ui::keymap::Action;
use crate::ui::plain::width;
use crate::ui::theme::{Role, Theme};

pub(super) const HINTS: &[Hint] = &[("Esc", "close"), ("C", "copy")];

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorRow {
    /// Time of day, as in `15:04:05`.
    pub at: String,
    /// Its severity.
    pub severity: Severity,
    /// Its text.
    pub text: String,
    /// The remedy, if the text does not name it.
    pub remedy: String,
}

/// The open list.
#[derive(Debug, Default)]
pub struct Errors {
    rows: Vec<ErrorRow>,
    sheet: Sheet,
}

impl Errors {
    /// The notices so far, newest first.
    pub fn new(rows: Vec<ErrorRow>) -> Self {
        let mut errors = Self::default();
        errors.set(rows);
        errors
    }

    fn set(&mut self, rows: Vec<ErrorRow>) {
        let clean = |row: ErrorRow| ErrorRow { text: printable(&row.text), ..row };
        self.rows = rows.into_iter().map(clean).collect();
        self.sheet.list.set_len(self.rows.len());
    }

    fn chosen(&self) -> Option<&ErrorRow> {
        self.rows.get(self.sheet.list.chosen()?)
    }
}

impl Layer for Errors {
    fn action(&self) -> Option<Action> {
        Some(Action::Errors)
    }

    fn handle(&mut self, event: &LayerEvent) -> Reaction {
        if *event == LayerEvent::Text("c") {
            return self.chosen().map_or(Reaction::Consumed, |row| {
                Reaction::Want(LayerRequest::Copy(row.text.clone()))
            });
        }
        match self.sheet.handle(event) {
            Picked::Close => Reaction::Close,
            Picked::Activated | Picked::Moved | Picked::Nothing => Reaction::Consumed,
        }
    }

    fn update(&mut self, update: &LayerUpdate) {
        if let LayerUpdate::Errors(rows) = update {
            self.set(rows.clone());
        }
    }

    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let longest = self.rows.iter().map(|row| width(&row.text)).max().unwrap_or(0);
        let columns = (longest + 12).clamp(40, 76);
        let title = "Last errors";
        let parts = Parts { title, hints: HINTS, columns, detail: 4, ..Parts::default() };
        let places = self.sheet.draw(buffer, area, theme, &parts);
        let nothing = ("none so far", Role::Faint);
        self.sheet.draw_rows(buffer, theme, &places, nothing, |index, columns| {
            let ErrorRow { at, severity, text, .. } = &self.rows[index];
            let (sign, role) = match severity {
                Severity::Error => ("!", Role::Bad),
                Severity::Info => (theme.pick("·", "-"), Role::Faint),
            };
            let room = columns.saturating_sub(width(at) + 6);
            vec![
                (format!("{at} "), Role::Faint),
                (format!("{sign} "), role),
                (cell(text, room, theme), Role::Text),
            ]
        });
        if let Some(row) = self.chosen() {
            let text = if row.remedy.is_empty() {
                row.text.clone()
            } else {
                format!("{}. Try: {}", row.text, row.remedy)
            };
            put_wrapped(buffer, places.detail, &text, Role::Text, theme);
        }
        None
    }
}
