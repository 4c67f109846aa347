//! parlo between an agent and a terminal that supports everything: input and output.
//!
//! The terminal is [`crate::support::host`], the agent a recorder.

mod keyboard;
mod mouse;
mod noise;
mod replies;
mod requests;

use crate::support::host::{Abilities, HostTerminal};
use crate::support::machine::{self, Machine};
use crate::support::parlo::Home;
use crate::support::recorder::Recorder;
use crate::support::tmux::Size;
use crate::support::wait;

/// The terminal; its last row is parlo's.
const SIZE: Size = Size { columns: 80, rows: 25 };

/// A recorder inside parlo inside a terminal played by the test.
struct Stage {
    host: HostTerminal,
    recorder: Recorder,
    _home: Home,
    _machine: Machine,
}

impl Stage {
    fn start(abilities: Abilities) -> Self {
        let machine = machine::shared();
        let (recorder, home) = (Recorder::new(), Home::new());
        let mut command = vec![env!("CARGO_BIN_EXE_parlo").to_owned()];
        command.extend(home.wrapping(&[], recorder.command()));
        let host = HostTerminal::start(SIZE, &home.launch(command), abilities);
        host.wait_for_text("READY", wait::START);
        Self { host, recorder, _home: home, _machine: machine }
    }

    /// Waits until the agent has received exactly this.
    #[track_caller]
    fn received(&self, expected: &str) {
        let what = format!("{expected:?} at the agent");
        self.recorder.wait_for(&what, wait::SOON, |it| it == expected, || self.host.scene());
    }

    /// Makes the agent write, and waits until parlo has processed it: it answers a query after it.
    /// Returns what the agent received meanwhile, without the answer.
    fn write(&self, bytes: impl AsRef<[u8]>) -> String {
        let before = self.recorder.received().len();
        self.recorder.emit([bytes.as_ref(), b"\x1b[5n"].concat());
        let is_answered = |received: &str| received[before..].contains("\u{1b}[0n");
        let what = "an answer to a query";
        let received = self.recorder.wait_for(what, wait::SOON, is_answered, || self.host.scene());
        received[before..].replacen("\u{1b}[0n", "", 1)
    }
}
