//! What the scrollback layer asks for, and what it is told.

/// A cell of the screen or of the lines above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    /// 0 is the newest screen's first line, those above are negative.
    pub line: i32,
    /// Counted from zero.
    pub column: u16,
}

/// From one cell to another, both included.
pub type CellRange = (Spot, Spot);

/// What the layer wants to see or have.
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
    /// Find a text; [`Found`](crate::ui::layers::News::Found) follows.
    Find {
        /// What to find, upper and lower case alike.
        text: String,
        /// Where to begin; what is there does not count.
        from: Spot,
        /// Towards older lines rather than newer ones.
        to_older: bool,
    },
    /// Copy to the clipboard; [`Copied`](crate::ui::layers::News::Copied) follows.
    Copy(CellRange),
}

/// What is in view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// Columns of the agent's screen.
    pub columns: u16,
    /// Its rows.
    pub rows: u16,
    /// Lines the view is above the newest ones.
    pub above: i32,
    /// Lines there are above the newest screen.
    pub history: i32,
    /// Where the text that was searched last is in view.
    pub hits: Vec<CellRange>,
}
