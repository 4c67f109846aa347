//! Through whose eyes a pane is seen.

/// Who tells what is in a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// As tmux tells its cells.
    Pane,
    /// As a client of tmux draws it, in a pane of another tmux: the one way to see the background
    /// of erased cells and halves of wide characters, which tmux does not tell.
    Client,
}
