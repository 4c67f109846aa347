//! The window of recent errors: newest first, each with its remedy.

use parlo_core::untrusted::printable;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::line::{Mark, cell, put_row, put_wrapped};
use super::sheet::{Hint, Parts, Sheet, SheetEvent};
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
#[derive(Debug)]
pub struct Errors {
    rows: Vec<ErrorRow>,
    sheet: Sheet,
}

impl Errors {
    /// The notices so far, newest first.
    pub fn new(rows: Vec<ErrorRow>) -> Self {
        let mut errors = Self { rows: Vec::new(), sheet: Sheet::default() };
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
        match event {
            LayerEvent::Update(LayerUpdate::Errors(rows)) => {
                self.set(rows.clone());
                return Reaction::Consumed;
            }
            LayerEvent::Update(_) => return Reaction::Ignored,
            LayerEvent::Text("c") => {
                return self.chosen().map_or(Reaction::Consumed, |row| {
                    Reaction::Want(LayerRequest::Copy(row.text.clone()))
                });
            }
            _ => {}
        }
        match self.sheet.handle(event) {
            SheetEvent::Close => Reaction::Close,
            SheetEvent::Activated | SheetEvent::Moved | SheetEvent::Other => Reaction::Consumed,
        }
    }

    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let longest = self.rows.iter().map(|row| width(&row.text)).max().unwrap_or(0);
        let columns = (longest + 12).clamp(40, 76);
        let parts =
            Parts { title: "Last errors", hints: HINTS, columns, rows: 0, head: 0, detail: 4 };
        let places = self.sheet.draw(buffer, area, theme, &parts);
        if self.rows.is_empty() {
            let row = Rect { height: places.list.height.min(1), ..places.list };
            put_row(buffer, row, &[("none so far".to_owned(), Role::Faint)], theme, Mark::Plain);
        }
        for (index, row) in self.sheet.list.show(places.list) {
            let ErrorRow { at, severity, text, .. } = &self.rows[index];
            let (sign, role) = match severity {
                Severity::Error => ("!", Role::Bad),
                Severity::Info => (theme.pick("·", "-"), Role::Faint),
            };
            let room = usize::from(row.width).saturating_sub(width(at) + 6);
            let line = vec![
                (format!("{at} "), Role::Faint),
                (format!("{sign} "), role),
                (cell(text, room, theme), Role::Text),
            ];
            let chosen = self.sheet.list.chosen() == Some(index);
            put_row(buffer, row, &line, theme, if chosen { Mark::Chosen } else { Mark::Plain });
        }
        self.sheet.draw_marks(buffer, &places, theme);
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
