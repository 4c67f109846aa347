//! Turns frames into bytes: only what changed, inside one synchronised update.

use parlo_core::screen::{Cell, Cursor, Screen};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::cells;
use crate::ui::pane::compose;
use crate::ui::view::{Snapshot, view};

const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
const END_UPDATE: &[u8] = b"\x1b[?2026l";
const HIDE_CURSOR: &[u8] = b"\x1b[?25l";
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";

/// A frame at a size (columns, rows): the agent's cells with parlo's own over them. For pictures
/// and tests; a terminal is painted by a [`Painter`].
pub fn composed(size: (u16, u16), snapshot: &mut Snapshot) -> Screen {
    let mut frame = Screen::default();
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
    compose_into(&mut frame, &mut buffer, snapshot);
    frame
}

fn compose_into(frame: &mut Screen, buffer: &mut Buffer, snapshot: &mut Snapshot) {
    let cursor = view(buffer, snapshot);
    compose(frame, buffer, snapshot.screen);
    frame.cursor = cursor;
    frame.cursor_place = match cursor {
        Some(cursor) => (cursor.column, cursor.row),
        None => {
            let (column, row) = snapshot.screen.cursor_place;
            let inside = column < frame.columns && row < frame.rows;
            if inside { (column, row) } else { (0, 0) }
        }
    };
}

/// Remembers what the terminal shows, and writes the difference to the next frame.
#[derive(Debug, Default)]
pub struct Painter {
    /// What the terminal shows, if that is known.
    shown: Option<Screen>,
    /// Kept for their allocations.
    spare: Screen,
    buffer: Buffer,
    bytes: Vec<u8>,
}

impl Painter {
    /// The bytes that make the terminal show a snapshot at a size (columns, rows); none when it
    /// shows it already.
    pub fn paint(&mut self, size: (u16, u16), snapshot: &mut Snapshot) -> &[u8] {
        self.bytes.clear();
        let area = Rect::new(0, 0, size.0, size.1);
        if self.buffer.area != area {
            self.buffer = Buffer::empty(area);
        }
        let mut frame = std::mem::take(&mut self.spare);
        compose_into(&mut frame, &mut self.buffer, snapshot);

        let is_known = |shown: &Screen| (shown.columns, shown.rows) == size;
        let shown = self.shown.take().filter(is_known);
        let is_fresh = shown.is_none();
        let shown = shown.unwrap_or_else(|| Screen::new(size.0, size.1));

        let moved = !same_cursor(&frame, &shown);
        self.write_difference(is_fresh, moved, &shown, &frame);
        self.spare = shown;
        self.shown = Some(frame);
        &self.bytes
    }

    /// Forgets what the terminal shows.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    fn write_difference(&mut self, is_fresh: bool, moved: bool, shown: &Screen, frame: &Screen) {
        let mut changes = changes(shown, frame).peekable();
        if !is_fresh && changes.peek().is_none() {
            if moved {
                self.place_cursor(frame.cursor, frame.cursor_place);
            }
            return;
        }
        self.bytes.extend_from_slice(BEGIN_UPDATE);
        // A terminal without synchronised updates would show the cursor moving over the cells.
        self.bytes.extend_from_slice(HIDE_CURSOR);
        if is_fresh {
            self.bytes.extend_from_slice(CLEAR);
        }
        cells::write(&mut self.bytes, changes);
        self.place_cursor(frame.cursor, frame.cursor_place);
        self.bytes.extend_from_slice(END_UPDATE);
    }

    fn place_cursor(&mut self, cursor: Option<Cursor>, (column, row): (u16, u16)) {
        if cursor.is_none() {
            self.bytes.extend_from_slice(HIDE_CURSOR);
        }
        cells::write_position(&mut self.bytes, column, row);
        if cursor.is_some() {
            self.bytes.extend_from_slice(SHOW_CURSOR);
        }
    }
}

/// The shape of the cursor is a mode and handled there, so it is no reason to place it again.
fn same_cursor(one: &Screen, other: &Screen) -> bool {
    one.cursor.is_some() == other.cursor.is_some() && one.cursor_place == other.cursor_place
}

/// The cells that differ. A wide character and its spacer always change together: where one of
/// them comes or goes, the kind of both cells differs.
fn changes<'a>(
    shown: &'a Screen,
    frame: &'a Screen,
) -> impl Iterator<Item = (u16, u16, &'a Cell)> + 'a {
    let cells = shown.cells.iter().zip(&frame.cells).enumerate();
    let columns = usize::from(frame.columns).max(1);
    cells.filter(|(_, (old, new))| old != new).map(move |(index, (_, new))| {
        let place = |value: usize| u16::try_from(value).unwrap_or(u16::MAX);
        (place(index % columns), place(index / columns), new)
    })
}
