//! Cursor movements in which the emulator differs from other terminals.

use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::TermMode;
use alacritty_terminal::vte::ansi::Handler;

use super::Emulator;

impl Emulator {
    /// Up or down by lines. A cursor inside the scrolling region stays in it.
    pub(super) fn move_lines(&mut self, down: i32) {
        let last = i32::try_from(self.term.screen_lines()).unwrap_or(i32::MAX) - 1;
        let cursor = &mut self.term.grid_mut().cursor;
        let line = cursor.point.line.0;
        let (top, bottom) = self.region;
        let first = if line >= top { top } else { 0 };
        let last = if line <= bottom { bottom.min(last) } else { last };
        cursor.point.line = Line(line.saturating_add(down).clamp(first.min(last), last));
        cursor.input_needs_wrap = false;
    }

    /// To a column of the same line. The emulator would add the scrolling region's start again.
    pub(super) fn move_to_column(&mut self, column: usize) {
        let last = self.term.last_column();
        let cursor = &mut self.term.grid_mut().cursor;
        cursor.point.column = Column(column).min(last);
        cursor.input_needs_wrap = false;
    }

    /// Back by columns; one column less from after a full line, where the host's cursor rests there.
    pub(super) fn move_back(&mut self, columns: usize) {
        let grid = self.term.grid_mut();
        let behind = grid.cursor.input_needs_wrap && self.host.cursor_rests_behind_line;
        let columns = columns - usize::from(behind);
        grid.cursor.point.column = Column(grid.cursor.point.column.0.saturating_sub(columns));
        grid.cursor.input_needs_wrap = false;
    }

    pub(super) fn back_over_wrap(&mut self) {
        let at_start = self.term.grid().cursor.point.column == Column(0);
        if at_start && self.host.is_tmux() && self.line_above_wraps() {
            let last = self.term.last_column();
            let cursor = &mut self.term.grid_mut().cursor;
            cursor.point.line -= 1;
            cursor.point.column = last;
            return;
        }
        if !at_start {
            self.move_back(1);
        }
    }

    /// Whether the cursor is after a full line, where nothing can be erased or inserted.
    pub(super) fn is_after_full_line(&self) -> bool {
        self.host.cursor_rests_behind_line && self.term.grid().cursor.input_needs_wrap
    }

    pub(in super::super) fn report_position(&mut self, private: bool) {
        let cursor = &self.term.grid().cursor;
        let origin = if self.term.mode().contains(TermMode::ORIGIN) { self.region.0 } else { 0 };
        let row = cursor.point.line.0 + 1;
        // tmux reports the position on the whole screen.
        let row = if self.host.is_tmux() { row } else { row - origin };
        let column = cursor.point.column.0 + 1 + usize::from(self.is_after_full_line());
        let mark = if private { "?" } else { "" };
        self.reply(format!("\x1b[{mark}{row};{column}R"));
    }

    pub(super) fn set_region(&mut self, top: usize, bottom: Option<usize>) {
        let lines = self.term.screen_lines();
        let (top, bottom) = (top.max(1).min(lines), bottom.unwrap_or(lines).min(lines));
        // A region of one line is ignored; the emulator would accept an empty one below the screen.
        if top >= bottom {
            return;
        }
        let line = |number: usize| i32::try_from(number).unwrap_or(i32::MAX) - 1;
        self.region = (line(top), line(bottom));
        Handler::set_scrolling_region(&mut self.term, top, Some(bottom));
    }

    pub(super) fn reset_region(&mut self) {
        let lines = self.term.screen_lines();
        self.region = (0, i32::try_from(lines).unwrap_or(i32::MAX) - 1);
    }
}
