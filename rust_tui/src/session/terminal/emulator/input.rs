//! Printing characters: their width, joining, wrapping.

use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Column, Line, Point};
use alacritty_terminal::term::TermMode;
use alacritty_terminal::term::cell::{Cell, Flags};
use alacritty_terminal::vte::ansi::{Color, Handler, NamedColor};
use unicode_width::UnicodeWidthChar;

use super::super::widths::{FlagLetters, Joiner, is_flag_letter, is_skin_tone};
use super::Emulator;

/// Blinking, in a bit the emulator's flags do not use.
pub(in super::super) const BLINK: Flags = Flags::from_bits_retain(1 << 15);

/// Combining marks kept per cell: no script needs more, and an agent could add any number.
const MAX_MARKS: usize = 16;

const JOINER: char = '\u{200d}';
const EMOJI_SELECTOR: char = '\u{fe0f}';

impl Emulator {
    #[inline]
    pub(super) fn print(&mut self, character: char) {
        let is_plain = character < self.plain_below && !self.joining;
        if is_plain && !self.term.grid().cursor.input_needs_wrap {
            self.term.input(character);
        } else {
            self.print_by_rules(character);
        }
    }

    fn print_by_rules(&mut self, character: char) {
        if character == JOINER && self.host.widths.joiner != Joiner::Separate {
            self.joining = true;
            return;
        }
        if self.joining && character.is_ascii() && self.host.widths.joiner == Joiner::Everything {
            // tmux writes ASCII another way, which leaves the joiner for the character after it.
            self.place(character, 1);
            return;
        }
        if std::mem::take(&mut self.joining) && self.joins(character) {
            self.add_mark(JOINER);
            self.add_mark(character);
            return;
        }
        if self.merges(character) {
            self.add_mark(character);
            return;
        }
        match self.host.widths.width(character) {
            None => {}
            Some(0) => {
                self.add_mark(character);
                if character == EMOJI_SELECTOR {
                    self.widen();
                }
            }
            Some(columns) => self.place(character, columns),
        }
    }

    /// Whether a joiner before this character joins it to the previous cell.
    fn joins(&self, character: char) -> bool {
        match self.host.widths.joiner {
            Joiner::Separate => false,
            Joiner::Everything => true,
            Joiner::Emoji => {
                let is_wide = |cell: &Cell| cell.flags.contains(Flags::WIDE_CHAR);
                let before = self.cell_before().map(|at| &self.term.grid()[at]);
                let is_emoji = character == '\u{2640}'
                    || character == '\u{2642}'
                    || self.host.widths.width(character) == Some(2)
                    || self.host.widths.widens(character);
                before.is_some_and(is_wide) && is_emoji
            }
        }
    }

    /// Whether this character merges with the previous cell without a joiner.
    fn merges(&self, character: char) -> bool {
        let widths = &self.host.widths;
        if is_skin_tone(character) && widths.skin_tones_merge {
            let before = self.cell_before().map(|at| self.term.grid()[at].flags);
            return before.is_some_and(|flags| flags.contains(Flags::WIDE_CHAR));
        }
        if is_flag_letter(character) && widths.flag_letters == FlagLetters::Paired {
            let before = self.cell_before().map(|at| &self.term.grid()[at]);
            return before.is_some_and(|cell| {
                is_flag_letter(cell.c) && cell.zerowidth().unwrap_or_default().is_empty()
            });
        }
        false
    }

    /// The cell of the character before the cursor; none at the start of a line.
    fn cell_before(&self) -> Option<Point> {
        let cursor = &self.term.grid().cursor;
        let mut point = cursor.point;
        if !cursor.input_needs_wrap {
            point.column = Column(point.column.0.checked_sub(1)?);
        }
        if self.term.grid()[point].flags.contains(Flags::WIDE_CHAR_SPACER) {
            point.column = Column(point.column.0.checked_sub(1)?);
        }
        Some(point)
    }

    fn add_mark(&mut self, mark: char) {
        let Some(at) = self.cell_before() else { return };
        let cell = &mut self.term.grid_mut()[at.line][at.column];
        if cell.zerowidth().is_none_or(|marks| marks.len() < MAX_MARKS) {
            cell.push_zerowidth(mark);
        }
    }

    /// Gives the character before the cursor two columns, after an emoji selector.
    fn widen(&mut self) {
        let Some(at) = self.cell_before() else { return };
        let cursor = self.term.grid().cursor.point;
        let needs_wrap = self.term.grid().cursor.input_needs_wrap;
        let cell = &self.term.grid()[at];
        let is_narrow = !cell.flags.contains(Flags::WIDE_CHAR);
        if needs_wrap || !is_narrow || !self.host.widths.widens(cell.c) {
            return;
        }
        // The emulator writes the spacer and advances; the character's own cell is marked then.
        self.term.input(' ');
        let grid = self.term.grid_mut();
        grid[cursor.line][cursor.column].flags.insert(Flags::WIDE_CHAR_SPACER);
        grid[at.line][at.column].flags.insert(Flags::WIDE_CHAR);
    }

    fn place(&mut self, character: char, columns: usize) {
        let grid = self.term.grid();
        let needs_wrap = grid.cursor.input_needs_wrap;
        let is_too_wide = columns > 1 && grid.cursor.point.column.0 + 1 >= grid.columns();
        let wraps = self.term.mode().contains(TermMode::LINE_WRAP);
        if wraps && (needs_wrap || is_too_wide) {
            self.wrap(!needs_wrap);
        }
        if character.width().map(|width| width.min(2)) == Some(columns) {
            self.term.input(character);
            return;
        }
        // The emulator has another width for it, so a stand-in of this width is printed first.
        let before = self.term.grid().cursor.point;
        self.term.input(if columns == 1 { 'é' } else { '字' });
        let grid = self.term.grid_mut();
        let after = grid.cursor.point;
        let end = after.column.0 + usize::from(grid.cursor.input_needs_wrap);
        if after != before || grid.cursor.input_needs_wrap {
            let column = Column(end.saturating_sub(columns));
            grid[after.line][column].c = character;
        }
    }

    /// Wraps because the character does not fit into the line. The emulator itself would paint the
    /// cell left empty before a wide character; and in tmux a line scrolled in this way is blank
    /// whatever the background.
    fn wrap(&mut self, leaves_a_cell: bool) {
        let is_tmux = self.host.is_tmux();
        let grid = self.term.grid_mut();
        let cell = grid.cursor_cell();
        let is_blank = cell.c == ' ' && !cell.flags.contains(Flags::WIDE_CHAR_SPACER);
        cell.flags.insert(Flags::WRAPLINE);
        if leaves_a_cell && is_blank {
            cell.flags.insert(Flags::LEADING_WIDE_CHAR_SPACER);
        }
        let background = grid.cursor.template.bg;
        if is_tmux {
            grid.cursor.template.bg = Color::Named(NamedColor::Background);
        }
        Handler::linefeed(&mut self.term);
        Handler::carriage_return(&mut self.term);
        self.term.grid_mut().cursor.template.bg = background;
    }

    /// Whether the line above the cursor continues in the cursor's.
    pub(super) fn line_above_wraps(&self) -> bool {
        let grid = self.term.grid();
        let line = grid.cursor.point.line;
        line > Line(0) && grid[line - 1i32][grid.last_column()].flags.contains(Flags::WRAPLINE)
    }
}
