//! Writes cells as the terminal understands them.
//!
//! In place of ratatui's crossterm backend, which writes the sixteen basic colours as entries of
//! the 256-colour palette (so that a terminal which brightens bold colours shows others) and
//! leaves out all colours where `NO_COLOR` is set, also the agent's own.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

const ATTRIBUTES: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

#[derive(PartialEq, Eq, Clone, Copy)]
struct Look {
    foreground: Color,
    background: Color,
    underline: Color,
    modifier: Modifier,
}

impl Look {
    const PLAIN: Self = Self {
        foreground: Color::Reset,
        background: Color::Reset,
        underline: Color::Reset,
        modifier: Modifier::empty(),
    };

    fn of(cell: &Cell) -> Self {
        Self {
            foreground: cell.fg,
            background: cell.bg,
            underline: cell.underline_color,
            modifier: cell.modifier,
        }
    }
}

/// Appends what paints the cells (column, row, cell), and leaves the terminal with a plain look.
pub(super) fn write<'a>(bytes: &mut Vec<u8>, cells: impl Iterator<Item = (u16, u16, &'a Cell)>) {
    let mut look = Look::PLAIN;
    // Where the terminal's own cursor is known to stand.
    let mut place = None;
    for (column, row, cell) in cells {
        if place != Some((column, row)) {
            let (line, column) = (u32::from(row) + 1, u32::from(column) + 1);
            bytes.extend_from_slice(format!("\x1b[{line};{column}H").as_bytes());
        }
        let wanted = Look::of(cell);
        if wanted != look {
            write_look(bytes, wanted);
            look = wanted;
        }
        let symbol = cell.symbol();
        bytes.extend_from_slice(symbol.as_bytes());
        place = is_one_column_everywhere(symbol).then_some((column + 1, row));
    }
    if look != Look::PLAIN {
        write_look(bytes, Look::PLAIN);
    }
}

/// Whether every terminal moves its cursor by one column. They differ about the width of much
/// that is not in an alphabet or made for terminals, so behind it the cursor is set anew.
fn is_one_column_everywhere(symbol: &str) -> bool {
    let mut characters = symbol.chars();
    let (Some(character), None) = (characters.next(), characters.next()) else {
        return false;
    };
    matches!(character,
        ' '..='~' | '\u{a1}'..='\u{2ff}' | '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{482}'
        | '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}')
}

/// Always starts from the plain look: a few bytes more than the difference to the last one, and
/// independent of what each terminal takes the codes that end an attribute to mean.
fn write_look(bytes: &mut Vec<u8>, look: Look) {
    let mut sequence = String::from("\x1b[0");
    for (modifier, code) in ATTRIBUTES {
        if look.modifier.contains(modifier) {
            sequence.push_str(&format!(";{code}"));
        }
    }
    push_color(&mut sequence, look.foreground, 30);
    push_color(&mut sequence, look.background, 40);
    push_underline_color(&mut sequence, look.underline);
    sequence.push('m');
    bytes.extend_from_slice(sequence.as_bytes());
}

fn push_color(sequence: &mut String, color: Color, base: u8) {
    match color {
        Color::Reset => {}
        Color::Rgb(red, green, blue) => {
            sequence.push_str(&format!(";{};2;{red};{green};{blue}", base + 8));
        }
        Color::Indexed(index) => sequence.push_str(&format!(";{};5;{index}", base + 8)),
        named => {
            let index = ansi_index(named);
            let code = if index < 8 { base + index } else { base + 60 + index - 8 };
            sequence.push_str(&format!(";{code}"));
        }
    }
}

/// With colons, so that a terminal without coloured underlines skips the whole of it.
fn push_underline_color(sequence: &mut String, color: Color) {
    match color {
        Color::Reset => {}
        Color::Rgb(red, green, blue) => {
            sequence.push_str(&format!(";58:2::{red}:{green}:{blue}"));
        }
        other => sequence.push_str(&format!(";58:5:{}", ansi_index(other))),
    }
}

/// The place of a named colour among the sixteen.
pub(in crate::ui) fn ansi_index(color: Color) -> u8 {
    match color {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) => index,
        Color::Reset | Color::Rgb(..) => 0,
    }
}
