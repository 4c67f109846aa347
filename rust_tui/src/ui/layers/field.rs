//! A one-line text field: a search, or the new value of a setting.

use parlo_core::line_editor::{EditCommand, LineEditor};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::LayerEvent;
use super::line::put;
use crate::ui::keymap::{KeyCode, KeyStroke, Modifiers};
use crate::ui::plain::{Keep, fit, width};
use crate::ui::theme::{Role, Theme};

/// The text and the cursor in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Field {
    editor: LineEditor,
}

/// The edit command of an event; `None` if it does not edit.
pub(super) fn command_of(event: &LayerEvent) -> Option<EditCommand> {
    match event {
        LayerEvent::Text(text) | LayerEvent::Pasted(text) => {
            Some(EditCommand::Insert((*text).to_owned()))
        }
        LayerEvent::Stroke(key) => command_of_key(*key),
        LayerEvent::Mouse(_) => None,
    }
}

fn command_of_key(key: KeyStroke) -> Option<EditCommand> {
    let Modifiers { ctrl, alt, shift } = key.modifiers;
    let by_word = ctrl || alt;
    Some(match key.code {
        KeyCode::Left if by_word => EditCommand::MoveWordLeft,
        KeyCode::Left => EditCommand::MoveLeft,
        KeyCode::Right if by_word => EditCommand::MoveWordRight,
        KeyCode::Right => EditCommand::MoveRight,
        KeyCode::Home => EditCommand::MoveToStart,
        KeyCode::End => EditCommand::MoveToEnd,
        KeyCode::Backspace if by_word => EditCommand::DeleteWordLeft,
        KeyCode::Backspace => EditCommand::DeleteLeft,
        KeyCode::Delete if by_word => EditCommand::DeleteWordRight,
        KeyCode::Delete => EditCommand::DeleteRight,
        // As in a shell.
        KeyCode::Char(letter) if ctrl && !alt && !shift => match letter {
            'a' => EditCommand::MoveToStart,
            'e' => EditCommand::MoveToEnd,
            'b' => EditCommand::MoveLeft,
            'f' => EditCommand::MoveRight,
            'h' => EditCommand::DeleteLeft,
            'd' => EditCommand::DeleteRight,
            'w' => EditCommand::DeleteWordLeft,
            'u' => EditCommand::DeleteToStart,
            'k' => EditCommand::DeleteToEnd,
            _ => return None,
        },
        KeyCode::Char(letter) if alt && !ctrl && !shift => match letter {
            'b' => EditCommand::MoveWordLeft,
            'f' => EditCommand::MoveWordRight,
            'd' => EditCommand::DeleteWordRight,
            _ => return None,
        },
        _ => return None,
    })
}

impl Field {
    /// A field with a text and the cursor at its end.
    pub(super) fn of(text: &str) -> Self {
        let mut field = Self::default();
        field.editor.handle(EditCommand::Insert(text.to_owned()));
        field
    }

    pub(super) fn text(&self) -> &str {
        self.editor.text()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// Handles an edit; `false` if the event is none.
    pub(super) fn handle(&mut self, event: &LayerEvent) -> bool {
        let Some(command) = command_of(event) else { return false };
        self.editor.handle(command);
        true
    }

    /// Draws the text after a label, scrolled to show the cursor, and returns the cursor's
    /// position.
    pub(super) fn draw(
        &self,
        buffer: &mut Buffer,
        row: Rect,
        label: &str,
        theme: &Theme,
    ) -> Option<Position> {
        let row = row.intersection(buffer.area);
        if row.is_empty() {
            return None;
        }
        let label_columns = width(label).min(usize::from(row.width).saturating_sub(1));
        let room = usize::from(row.width) - label_columns;
        // One column is left for the cursor after the last character.
        let before = self.editor.before_cursor();
        let shown = fit(before, room.saturating_sub(1), Keep::End, "");
        let parts = [
            (label.to_owned(), Role::Faint),
            (format!("{shown}{}", self.editor.after_cursor()), Role::Text),
        ];
        put(buffer, row, &parts, theme);
        let column = label_columns + width(&shown);
        let column = u16::try_from(column).unwrap_or(u16::MAX).min(row.width - 1);
        Some(Position::new(row.x + column, row.y))
    }
}

#[cfg(test)]
mod tests;
