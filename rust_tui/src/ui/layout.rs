//! Divides the host terminal between the agent's pane and parlo's own rows.
//!
//! parlo's rows never cover the agent: the pty is as high as the pane.

use ratatui::layout::Rect;

/// How many rows parlo shows about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HudSize {
    /// None: the agent has the whole terminal. Messages are shown over its last row for a while.
    Hidden,
    /// One.
    #[default]
    Minimal,
    /// Three: with the level over time, words by confidence, and past latencies.
    Full,
}

impl HudSize {
    /// All sizes, in the order of the key that switches them.
    pub const ALL: [Self; 3] = [Self::Minimal, Self::Full, Self::Hidden];

    /// The name in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Minimal => "minimal",
            Self::Full => "full",
        }
    }

    /// The size of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.name() == name)
    }

    /// The next size.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Minimal => Self::Full,
            Self::Full => Self::Hidden,
            Self::Hidden => Self::Minimal,
        }
    }

    const fn rows(self) -> u16 {
        match self {
            Self::Hidden => 0,
            Self::Minimal => 1,
            Self::Full => 3,
        }
    }
}

/// Below this height three rows would leave the agent too little, and one is shown.
const ROWS_FOR_FULL: u16 = 10;

/// The parts of the host terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The agent's.
    pub pane: Rect,
    /// parlo's own, below it; may have no rows.
    pub hud: Rect,
}

impl Layout {
    /// Divides a host terminal of this size. A terminal of a single row is all the agent's.
    pub fn of(columns: u16, rows: u16, size: HudSize) -> Self {
        let size =
            if size == HudSize::Full && rows < ROWS_FOR_FULL { HudSize::Minimal } else { size };
        let hud_rows = if rows > size.rows() { size.rows() } else { 0 };
        let pane_rows = rows - hud_rows;
        Self {
            pane: Rect::new(0, 0, columns, pane_rows),
            hud: Rect::new(0, pane_rows, columns, hud_rows),
        }
    }
}

#[cfg(test)]
mod tests;
