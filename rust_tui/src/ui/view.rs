//! One frame: the agent's pane above, parlo's row below.

use parlo_core::screen::{Cursor, Screen};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;
use super::{hud, pane};

/// Rows of the outer terminal that are parlo's own.
pub const HUD_ROWS: u16 = 1;

/// Everything a frame shows.
#[derive(Debug, Clone, Copy)]
pub struct Snapshot<'a> {
    /// The agent's screen.
    pub screen: &'a Screen,
    /// parlo's row.
    pub hud: &'a hud::Hud<'a>,
    /// How that row looks.
    pub theme: Theme,
}

/// The rows left for the agent in an outer terminal of so many rows. A terminal of a single row
/// is all the agent's.
#[must_use]
pub fn pane_rows(outer_rows: u16) -> u16 {
    if outer_rows > HUD_ROWS { outer_rows - HUD_ROWS } else { outer_rows }
}

/// Draws a frame and tells where the cursor stands in it, if it is visible.
pub fn view(buffer: &mut Buffer, snapshot: &Snapshot) -> Option<Cursor> {
    let area = buffer.area;
    let pane = Rect { height: pane_rows(area.height), ..area };
    let row = Rect { y: area.y + pane.height, height: area.height - pane.height, ..area };
    pane::draw(buffer, pane, snapshot.screen);
    hud::draw(buffer, row, snapshot.hud, snapshot.theme);
    let is_visible = |cursor: &Cursor| cursor.column < pane.width && cursor.row < pane.height;
    snapshot.screen.cursor.filter(is_visible)
}
