//! The grid of cells an agent has painted, independent of the emulator behind it.
//!
//! The session fills a [`Screen`] from its terminal emulator; the ui draws it. Neither knows the
//! other, so everything that has to cross (colours, attributes, links, the modes the agent asked
//! for) is plain data here. This module decides nothing about how a cell looks on a real terminal.

use std::sync::Arc;

mod modes;
mod style;

pub use modes::{AgentModes, KeyboardModes, MouseEncoding, MouseTracking};
pub use style::{Attributes, CellStyle, Color, Rgb, Underline};

/// Where a copied text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClipboardTarget {
    /// The clipboard.
    Clipboard,
    /// The primary selection.
    Selection,
}

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
    /// Column and row of the cursor, counted from zero, also while it is hidden: input methods
    /// open their windows there.
    pub cursor_place: (u16, u16),
}

impl Screen {
    /// A blank screen of so many cells, without a cursor.
    pub fn new(columns: u16, rows: u16) -> Self {
        let mut screen = Self::default();
        screen.reset(columns, rows);
        screen
    }

    /// Blanks the screen at a size in cells, keeping the allocation.
    pub fn reset(&mut self, columns: u16, rows: u16) {
        self.columns = columns;
        self.rows = rows;
        self.cursor = None;
        self.cursor_place = (0, 0);
        self.cells.clear();
        self.cells.resize(usize::from(columns) * usize::from(rows), Cell::default());
    }

    /// The cell at a position, both counted from zero.
    pub fn cell(&self, column: u16, row: u16) -> Option<&Cell> {
        self.cells.get(self.place_of(column, row)?)
    }

    /// The cell at a position, both counted from zero, to be changed.
    pub fn cell_mut(&mut self, column: u16, row: u16) -> Option<&mut Cell> {
        let place = self.place_of(column, row)?;
        self.cells.get_mut(place)
    }

    fn place_of(&self, column: u16, row: u16) -> Option<usize> {
        let start = usize::from(row) * usize::from(self.columns);
        (column < self.columns).then(|| start + usize::from(column))
    }

    /// The cells of one row, counted from zero; empty below the last.
    pub fn row(&self, row: u16) -> &[Cell] {
        let start = usize::from(row) * usize::from(self.columns);
        self.cells.get(start..start + usize::from(self.columns)).unwrap_or_default()
    }

    /// The text of one row, counted from zero, without its trailing blanks.
    pub fn row_text(&self, row: u16) -> String {
        let mut text = String::new();
        for cell in self.row(row) {
            cell.push_text(&mut text);
        }
        text.truncate(text.trim_end().len());
        text
    }

    /// The text of all rows, one line each, without trailing blanks and trailing empty lines.
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

    /// Takes the character away and leaves colours and attributes.
    pub fn blank(&mut self) {
        self.character = ' ';
        self.marks = None;
        self.kind = CellKind::Narrow;
        self.link = None;
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
