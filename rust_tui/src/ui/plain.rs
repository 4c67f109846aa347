//! Fits text into columns.

use unicode_width::UnicodeWidthChar;

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
            // A combining mark whose character was cut off would join the ellipsis.
            let tail = tail.trim_start_matches(|mark: char| mark.width() == Some(0) || mark == ' ');
            format!("{ellipsis}{tail}")
        }
    }
}

/// The length in bytes of the characters that fit into a number of columns.
fn length_within(characters: impl Iterator<Item = char>, columns: usize) -> usize {
    let mut used = 0;
    let fits = |character: &char| {
        used += character.width().unwrap_or(0);
        used <= columns
    };
    characters.take_while(fits).map(char::len_utf8).sum()
}
