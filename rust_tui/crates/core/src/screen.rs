//! The grid of cells an agent has painted, independent of the emulator behind it.
//!
//! The session fills a [`Screen`] from its terminal emulator; the ui draws it. Neither knows the
//! other, so everything that has to cross (colours, attributes, links, the modes the agent asked
//! for) is plain data here. This module decides nothing about how a cell looks on a real terminal.

use std::sync::Arc;

mod modes;

pub use modes::{AgentModes, MouseEncoding, MouseTracking};

/// The visible part of the agent's terminal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Screen {
    /// Width in cells.
    pub columns: u16,
    /// Height in cells.
    pub rows: u16,
    /// The cells, row by row; always `columns × rows` of them.
    pub cells: Vec<Cell>,
    /// Where the cursor stands, or nothing while the agent hides it.
    pub cursor: Option<Cursor>,
}

impl Screen {
    /// A blank screen without a cursor.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        let mut screen = Self::default();
        screen.reset(columns, rows);
        screen
    }

    /// Blanks the screen at a size, keeping the allocation.
    pub fn reset(&mut self, columns: u16, rows: u16) {
        self.columns = columns;
        self.rows = rows;
        self.cursor = None;
        self.cells.clear();
        self.cells.resize(usize::from(columns) * usize::from(rows), Cell::default());
    }

    /// The cell at a position, both counted from zero.
    #[must_use]
    pub fn cell(&self, column: u16, row: u16) -> Option<&Cell> {
        if column >= self.columns {
            return None;
        }
        self.cells.get(usize::from(row) * usize::from(self.columns) + usize::from(column))
    }

    /// The cells of one row, empty below the last.
    #[must_use]
    pub fn row(&self, row: u16) -> &[Cell] {
        let start = usize::from(row) * usize::from(self.columns);
        self.cells.get(start..start + usize::from(self.columns)).unwrap_or_default()
    }

    /// The text of one row without its trailing blanks.
    #[must_use]
    pub fn row_text(&self, row: u16) -> String {
        let mut text = String::new();
        for cell in self.row(row) {
            cell.push_text(&mut text);
        }
        text.truncate(text.trim_end().len());
        text
    }

    /// The text of all rows, one line each, without trailing blanks and trailing empty lines.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for row in 0..self.rows {
            text.push_str(&self.row_text(row));
            text.push('\n');
        }
        text.truncate(text.trim_end().len());
        text
    }
}

/// One cell of the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The base character; a blank is a space.
    pub character: char,
    /// Marks of zero width that combine with the base character, in order.
    pub marks: Option<Box<str>>,
    /// How much of the row the character covers.
    pub kind: CellKind,
    /// Colours and attributes.
    pub style: CellStyle,
    /// The hyperlink (OSC 8) the cell belongs to; cells of one link share the value.
    pub link: Option<Arc<Link>>,
}

impl Cell {
    /// Appends what the cell shows; a spacer shows nothing.
    pub fn push_text(&self, text: &mut String) {
        if self.kind == CellKind::Spacer {
            return;
        }
        text.push(self.character);
        if let Some(marks) = &self.marks {
            text.push_str(marks);
        }
    }
}

impl Default for Cell {
    fn default() -> Self {
        Self {
            character: ' ',
            marks: None,
            kind: CellKind::Narrow,
            style: CellStyle::default(),
            link: None,
        }
    }
}

/// How much of the row a cell's character covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellKind {
    /// One column.
    #[default]
    Narrow,
    /// This column and the next, which is a [`CellKind::Spacer`].
    Wide,
    /// The second column of a wide character.
    Spacer,
}

/// Colours and attributes of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CellStyle {
    /// Colour of the character.
    pub foreground: Color,
    /// Colour behind the character.
    pub background: Color,
    /// Bold, dim, italic and the like.
    pub attributes: Attributes,
    /// The line under the character.
    pub underline: Underline,
    /// Colour of that line; the default is the character's.
    pub underline_color: Color,
}

/// A colour as the agent named it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Color {
    /// The user's own foreground or background.
    #[default]
    Default,
    /// One of the user's sixteen, by its own code (SGR 30–37 and 90–97): 0–15. Some terminals
    /// brighten these when they are bold, and no others.
    Ansi(u8),
    /// An entry of the 256-colour palette (SGR 38;5); 0–15 are the user's sixteen.
    Indexed(u8),
    /// A true colour.
    Rgb(Rgb),
}

/// Red, green and blue, 0–255 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rgb {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

/// A set of attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attributes(u8);

impl Attributes {
    /// Bold or bright.
    pub const BOLD: Self = Self(1);
    /// Faint.
    pub const DIM: Self = Self(1 << 1);
    /// Italic.
    pub const ITALIC: Self = Self(1 << 2);
    /// Foreground and background exchanged.
    pub const INVERSE: Self = Self(1 << 3);
    /// Not shown.
    pub const HIDDEN: Self = Self(1 << 4);
    /// Crossed out.
    pub const STRIKEOUT: Self = Self(1 << 5);

    /// No attribute.
    #[must_use]
    pub const fn none() -> Self {
        Self(0)
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether every attribute of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// The line under a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Underline {
    /// No line.
    #[default]
    None,
    /// One straight line.
    Single,
    /// Two straight lines.
    Double,
    /// A wave.
    Curly,
    /// Dots.
    Dotted,
    /// Dashes.
    Dashed,
}

/// The target of a hyperlink (OSC 8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What ties the cells of one link together.
    pub id: String,
    /// The address, as the agent wrote it: not to be trusted.
    pub uri: String,
}

/// A visible cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor {
    /// Column, counted from zero.
    pub column: u16,
    /// Row, counted from zero.
    pub row: u16,
    /// Its look.
    pub style: CursorStyle,
}

/// The look of a cursor, in the order of DECSCUSR (`CSI Ps SP q`, 0–6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CursorStyle {
    /// Whatever the user configured.
    #[default]
    Default,
    /// A blinking block.
    BlinkingBlock,
    /// A steady block.
    SteadyBlock,
    /// A blinking line below.
    BlinkingUnderline,
    /// A steady line below.
    SteadyUnderline,
    /// A blinking bar.
    BlinkingBar,
    /// A steady bar.
    SteadyBar,
}
