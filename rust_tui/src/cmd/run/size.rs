//! The size of the user's terminal, and the part of it that is the agent's.

use anyhow::{Context, Result};
use crossterm::terminal::{WindowSize, size, window_size};

use crate::session::pty::TerminalSize;
use crate::ui::layout::{HudSize, Layout};

/// The size of the user's terminal.
pub(super) fn host_size() -> Result<TerminalSize> {
    let without_pixels = |(columns, rows)| WindowSize { columns, rows, width: 0, height: 0 };
    let window = window_size().or_else(|_| size().map(without_pixels));
    let window = window.context("cannot learn the size of the terminal")?;
    let (columns, rows) = (window.columns.max(1), window.rows.max(1));
    let pixels = (window.width / columns, window.height / rows);
    let known = pixels.0 > 0 && pixels.1 > 0;
    Ok(TerminalSize { columns, rows, cell_pixels: known.then_some(pixels) })
}

/// The part of it that is the agent's.
pub(super) fn pane_of(host: TerminalSize, hud: HudSize) -> TerminalSize {
    let pane = Layout::of(host.columns, host.rows, hud).pane;
    TerminalSize { rows: pane.height, columns: pane.width, ..host }
}
