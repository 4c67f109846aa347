//! Makes text from outside safe to show in one row: names, messages, words that were heard.

use parlo_core::transcript::is_unsafe;
use unicode_width::UnicodeWidthChar;

/// The text without anything that could act on a terminal or reorder a row: control characters,
/// bidirectional and other invisible formatting. Line breaks and tabs become one space.
pub(super) fn plain(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_whitespace() {
            if !clean.ends_with(' ') && !clean.is_empty() {
                clean.push(' ');
            }
        } else if !is_unsafe(character) {
            clean.push(character);
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// The text as it came, without what could act on a terminal or reorder a row. Agents and those who
/// watch them tell states by titles, so blanks stay as many as they are.
pub(super) fn verbatim(text: &str) -> String {
    let is_selector = |character: &char| matches!(character, '\u{fe0e}' | '\u{fe0f}');
    text.chars().filter(|character| is_selector(character) || !is_unsafe(*character)).collect()
}

/// The columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or(0)).sum()
}

/// Which end of a text is kept where it does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    Start,
    End,
}

/// Cuts a text to a number of columns, with an ellipsis where something is missing.
pub(super) fn fit(text: &str, columns: usize, keep: Keep, ellipsis: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(ellipsis));
    if room == 0 {
        return String::new();
    }
    match keep {
        Keep::Start => {
            let end = length_within(text.chars(), room);
            format!("{}{ellipsis}", text[..end].trim_end())
        }
        Keep::End => {
            let length = length_within(text.chars().rev(), room);
            let tail = &text[text.len() - length..];
            // A mark whose character was cut off would sit on the ellipsis.
            let tail = tail.trim_start_matches(|mark: char| mark.width() == Some(0) || mark == ' ');
            format!("{ellipsis}{tail}")
        }
    }
}

/// The bytes of the characters that fit into so many columns.
fn length_within(characters: impl Iterator<Item = char>, columns: usize) -> usize {
    let mut used = 0;
    let fits = |character: &char| {
        used += character.width().unwrap_or(0);
        used <= columns
    };
    characters.take_while(fits).map(char::len_utf8).sum()
}
