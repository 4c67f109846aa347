//! A recorder inside parlo inside a terminal: the setting of most tests of a wrapped agent.

use super::parlo::Home;
use super::recorder::Recorder;
use super::tmux::{Size, Terminal};
use super::wait;

/// The running programs, dropped in this order.
pub struct Wrapped {
    pub terminal: Terminal,
    pub recorder: Recorder,
    pub home: Home,
}

impl Wrapped {
    /// Starts them in a terminal of this size and waits until the recorder is ready.
    pub fn start(home: Home, size: Size) -> Self {
        let recorder = Recorder::new();
        let terminal = home.start_sized(size, &home.wrapping(&[], recorder.command()));
        terminal.wait_for_text("READY", wait::START);
        Self { terminal, recorder, home }
    }
}
