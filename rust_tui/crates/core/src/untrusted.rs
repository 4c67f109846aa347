//! Text from outside on its way to a terminal: what of it may get there, for all of parlo.
//!
//! Transcripts, names of files, devices, models and takes, titles, values from a configuration,
//! errors that quote any of them: none may act on a terminal, reorder a row, or hide something in
//! it. There is one rule, [`is_unsafe`], and three shapes of it: [`printable`] for a row,
//! [`verbatim`] where blanks count, [`lines`] for what is printed. All of them judge character by
//! character, so that nothing changes when a text comes in pieces, and what one has cleaned the
//! others leave as it is.
//!
//! What an agent paints is not meant: it goes through an emulator, and as cells to the terminal.

/// Whether a character must never reach a terminal as text: it controls (C0, DEL, C1), reorders
/// (the embeddings, overrides, isolates and marks of UAX #9), breaks lines, or hides (everything
/// that Unicode calls default-ignorable, and the marks of interlinear annotation).
pub fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}'
            | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The text as one row: whatever is unsafe becomes a space, runs of spaces become one, none is left
/// at the ends.
pub fn printable(text: &str) -> String {
    let visible: String = text.chars().map(|c| if is_unsafe(c) { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text as one row with its blanks: a line break or tab becomes one space, anything else that is
/// unsafe is left out. Selectors and joiners stay where they make an emoji.
pub fn verbatim(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        let breaks = matches!(character, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
        if breaks {
            if !clean.ends_with(' ') {
                clean.push(' ');
            }
        } else if !is_unsafe(character) || makes_emoji(clean.chars().next_back(), character) {
            clean.push(character);
        }
    }
    clean
}

/// The text with its lines: a tab becomes a space, anything else that is unsafe, carriage returns
/// included, shows as U+FFFD, so that a name is seen to be odd.
pub fn lines(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => clean.push('\n'),
            '\t' => clean.push(' '),
            other if !is_unsafe(other) || makes_emoji(clean.chars().next_back(), other) => {
                clean.push(other);
            }
            _ => clean.push(char::REPLACEMENT_CHARACTER),
        }
    }
    clean
}

/// A row of a screen as it may be printed: without unsafe characters, columns kept.
pub fn visible_line(line: &str) -> String {
    let visible: String = line.chars().filter(|c| !is_unsafe(*c)).collect();
    visible.trim_end().to_owned()
}

/// A JSON document with every unsafe character written as its escape: the same value, and nothing
/// that acts on a terminal.
pub fn escaped_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        // Outside of its strings a document has line breaks at most, and those may stay.
        if character == '\n' || !is_unsafe(character) {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

/// Whether a character is one that is invisible by itself and belongs to the symbol before it: ✔︎,
/// ❤️, 👩‍💻. One of each at most, so that nothing can be written with them.
fn makes_emoji(before: Option<char>, character: char) -> bool {
    let Some(before) = before else { return false };
    let is_symbol = !before.is_ascii() && !before.is_alphanumeric() && !before.is_whitespace();
    match character {
        '\u{FE0E}' | '\u{FE0F}' => is_symbol && !is_unsafe(before),
        '\u{200D}' => is_symbol && (before == '\u{FE0F}' || !is_unsafe(before)),
        _ => false,
    }
}

/// Whether `name` may become part of a file name: it can neither leave the directory nor hide.
pub fn is_plain_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

#[cfg(test)]
mod tests;
