//! One line of text that is being typed: a search, or the new value of a setting.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthChar;

use super::LayerEvent;
use super::line::put;
use crate::ui::keymap::{KeyCode, KeyStroke, Modifiers};
use crate::ui::plain::{plain, width};
use crate::ui::theme::{Role, Theme};

/// More than this is not taken; the longest setting has 600 characters, a list of words more.
const MOST_CHARACTERS: usize = 8_000;

/// The text and the place in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Field {
    text: String,
    /// In bytes, at the beginning of a character.
    cursor: usize,
}

impl Field {
    /// A field that holds a text already, with the cursor behind it.
    pub(super) fn of(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len() }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Takes typing; `false` if the event is not about the text.
    pub(super) fn take(&mut self, event: &LayerEvent) -> bool {
        match event {
            LayerEvent::Text(text) | LayerEvent::Pasted(text) => self.insert(text),
            LayerEvent::Stroke(key) => return self.take_key(*key),
            _ => return false,
        }
        true
    }

    fn insert(&mut self, text: &str) {
        let leading = text.starts_with(char::is_whitespace);
        let trailing = text.len() > 1 && text.ends_with(char::is_whitespace);
        let mut clean = plain(text);
        if leading {
            clean.insert(0, ' ');
        }
        if trailing && !clean.ends_with(' ') {
            clean.push(' ');
        }
        let room = MOST_CHARACTERS.saturating_sub(self.text.chars().count());
        let clean: String = clean.chars().take(room).collect();
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
    }

    fn take_key(&mut self, key: KeyStroke) -> bool {
        let ctrl = Modifiers { ctrl: true, ..Modifiers::default() };
        let (before, after) = self.text.split_at(self.cursor);
        let back = last_length(before);
        match (key.code, key.modifiers) {
            (KeyCode::Char('u'), held) if held == ctrl => self.remove(0, self.cursor),
            (KeyCode::Char('w'), held) if held == ctrl => {
                let word = before.trim_end().rfind(' ').map_or(0, |space| space + 1);
                self.remove(word, self.cursor);
            }
            (KeyCode::Char('a'), held) if held == ctrl => self.cursor = 0,
            (KeyCode::Char('e'), held) if held == ctrl => self.cursor = self.text.len(),
            (code, held) if held == Modifiers::default() => match code {
                KeyCode::Backspace => self.remove(self.cursor - back, self.cursor),
                KeyCode::Delete => self.remove(self.cursor, self.cursor + first_length(after)),
                KeyCode::Left => self.cursor -= back,
                KeyCode::Right => self.cursor += first_length(after),
                KeyCode::Home => self.cursor = 0,
                KeyCode::End => self.cursor = self.text.len(),
                _ => return false,
            },
            _ => return false,
        }
        true
    }

    fn remove(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
    }

    /// Draws the text behind a label, scrolled so that the cursor is in sight, and tells where that is.
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
        // One column is left for the cursor behind the last character.
        let mut start = 0;
        while width(&self.text[start..self.cursor]) >= room.max(1) {
            start += first_length(&self.text[start..]);
        }
        let parts =
            vec![(label.to_owned(), Role::Faint), (self.text[start..].to_owned(), Role::Text)];
        put(buffer, row, &parts, theme);
        let column = label_columns + width(&self.text[start..self.cursor]);
        let column = u16::try_from(column).unwrap_or(u16::MAX).min(row.width - 1);
        Some(Position::new(row.x + column, row.y))
    }
}

/// Bytes of the first character with the marks that follow it.
fn first_length(text: &str) -> usize {
    let mut characters = text.char_indices();
    characters.next();
    characters
        .find(|(_, character)| character.width().unwrap_or(0) > 0)
        .map_or(text.len(), |(at, _)| at)
}

/// Bytes of the last character with its marks.
fn last_length(text: &str) -> usize {
    let start = text
        .char_indices()
        .rev()
        .find(|(_, character)| character.width().unwrap_or(0) > 0)
        .map_or(0, |(at, _)| at);
    text.len() - start
}

#[cfg(test)]
mod tests;
