//! The scrollback: scrolling, search, the text of a selection, and all lines for the end of the
//! session.
//!
//! Lines are counted from the newest screen's first line, 0; those above it are negative. New
//! output moves them up, so a [`Place`] is valid until something is fed.

use alacritty_terminal::grid::{Dimensions, GridCell, Scroll};
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::cell::Flags;
use parlo_core::screen::Cell;

use super::Terminal;
use super::convert::convert_cell;

/// A cell of the screen or of the scrollback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line: 0 is the newest screen's first, those above are negative.
    pub line: i32,
    /// Column, counted from zero.
    pub column: u16,
}

/// A search match: its first cell and its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The first cell.
    pub start: Place,
    /// The last cell.
    pub end: Place,
}

/// The direction of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchDirection {
    /// To older lines.
    Up,
    /// To newer lines.
    Down,
}

impl Terminal {
    /// Scrolls by lines, up to older ones if positive. The alternate screen has no scrollback.
    pub fn scroll_lines(&mut self, up: i32) {
        self.scroll(Scroll::Delta(up));
    }

    /// Scrolls by whole screens, up to older ones if positive, with a line of overlap.
    pub fn scroll_pages(&mut self, up: i32) {
        let page = i32::from(self.size.rows).saturating_sub(1).max(1);
        self.scroll(Scroll::Delta(up.saturating_mul(page)));
    }

    /// Scrolls to the oldest line.
    pub fn scroll_to_start(&mut self) {
        self.scroll(Scroll::Top);
    }

    /// Scrolls back to the newest lines.
    pub fn scroll_to_end(&mut self) {
        self.scroll(Scroll::Bottom);
    }

    /// Scrolls no further than needed to bring a line into view.
    pub fn scroll_to_line(&mut self, line: i32) {
        let offset = self.scrolled_lines();
        let last = i32::from(self.size.rows).max(1) - 1;
        if line + offset < 0 {
            self.scroll_lines(-(line + offset));
        } else if line + offset > last {
            self.scroll_lines(last - (line + offset));
        }
    }

    /// Whether the view is scrolled up.
    pub fn is_scrolled(&self) -> bool {
        self.scrolled_lines() > 0
    }

    /// How many lines the view is scrolled up.
    pub fn scrolled_lines(&self) -> i32 {
        i32::try_from(self.emulator.term.grid().display_offset()).unwrap_or(i32::MAX)
    }

    /// How many lines the history has.
    pub fn history_lines(&self) -> usize {
        self.emulator.term.grid().history_size()
    }

    fn scroll(&mut self, scroll: Scroll) {
        let before = self.scrolled_lines();
        self.emulator.term.grid_mut().scroll_display(scroll);
        if self.scrolled_lines() != before {
            // Scrolling does not wait for a synchronised update.
            self.held_until = None;
            self.changed = true;
        }
    }

    /// Finds the next match of a text from a place (exclusive), ignoring case and without wrapping
    /// around. A wrapped line is searched as one.
    pub fn find(&self, text: &str, from: Place, direction: SearchDirection) -> Option<Match> {
        let wanted: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
        if wanted.is_empty() {
            return None;
        }
        let grid = self.emulator.term.grid();
        let (first, last) = (grid.topmost_line().0, grid.bottommost_line().0);
        let mut line = self.start_of_line(from.line.clamp(first, last));
        loop {
            let (characters, end) = self.long_line(line);
            let starts = (0..characters.len()).filter(|&at| is_match(&characters[at..], &wanted));
            let of = |at: usize| Match {
                start: characters[at].1,
                end: characters[at + wanted.len() - 1].1,
            };
            let found = match direction {
                SearchDirection::Down => starts.map(of).find(|found| found.start > from),
                SearchDirection::Up => starts.map(of).rfind(|found| found.start < from),
            };
            if found.is_some() {
                return found;
            }
            line = match direction {
                SearchDirection::Down if end < last => end + 1,
                SearchDirection::Up if line > first => self.start_of_line(line - 1),
                _ => return None,
            };
        }
    }

    /// The text between two cells, inclusive, in either order. Wrapped lines are joined, trailing
    /// blanks removed.
    pub fn text_between(&self, one: Place, other: Place) -> String {
        let grid = self.emulator.term.grid();
        let (first, last) = (grid.topmost_line().0, grid.bottommost_line().0);
        let (start, end) = (one.min(other), one.max(other));
        let mut text = String::new();
        for line in start.line.max(first)..=end.line.min(last) {
            let from = if line == start.line { usize::from(start.column) } else { 0 };
            let to = if line == end.line { usize::from(end.column) } else { usize::MAX };
            let row = &grid[Line(line)];
            let columns = grid.columns();
            let mut part = String::new();
            for column in from..columns.min(to.saturating_add(1)) {
                let cell = &row[Column(column)];
                let is_filler = Flags::WIDE_CHAR_SPACER | Flags::LEADING_WIDE_CHAR_SPACER;
                if cell.flags.intersects(is_filler) {
                    continue;
                }
                part.push(if cell.c == '\t' { ' ' } else { cell.c });
                part.extend(cell.zerowidth().unwrap_or_default());
            }
            if self.is_wrapped(line) && to >= columns {
                text.push_str(&part);
            } else {
                text.push_str(part.trim_end());
                if line < end.line.min(last) {
                    text.push('\n');
                }
            }
        }
        text
    }

    /// Calls `take` with every line, the oldest first, without unpainted cells at the ends of lines
    /// and unpainted rows at the end of the screen. Wrapped lines are joined.
    pub fn each_line(&self, mut take: impl FnMut(&[Cell])) {
        let term = &self.emulator.term;
        let grid = term.grid();
        let (first, last) = (grid.topmost_line().0, grid.bottommost_line().0);
        let mut last_link = None;
        let mut joined: Vec<Cell> = Vec::new();
        let mut empty_lines = 0;
        for line in first..=last {
            let row = &grid[Line(line)];
            let end = row[..].iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
            for source in &row[..Column(end)] {
                if !source.flags.contains(Flags::LEADING_WIDE_CHAR_SPACER) {
                    let mut cell = Cell::default();
                    convert_cell(source, term.colors(), &mut last_link, &mut cell);
                    joined.push(cell);
                }
            }
            if line < last && self.is_wrapped(line) {
                continue;
            }
            if joined.is_empty() {
                empty_lines += 1;
                continue;
            }
            (0..std::mem::take(&mut empty_lines)).for_each(|_| take(&[]));
            take(&joined);
            joined.clear();
        }
    }

    /// Whether a line continues in the next one.
    fn is_wrapped(&self, line: i32) -> bool {
        let grid = self.emulator.term.grid();
        grid[Line(line)][grid.last_column()].flags.contains(Flags::WRAPLINE)
    }

    fn start_of_line(&self, mut line: i32) -> i32 {
        let first = self.emulator.term.grid().topmost_line().0;
        while line > first && self.is_wrapped(line - 1) {
            line -= 1;
        }
        line
    }

    /// The characters of a wrapped line in lower case, each with its cell; and the last of its
    /// lines.
    fn long_line(&self, start: i32) -> (Vec<(char, Place)>, i32) {
        let grid = self.emulator.term.grid();
        let mut characters = Vec::new();
        let mut line = start;
        loop {
            let row = &grid[Line(line)];
            for column in 0..grid.columns() {
                let cell = &row[Column(column)];
                let filler = Flags::WIDE_CHAR_SPACER | Flags::LEADING_WIDE_CHAR_SPACER;
                if cell.flags.intersects(filler) {
                    continue;
                }
                let place = Place { line, column: u16::try_from(column).unwrap_or(u16::MAX) };
                let marks = cell.zerowidth().unwrap_or_default();
                let shown = std::iter::once(&cell.c).chain(marks);
                characters.extend(shown.flat_map(|c| c.to_lowercase()).map(|c| (c, place)));
            }
            if line >= grid.bottommost_line().0 || !self.is_wrapped(line) {
                return (characters, line);
            }
            line += 1;
        }
    }
}

fn is_match(characters: &[(char, Place)], wanted: &[char]) -> bool {
    characters.len() >= wanted.len()
        && characters.iter().zip(wanted).all(|((character, _), wanted)| character == wanted)
}

#[cfg(test)]
mod tests;
