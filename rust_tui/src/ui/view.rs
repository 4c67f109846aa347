//! One frame: the agent's pane, parlo's rows below it, open layers over it.

use parlo_core::screen::{Cursor, Screen};
use ratatui::buffer::Buffer;

use super::layers::Layers;
use super::layout::{HudSize, Layout};
use super::theme::Theme;
use super::{hud, pane};

/// Everything a frame shows.
pub struct Snapshot<'a> {
    /// The agent's screen.
    pub screen: &'a Screen,
    /// What parlo's rows show.
    pub hud: &'a hud::Hud<'a>,
    /// How many rows parlo has.
    pub hud_size: HudSize,
    /// The open layers.
    pub layers: &'a mut Layers,
    /// The theme of parlo's rows and layers.
    pub theme: &'a Theme,
}

/// Draws parlo's rows and layers, reserves the agent's pane ([`pane::reserve`]), and returns the
/// cursor, if it is visible.
pub fn view(buffer: &mut Buffer, snapshot: &mut Snapshot) -> Option<Cursor> {
    let Layout { pane, hud } = Layout::of(buffer.area.width, buffer.area.height, snapshot.hud_size);
    pane::reserve(buffer, pane);
    if hud.is_empty() {
        hud::draw_badge(buffer, pane, snapshot.hud, snapshot.theme);
    } else {
        hud::draw(buffer, hud, snapshot.hud, snapshot.theme);
    }
    let of_layer = snapshot.layers.draw(buffer, pane, snapshot.theme);
    if !snapshot.layers.is_empty() {
        return of_layer.map(|at| Cursor { column: at.x, row: at.y, ..Cursor::default() });
    }
    let is_visible = |cursor: &Cursor| cursor.column < pane.width && cursor.row < pane.height;
    snapshot.screen.cursor.filter(is_visible)
}
