//! One line of text under the user's keys: the transcript while it is reviewed.
//!
//! The cursor stands between what users call characters (grapheme clusters of UAX #29), words are
//! those of the same annex. The reader of keys turns them into [`EditCommand`]s; the drawing shows
//! [`LineEditor::before_cursor`] and [`LineEditor::after_cursor`]. Own code, because the crates for
//! this move by code point, which splits accents and emoji.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::transcript::joined;
use crate::untrusted::is_unsafe;

/// Longest text, in bytes: a minute of speech has about a thousand.
const LONGEST: usize = 16_384;

/// What a key means to the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditCommand {
    /// Typed or pasted; line breaks and tabs become spaces, other controls are dropped.
    Insert(String),
    /// One character to the left.
    MoveLeft,
    /// One character to the right.
    MoveRight,
    /// To the start of the word before.
    MoveWordLeft,
    /// Behind the next word.
    MoveWordRight,
    /// To the start of the line.
    MoveToStart,
    /// To its end.
    MoveToEnd,
    /// Removes the character before the cursor.
    DeleteLeft,
    /// Removes the one after it.
    DeleteRight,
    /// Removes from the start of the word before.
    DeleteWordLeft,
    /// Removes to the end of the next word.
    DeleteWordRight,
    /// Removes everything before the cursor.
    DeleteToStart,
    /// Removes everything after it.
    DeleteToEnd,
}

/// A line and a cursor in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineEditor {
    text: String,
    /// In bytes; always on a boundary of characters.
    cursor: usize,
}

impl LineEditor {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the cursor stands, in bytes of [`Self::text`].
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// What stands before the cursor.
    pub fn before_cursor(&self) -> &str {
        &self.text[..self.cursor]
    }

    /// What stands after it.
    pub fn after_cursor(&self) -> &str {
        &self.text[self.cursor..]
    }

    /// Adds what was said at the end, after a space. A cursor at the end stays there, any other
    /// stays where the user has put it.
    pub fn append(&mut self, said: &str) {
        let was_at_end = self.cursor == self.text.len();
        let said = cleaned(said, LONGEST.saturating_sub(self.text.len() + 1));
        // Blanks at the end go, and a cursor among them stands before what was said.
        let kept = self.text.trim_end().len();
        self.text = joined(&self.text[..kept], &said);
        self.cursor =
            if was_at_end { self.text.len() } else { self.boundary_from(self.cursor.min(kept)) };
    }

    /// Does what a key means.
    pub fn handle(&mut self, command: EditCommand) {
        let cursor = self.cursor;
        match command {
            EditCommand::Insert(typed) => {
                let typed = cleaned(&typed, LONGEST.saturating_sub(self.text.len()));
                self.text.insert_str(cursor, &typed);
                // What was typed may join the character after it.
                self.cursor = self.boundary_from(cursor + typed.len());
            }
            EditCommand::MoveLeft => self.cursor = self.left(),
            EditCommand::MoveRight => self.cursor = self.right(),
            EditCommand::MoveWordLeft => self.cursor = self.word_left(),
            EditCommand::MoveWordRight => self.cursor = self.word_right(),
            EditCommand::MoveToStart => self.cursor = 0,
            EditCommand::MoveToEnd => self.cursor = self.text.len(),
            EditCommand::DeleteLeft => self.delete(self.left(), cursor),
            EditCommand::DeleteRight => self.delete(cursor, self.right()),
            EditCommand::DeleteWordLeft => self.delete(self.word_left(), cursor),
            EditCommand::DeleteWordRight => self.delete(cursor, self.word_right()),
            EditCommand::DeleteToStart => self.delete(0, cursor),
            EditCommand::DeleteToEnd => self.delete(cursor, self.text.len()),
        }
    }

    fn delete(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        // What stood apart may have become one character.
        self.cursor = self.boundary_from(from);
    }

    /// The next boundary of characters from here on, this place included.
    fn boundary_from(&self, at: usize) -> usize {
        let mut place = GraphemeCursor::new(at, self.text.len(), true);
        match place.is_boundary(&self.text, 0) {
            Ok(true) => at,
            _ => place.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len()),
        }
    }

    fn left(&self) -> usize {
        self.before_cursor().grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        self.cursor + self.after_cursor().graphemes(true).next().map_or(0, str::len)
    }

    fn word_left(&self) -> usize {
        self.before_cursor().unicode_word_indices().next_back().map_or(0, |(at, _)| at)
    }

    fn word_right(&self) -> usize {
        let next = self.after_cursor().unicode_word_indices().next();
        next.map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }
}

/// As it may stand in the line, at most so many bytes of it.
fn cleaned(text: &str, room: usize) -> String {
    let mut clean = String::new();
    for character in text.chars() {
        let character = match character {
            '\n' | '\r' | '\t' => ' ',
            // A joiner makes one emoji of several; it is the user's own.
            '\u{200D}' | '\u{FE0F}' => character,
            other if is_unsafe(other) => continue,
            other => other,
        };
        if clean.len() + character.len_utf8() > room {
            break;
        }
        clean.push(character);
    }
    clean
}

#[cfg(test)]
mod tests;
