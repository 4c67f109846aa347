//! A recorder inside parlo inside a terminal: what most tests of the wrapped agent start from.

use super::parlo::Home;
use super::recorder::Recorder;
use super::tmux::{Size, Terminal};
use super::wait;

/// What runs; it ends in this order when it is dropped.
pub struct Wrapped {
    pub terminal: Terminal,
    pub recorder: Recorder,
    pub home: Home,
}

impl Wrapped {
    /// Starts it in a terminal of that size and waits until the recorder is ready.
    pub fn start(home: Home, size: Size) -> Wrapped {
        let recorder = Recorder::new();
        let terminal = home.start_sized(size, &home.wrapping(&[], recorder.command()));
        terminal.wait_for_text("READY", wait::START);
        Wrapped { terminal, recorder, home }
    }
}
