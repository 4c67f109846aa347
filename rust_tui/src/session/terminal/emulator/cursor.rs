//! Cursor movements in which the emulator differs from other terminals.

use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::TermMode;

use super::{Emulator, last_line};

impl Emulator {
    /// Up or down by lines. A cursor inside the scrolling region stays in it.
    pub(super) fn move_lines(&mut self, down: i32) {
        let last = last_line(&self.term);
        let cursor = &mut self.term.grid_mut().cursor;
        let line = cursor.point.line.0;
        let (top, bottom) = self.region;
        let first = if line >= top { top } else { 0 };
        let last = if line <= bottom { bottom.min(last) } else { last };
        cursor.point.line = Line(line.saturating_add(down).clamp(first.min(last), last));
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

    pub(super) fn reset_region(&mut self) {
        self.region = (0, last_line(&self.term));
    }
}
