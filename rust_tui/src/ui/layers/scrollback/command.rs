//! What the scrollback layer requests, and the view it gets.

/// A cell of the screen or of the scrollback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    /// Line: 0 is the newest screen's first, those above are negative.
    pub line: i32,
    /// Column, counted from zero.
    pub column: u16,
}

/// From one cell to another, both included.
pub type CellRange = (Spot, Spot);

/// A command to the scrollback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScrollCommand {
    /// Scroll by lines, to older ones when positive.
    Lines(i32),
    /// Scroll by screens.
    Pages(i32),
    /// Scroll to the oldest line.
    Oldest,
    /// Scroll to the newest lines.
    Live,
    /// Scroll until this line is in view.
    Line(i32),
    /// Find a text; [`Found`](crate::ui::layers::LayerUpdate::Found) follows.
    Find {
        /// What to find, ignoring case.
        text: String,
        /// Where to begin, exclusive.
        from: Spot,
        /// Towards older lines rather than newer ones.
        to_older: bool,
    },
    /// Copy to the clipboard; [`Copied`](crate::ui::layers::LayerUpdate::Copied) follows.
    Copy(CellRange),
}

/// What is in view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// Columns of the agent's screen.
    pub columns: u16,
    /// Its rows.
    pub rows: u16,
    /// How many lines the view is scrolled up.
    pub above: i32,
    /// How many lines the history has.
    pub history: i32,
    /// The matches of the last search that are in view.
    pub hits: Vec<CellRange>,
}
