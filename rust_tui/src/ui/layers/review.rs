//! The review line: a transcript above parlo's rows, to be edited before it is typed.
//!
//! It takes as many rows as it needs, four at most, and stays until the text is accepted, sent or
//! discarded; what is dictated meanwhile is appended. Its owner closes it.

use std::ops::Range;

use parlo_core::line_editor::LineEditor;
use parlo_core::untrusted::printable;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthChar;

use super::field::command_of;
use super::line::put;
use super::sheet::{Hint, hints_that_fit};
use super::{Layer, LayerEvent, LayerRequest, LayerUpdate, Reaction};
use crate::ui::keymap::{Action, KeyCode, KeyStroke, Modifiers};
use crate::ui::plain::{Keep, fit, width};
use crate::ui::theme::{Role, Theme};

pub(super) const HINTS: &[Hint] =
    &[("Enter", "insert"), ("Esc", "discard"), ("Alt+Enter", "insert and send")];
/// Rows of text shown at once, including the one with the cursor.
const TEXT_ROWS: usize = 2;
/// In a lower pane neither the keys nor the reason are shown.
const LEAST_ROWS_FOR_HINTS: u16 = 6;

/// The open line.
#[derive(Debug)]
pub struct Review {
    editor: LineEditor,
    /// Why the user has to type the text, if so.
    reason: String,
}

impl Review {
    /// A line with a text to review.
    pub fn new(text: &str) -> Self {
        let mut review = Self { editor: LineEditor::default(), reason: String::new() };
        review.editor.append(text);
        review
    }

    fn text(&self) -> String {
        self.editor.text().to_owned()
    }
}

impl Layer for Review {
    fn action(&self) -> Option<Action> {
        None
    }

    fn handle(&mut self, event: &LayerEvent) -> Reaction {
        if let LayerEvent::Stroke(KeyStroke { code, modifiers }) = event {
            let alt = Modifiers { alt: true, ..Modifiers::default() };
            match code {
                KeyCode::Enter if *modifiers == Modifiers::default() => {
                    return Reaction::Want(LayerRequest::AcceptReview(self.text()));
                }
                KeyCode::Enter if *modifiers == alt => {
                    return Reaction::Want(LayerRequest::SendReview(self.text()));
                }
                KeyCode::Escape => return Reaction::Want(LayerRequest::DiscardReview),
                _ => {}
            }
        }
        if let Some(command) = command_of(event) {
            self.editor.handle(command);
        }
        Reaction::Consumed
    }

    fn update(&mut self, update: &LayerUpdate) {
        match update {
            LayerUpdate::Offered(text) => self.editor.append(text),
            LayerUpdate::Untranscribed(reason) => self.reason = printable(reason),
            _ => {}
        }
    }

    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let area = area.intersection(buffer.area);
        let prompt = theme.pick("› ", "> ");
        // A column is left for the cursor after the last character of a row.
        let columns = usize::from(area.width).saturating_sub(width(prompt) + 1);
        if columns == 0 || area.height == 0 {
            return None;
        }
        let rows = broken(self.editor.text(), columns);
        let cursor = self.editor.cursor();
        let with_cursor = rows.iter().rposition(|row| row.start <= cursor).unwrap_or(0);
        let hint_rows = u16::from(area.height >= LEAST_ROWS_FOR_HINTS);
        let reason_rows = if self.reason.is_empty() { 0 } else { hint_rows };
        let text_rows = rows.len().min(TEXT_ROWS).min(usize::from(area.height));
        let first = with_cursor.saturating_sub(text_rows - 1).min(rows.len() - text_rows);
        let height = u16::try_from(text_rows).unwrap_or(1) + reason_rows + hint_rows;
        let whole = Rect { y: area.bottom() - height, height, ..area };
        theme.clear(buffer, whole);
        if reason_rows > 0 {
            let row = Rect { x: whole.x + 2, height: 1, ..whole }.intersection(whole);
            let columns = usize::from(row.width).saturating_sub(2);
            let reason = fit(&self.reason, columns, Keep::Start, theme.pick("…", ".."));
            put(buffer, row, &[(reason, Role::Warning)], theme);
        }
        let place = Rect { y: whole.y + reason_rows, height: height - reason_rows, ..whole };
        for (index, row) in place.rows().take(text_rows).enumerate() {
            let start = if first + index == 0 { prompt } else { "  " };
            let text = &self.editor.text()[rows[first + index].clone()];
            let parts = [(start.to_owned(), Role::Accent), (text.to_owned(), Role::Text)];
            put(buffer, row, &parts, theme);
        }
        if hint_rows > 0 {
            let row = Rect { x: place.x + 2, y: place.bottom() - 1, height: 1, ..place };
            let hints = hints_that_fit(HINTS, usize::from(area.width));
            put(buffer, row.intersection(place), &hints, theme);
        }
        let before = &self.editor.text()[rows[with_cursor].start..cursor];
        let x = u16::try_from(width(prompt) + width(before)).unwrap_or(u16::MAX);
        let y = u16::try_from(with_cursor - first).unwrap_or(0);
        Some(Position::new(area.x + x.min(area.width - 1), place.y + y))
    }
}

/// The rows of a text: broken after a space where possible, and never between a character and its
/// combining marks. At least one row.
fn broken(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut used, mut space) = (0, 0, None);
    for (at, character) in text.char_indices() {
        let wide = character.width().unwrap_or(0);
        if used + wide > columns && wide > 0 && at > start {
            let end = space.filter(|space| *space > start).unwrap_or(at);
            rows.push(start..end);
            start = end;
            used = width(&text[start..at]);
            space = None;
        }
        used += wide;
        if character == ' ' {
            space = Some(at + 1);
        }
    }
    rows.push(start..text.len());
    rows
}

#[cfg(test)]
mod tests;
