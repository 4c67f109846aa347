//! Writes cells as escape sequences and text.
//!
//! Everything comes from an agent, so nothing is written but the sequences built here: positions,
//! attributes, links with a cleaned address, and characters that are no controls. The sixteen basic
//! colours keep their own codes, as some terminals brighten those alone when they are bold.

use std::io::Write as _;
use std::sync::Arc;

use parlo_core::screen::{Attributes, Cell, CellKind, CellStyle, Color, Link, Underline};

use super::link::open_link;

const ATTRIBUTES: [(Attributes, u8); 7] = [
    (Attributes::BOLD, 1),
    (Attributes::DIM, 2),
    (Attributes::ITALIC, 3),
    (Attributes::BLINK, 5),
    (Attributes::INVERSE, 7),
    (Attributes::HIDDEN, 8),
    (Attributes::STRIKEOUT, 9),
];

/// The style and link the terminal would give to the next character.
#[derive(Default)]
struct Pen<'a> {
    style: CellStyle,
    link: Option<&'a Arc<Link>>,
}

impl<'a> Pen<'a> {
    fn write(&mut self, bytes: &mut Vec<u8>, cell: &'a Cell) {
        if cell.style != self.style {
            write_style(bytes, &cell.style);
            self.style = cell.style;
        }
        if cell.link.as_ref() != self.link {
            write_link(bytes, cell.link.as_deref());
            self.link = cell.link.as_ref();
        }
        write_character(bytes, cell);
    }

    /// Resets style and link.
    fn lift(self, bytes: &mut Vec<u8>) {
        if self.link.is_some() {
            write_link(bytes, None);
        }
        if self.style != CellStyle::default() {
            bytes.extend_from_slice(b"\x1b[0m");
        }
    }
}

/// Appends what paints the cells (column, row, cell) and resets the style. Spacers are written by
/// the wide character before them.
pub(super) fn write<'a>(bytes: &mut Vec<u8>, cells: impl Iterator<Item = (u16, u16, &'a Cell)>) {
    let mut pen = Pen::default();
    // Where the terminal's cursor is known to be.
    let mut place = None;
    for (column, row, cell) in cells {
        if cell.kind == CellKind::Spacer {
            continue;
        }
        if place != Some((column, row)) {
            write_position(bytes, column, row);
        }
        pen.write(bytes, cell);
        let is_sure = cell.marks.is_none() && is_one_column_everywhere(cell.character);
        place = is_sure.then_some((column + 1, row));
    }
    pen.lift(bytes);
}

/// Appends what prints the cells as a line at the cursor, as on the main screen; the terminal wraps
/// it.
pub fn write_line(bytes: &mut Vec<u8>, cells: &[Cell]) {
    let mut pen = Pen::default();
    for cell in cells.iter().filter(|cell| cell.kind != CellKind::Spacer) {
        pen.write(bytes, cell);
    }
    pen.lift(bytes);
    bytes.extend_from_slice(b"\r\n");
}

/// Moves the cursor to a position counted from zero.
pub(super) fn write_position(bytes: &mut Vec<u8>, column: u16, row: u16) {
    put(bytes, format_args!("\x1b[{};{}H", u32::from(row) + 1, u32::from(column) + 1));
}

fn put(bytes: &mut Vec<u8>, text: std::fmt::Arguments) {
    // Writing into a vector cannot fail.
    let _ = bytes.write_fmt(text);
}

fn write_character(bytes: &mut Vec<u8>, cell: &Cell) {
    let mut buffer = [0; 4];
    let shown = if cell.character.is_control() { ' ' } else { cell.character };
    bytes.extend_from_slice(shown.encode_utf8(&mut buffer).as_bytes());
    if let Some(marks) = &cell.marks {
        // A joiner at the end would merge the character with the next one written.
        for mark in marks.trim_end_matches('\u{200d}').chars().filter(|mark| !mark.is_control()) {
            bytes.extend_from_slice(mark.encode_utf8(&mut buffer).as_bytes());
        }
    }
}

/// Whether every terminal moves its cursor by one column. Terminals differ about the width of
/// other characters, so the cursor is set again after those.
fn is_one_column_everywhere(character: char) -> bool {
    matches!(character,
        ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{3ff}'
        | '\u{400}'..='\u{482}' | '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}')
}

/// Always starts from a reset: a few bytes more than the difference to the last style, and
/// independent of how each terminal reads the codes that end an attribute.
///
/// What needs colons (styles and colours of underlines) goes into a sequence of its own, after a
/// straight underline: some terminals drop a whole sequence that has a colon in it.
fn write_style(bytes: &mut Vec<u8>, style: &CellStyle) {
    bytes.extend_from_slice(b"\x1b[0");
    for (attribute, code) in ATTRIBUTES {
        if style.attributes.contains(attribute) {
            put(bytes, format_args!(";{code}"));
        }
    }
    if style.underline != Underline::None {
        bytes.extend_from_slice(b";4");
    }
    write_color(bytes, style.foreground, 30);
    write_color(bytes, style.background, 40);
    bytes.push(b'm');
    let line = match style.underline {
        Underline::None | Underline::Single => "",
        Underline::Double => "\x1b[4:2m",
        Underline::Curly => "\x1b[4:3m",
        Underline::Dotted => "\x1b[4:4m",
        Underline::Dashed => "\x1b[4:5m",
    };
    bytes.extend_from_slice(line.as_bytes());
    match style.underline_color {
        Color::Default => {}
        Color::Ansi(index) | Color::Indexed(index) => {
            put(bytes, format_args!("\x1b[58:5:{index}m"));
        }
        Color::Rgb(rgb) => {
            put(bytes, format_args!("\x1b[58:2::{}:{}:{}m", rgb.red, rgb.green, rgb.blue));
        }
    }
}

fn write_color(bytes: &mut Vec<u8>, color: Color, base: u8) {
    match color {
        Color::Default => {}
        Color::Rgb(rgb) => {
            let (red, green, blue) = (rgb.red, rgb.green, rgb.blue);
            put(bytes, format_args!(";{};2;{red};{green};{blue}", base + 8));
        }
        Color::Indexed(index) => put(bytes, format_args!(";{};5;{index}", base + 8)),
        Color::Ansi(index @ 0..=7) => put(bytes, format_args!(";{}", base + index)),
        Color::Ansi(index) => put(bytes, format_args!(";{}", base + 60 + (index & 7))),
    }
}

fn write_link(bytes: &mut Vec<u8>, link: Option<&Link>) {
    match link.and_then(open_link) {
        Some(sequence) => bytes.extend_from_slice(sequence.as_bytes()),
        None => bytes.extend_from_slice(b"\x1b]8;;\x1b\\"),
    }
}
