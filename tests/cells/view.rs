//! How the content of a pane is read.

/// Who reports the content of a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// tmux, from its cells.
    Pane,
    /// A client of tmux, drawing it in a pane of another tmux: the only way to see the background
    /// of erased cells and halves of wide characters, which tmux does not report.
    Client,
}
