//! Through whose eyes a pane is seen.

use crate::support::text;
use std::path::Path;

/// Who tells what is in a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// As tmux tells its cells.
    Pane,
    /// As a client of tmux draws it, in a pane of another tmux: the one way to see the background
    /// of erased cells and halves of wide characters, which tmux does not tell.
    Client,
}

/// The beginning of a command line that runs the rest of it in another tmux within the first.
pub fn client(folder: &Path) -> Vec<String> {
    let settings = folder.join("tmux.conf");
    let lines = "set -g status off\nset -g default-terminal tmux-256color\nset -g set-titles on\n\
        set -g set-titles-string '#T'\nset -g destroy-unattached on\nset -g escape-time 0\n\
        set -as terminal-features ',*:RGB:usstyle:overline:strikethrough'\n";
    std::fs::write(&settings, lines).expect("the settings of a tmux");
    let (settings, socket) = (text(&settings), text(&folder.join("inner")));
    let words = ["env", "-u", "TMUX", "tmux", "-u", "-f", &settings, "-S", &socket];
    let mut command: Vec<String> = words.map(str::to_owned).into();
    command.extend(["new-session".to_owned(), "--".to_owned()]);
    command
}
