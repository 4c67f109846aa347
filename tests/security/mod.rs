//! Security: names must not act on a terminal, words must not be left behind.

mod names_in_a_session;
mod printed_names;
mod said_words;

/// A name as an attacker would give it to a file, a device, a model or a title: a title and a
/// colour for the terminal (with ESC, and with C1 controls), the end of a paste, an Enter,
/// bidirectional overrides and isolates, line separators, zero width characters, tags.
pub(super) const HOSTILE: &str = "odd\u{1b}]0;PWNED\u{7}\u{9d}0;PWNED\u{9c}\u{1b}[31;7m\u{9b}31;7m\u{1b}[201~\
    \u{9b}201~\r\u{85}\u{202e}\u{2066}\u{200f}\u{2028}\u{2029}\u{200b}\u{feff}\u{7f}\u{e0041}name";

/// The parts of it that stay visible.
const VISIBLE: [&str; 2] = ["odd", "name"];

/// Whether a character must not be printed, apart from the controls parlo itself writes.
fn is_hostile(character: char) -> bool {
    matches!(character, '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Checks printed text: no control character but the line feed, nothing that hides or reorders.
#[track_caller]
fn is_clean_text(what: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
    let bad = text.chars().find(|c| is_hostile(*c) || (c.is_control() && *c != '\n'));
    assert_eq!(bad, None, "{what}: {text:?}");
}

/// Checks painted output: only parlo's own sequences, none from a name.
#[track_caller]
fn is_clean_painting(what: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let bad = text.chars().find(|c| is_hostile(*c));
    assert_eq!(bad, None, "{what}: {text:?}");
    for smuggled in ["\u{1b}]0;PWNED", "\u{1b}[31;7m", "\u{1b}[201~", "PWNED\u{7}"] {
        assert!(!text.contains(smuggled), "{what}: {smuggled:?} in {text:?}");
    }
}
