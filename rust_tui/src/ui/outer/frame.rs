//! Turns frames into bytes: only what changed, inside one synchronised update.

use parlo_core::screen::Cursor;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::cells;
use crate::ui::view::{Snapshot, view};

const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
const END_UPDATE: &[u8] = b"\x1b[?2026l";
const HIDE_CURSOR: &[u8] = b"\x1b[?25l";
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";

/// Remembers what the terminal shows, and writes the difference to the next frame.
#[derive(Debug, Default)]
pub struct Painter {
    shown: Option<Frame>,
    spare: Buffer,
    bytes: Vec<u8>,
}

#[derive(Debug)]
struct Frame {
    buffer: Buffer,
    cursor: Option<Cursor>,
}

impl Painter {
    /// The bytes that make the terminal show a snapshot at a size (columns, rows); none when it
    /// shows it already.
    pub fn paint(&mut self, size: (u16, u16), snapshot: &mut Snapshot) -> &[u8] {
        self.bytes.clear();
        let area = Rect::new(0, 0, size.0, size.1);
        let mut buffer = std::mem::take(&mut self.spare);
        if buffer.area != area {
            buffer = Buffer::empty(area);
        }
        let cursor = view(&mut buffer, snapshot);

        let shown = self.shown.take().filter(|shown| shown.buffer.area == area);
        let is_fresh = shown.is_none();
        let shown = shown.unwrap_or_else(|| Frame { buffer: Buffer::empty(area), cursor: None });

        let mut changes = shown.buffer.diff_iter(&buffer).peekable();
        let has_changes = is_fresh || changes.peek().is_some();
        if has_changes {
            self.bytes.extend_from_slice(BEGIN_UPDATE);
            // A terminal without synchronised updates would show the cursor run over the cells.
            self.bytes.extend_from_slice(HIDE_CURSOR);
            if is_fresh {
                self.bytes.extend_from_slice(CLEAR);
            }
            cells::write(&mut self.bytes, changes);
        }
        if has_changes || cursor != shown.cursor {
            self.place_cursor(cursor);
        }
        if has_changes {
            self.bytes.extend_from_slice(END_UPDATE);
        }
        self.spare = shown.buffer;
        self.shown = Some(Frame { buffer, cursor });
        &self.bytes
    }

    /// Forgets what the terminal shows.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    fn place_cursor(&mut self, cursor: Option<Cursor>) {
        match cursor {
            Some(Cursor { column, row, .. }) => {
                let (line, column) = (u32::from(row) + 1, u32::from(column) + 1);
                self.bytes.extend_from_slice(format!("\x1b[{line};{column}H").as_bytes());
                self.bytes.extend_from_slice(SHOW_CURSOR);
            }
            None => self.bytes.extend_from_slice(HIDE_CURSOR),
        }
    }
}
