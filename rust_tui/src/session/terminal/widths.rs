//! The host terminal's character widths.
//!
//! The agent's grid has to be the one its bytes would make in the host terminal, and terminals
//! differ: about joined emoji, about marks that take a column or none, about characters newer than
//! their tables. So a few characters that distinguish the tables are written at start, each
//! followed by a query for the cursor position ([`queries`]), and [`WidthRules`] is derived from
//! the replies. Without replies the rules are those of the `unicode-width` crate, character by
//! character, as in most terminals.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

mod tables;

/// The effect of a zero width joiner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Joiner {
    /// None: every character keeps its own cells.
    #[default]
    Separate,
    /// It joins emoji.
    Emoji,
    /// It joins the next character, unless that is ASCII, to the previous cell, as in tmux.
    Everything,
}

/// The width of regional indicators, the letters that flags are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FlagLetters {
    /// Each takes one column.
    #[default]
    Narrow,
    /// Each takes two columns.
    Wide,
    /// A pair takes two columns.
    Paired,
}

/// The width of a character that is newer than the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Newer {
    /// As in newer tables.
    #[default]
    Shown,
    /// One column.
    Narrow,
    /// It is dropped.
    Dropped,
}

/// The conventions of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WidthRules {
    /// Zero width joiners.
    pub joiner: Joiner,
    /// A skin tone merges with the emoji before it.
    pub skin_tones_merge: bool,
    /// Flags.
    pub flag_letters: FlagLetters,
    /// An emoji selector (U+FE0F) makes a narrow character wide.
    pub selector_widens: bool,
    /// Characters of ambiguous width (East Asian) are wide.
    pub ambiguous_is_wide: bool,
    /// Vowel signs that stand beside their letter take a column (as in the C library's tables).
    pub spacing_marks_take_a_column: bool,
    /// The soft hyphen takes a column.
    pub soft_hyphen_is_shown: bool,
    /// Symbols that are wide since Unicode 16 are narrow.
    pub trigrams_are_narrow: bool,
    /// The Hangul filler takes two columns.
    pub hangul_filler_is_wide: bool,
    /// Circled numbers on black squares are wide.
    pub black_squares_are_wide: bool,
    /// Emoji of Unicode 15 and of Unicode 16.
    pub newer: [Newer; 2],
}

/// The texts that are measured, in the order of the replies.
const PROBES: [&str; 14] = [
    "±",
    "\u{ad}",
    "\u{b95}\u{bbe}",
    "☰",
    "\u{3164}",
    "㉈",
    "❤\u{fe0f}",
    "👨\u{200d}👩",
    "a\u{200d}é",
    "👍🏽",
    "🇩",
    "🇩🇪",
    "\u{1fae8}",
    "\u{1fae9}",
];

/// The row the probes are written in, counted from one. In the first row a reply could be read as
/// the F3 key.
pub const QUERY_ROW: u16 = 2;

/// The probes with a `CSI 6 n` after each. The last one is for the position of the cursor after a
/// character in the last column.
#[must_use]
pub fn queries() -> Vec<u8> {
    let mut bytes = Vec::new();
    for probe in PROBES {
        let line = format!("\x1b[{QUERY_ROW}H\x1b[2K{probe}\x1b[6n");
        bytes.extend_from_slice(line.as_bytes());
    }
    bytes.extend_from_slice(b"\x1b[2;999Hx\x1b[6n\x1b[2K\x1b[H");
    bytes
}

/// Evaluates the replies to [`queries`] (columns, counted from one) in a terminal of a width: its
/// rules, and whether a full line leaves the cursor after the last column. `None` if they are not
/// as expected.
pub fn conventions(answers: &[u16], columns: u16) -> Option<(WidthRules, bool)> {
    let (full_line, answers) = answers.split_last()?;
    if answers.len() != PROBES.len() || columns < 8 {
        return None;
    }
    let advance: Vec<u16> = answers.iter().map(|column| column.saturating_sub(1)).collect();
    let is = |probe: usize, columns: u16| advance[probe] == columns;
    let newer = |probe: usize| match advance[probe] {
        0 => Newer::Dropped,
        1 => Newer::Narrow,
        _ => Newer::Shown,
    };
    let rules = WidthRules {
        ambiguous_is_wide: is(0, 2),
        soft_hyphen_is_shown: is(1, 1),
        spacing_marks_take_a_column: is(2, 2),
        trigrams_are_narrow: is(3, 1),
        hangul_filler_is_wide: is(4, 2),
        black_squares_are_wide: is(5, 2),
        selector_widens: is(6, 2),
        joiner: match (is(7, 2), is(8, 1)) {
            (true, true) => Joiner::Everything,
            (true, false) => Joiner::Emoji,
            (false, _) => Joiner::Separate,
        },
        skin_tones_merge: is(9, 2),
        flag_letters: match (advance[10], advance[11]) {
            (2, 2) => FlagLetters::Paired,
            (2, _) => FlagLetters::Wide,
            _ => FlagLetters::Narrow,
        },
        newer: [newer(12), newer(13)],
    };
    Some((rules, *full_line == columns.saturating_add(1)))
}

impl WidthRules {
    /// The columns a character takes by itself; `None` if the terminal drops it.
    pub fn width(&self, character: char) -> Option<usize> {
        let code = u32::from(character);
        if code < 0xa1 {
            return character.width();
        }
        match code {
            0xad => return Some(usize::from(self.soft_hyphen_is_shown)),
            0x3164 => return Some(if self.hangul_filler_is_wide { 2 } else { 0 }),
            0x3248..=0x324f => {
                let wide = self.black_squares_are_wide || self.ambiguous_is_wide;
                return Some(if wide { 2 } else { 1 });
            }
            0x1f1e6..=0x1f1ff if self.flag_letters != FlagLetters::Narrow => return Some(2),
            _ => {}
        }
        if self.trigrams_are_narrow && tables::WIDE_SINCE_16.iter().any(|set| set.contains(&code)) {
            return Some(1);
        }
        if self.spacing_marks_take_a_column && tables::is_spacing_mark(code) {
            return Some(1);
        }
        if self.newer != [Newer::Shown; 2] {
            match tables::newer_emoji(code).map(|version| self.newer[version]) {
                Some(Newer::Dropped) => return None,
                Some(Newer::Narrow) => return Some(1),
                Some(Newer::Shown) | None => {}
            }
        }
        let width = if self.ambiguous_is_wide { character.width_cjk() } else { character.width() };
        width.map(|width| width.min(2))
    }

    /// Whether characters below U+0300, except the soft hyphen, have their usual width.
    pub(super) fn latin_is_narrow(&self) -> bool {
        !self.ambiguous_is_wide
    }

    /// Whether an emoji selector after this character makes it wide.
    pub(super) fn widens(&self, character: char) -> bool {
        if !self.selector_widens || character.width() != Some(1) {
            return false;
        }
        let mut text = [0; 8];
        let length = character.encode_utf8(&mut text).len();
        let selector = '\u{fe0f}'.encode_utf8(&mut text[length..]).len();
        std::str::from_utf8(&text[..length + selector]).is_ok_and(|text| text.width() == 2)
    }
}

pub(super) fn is_skin_tone(character: char) -> bool {
    matches!(character, '\u{1f3fb}'..='\u{1f3ff}')
}

pub(super) fn is_flag_letter(character: char) -> bool {
    matches!(character, '\u{1f1e6}'..='\u{1f1ff}')
}

#[cfg(test)]
mod tests;
