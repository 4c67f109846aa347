//! The same script for every agent: start, a turn, an approval, a long answer.

use std::path::Path;
use std::time::Duration;

use super::recording::{Mark, Recording};
use crate::support::agent::Agent;
use crate::support::host::{Abilities, HostTerminal};
use crate::support::model_server::{ModelServer, reply_to};
use crate::support::tmux::Size;
use crate::support::{parlo, text, wait};

/// Where the script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The agent in the terminal.
    Alone,
    /// The agent in parlo in the terminal.
    InParlo,
}

/// The size of the recordings.
pub const SIZE: Size = Size { columns: 100, rows: 30 };

/// The folder of recordings: the same path on every machine.
const RECORDING_FOLDER: &str = "/tmp/parlo-session";

/// How many checks in a row must find no new output before an agent counts as idle.
const IDLE_CHECKS: usize = 25;

/// The time a user takes to read the text before Enter.
const READING: Duration = Duration::from_millis(400);

/// An agent in its terminal, and the marks so far.
struct Stage {
    agent: Agent,
    host: HostTerminal,
    marks: Vec<Mark>,
}

/// Runs the script and returns the output of the terminal's program.
pub fn play(agent: Agent, setting: Setting) -> Recording {
    let server = ModelServer::start();
    let folder = tempfile::TempDir::with_prefix("parlo-session-").expect("a folder");
    let root = match setting {
        Setting::Alone => Path::new(RECORDING_FOLDER).to_path_buf(),
        Setting::InParlo => folder.path().canonicalize().expect("a real path").join("agent"),
    };
    let mut launch = agent.lay_out(&root, &server);
    if setting == Setting::InParlo {
        let models = text(&parlo::model_folder());
        launch.environment.push(("PARLO_MODEL_DIR".into(), models));
        launch.command.splice(0..0, [env!("CARGO_BIN_EXE_parlo").to_owned(), "--".to_owned()]);
    }
    let host = HostTerminal::start(SIZE, &launch, Abilities::KittyAndStatus);
    let mut stage = Stage { agent, host, marks: Vec::new() };
    stage.host.wait_for_text(agent.composer(), wait::START);
    stage.host.wait_until("bracketed paste", |state| state.has(2004));
    stage.rest();
    stage.mark("idle", "started");

    stage.prompt("HOLD on a moment");
    stage.host.wait_for_text(agent.working(), wait::START);
    stage.mark("working", "asked");
    server.release();
    stage.host.wait_for_text(&reply_to("HOLD on a moment"), wait::SOON);
    stage.rest();
    stage.mark("idle", "answered");

    stage.prompt("RUN touch by-the-agent");
    stage.host.wait_for_text(agent.approval(), wait::START);
    stage.rest();
    stage.mark("blocked", "approval");
    stage.host.send(agent.approving_key());
    stage.host.wait_for_text("RAN-IT", wait::START);
    stage.rest();
    stage.mark("idle", "approved");
    assert!(launch.folder.join("by-the-agent").exists(), "{}", stage.host.scene());

    stage.prompt("LONG 40");
    stage.host.wait_for_text("THE-END-OF-IT", wait::START);
    stage.rest();
    stage.mark("idle", "told at length");
    let bytes = stage.host.received();
    Recording { bytes, marks: stage.marks }
}

impl Stage {
    fn mark(&mut self, state: &str, name: &str) {
        let offset = self.host.received().len();
        self.marks.push(Mark { offset, state: state.into(), name: name.into() });
    }

    /// Pastes a prompt and sends it.
    fn prompt(&self, text: &str) {
        self.host.send(format!("\u{1b}[200~{text}\u{1b}[201~"));
        self.host.wait_for_text(text, wait::SOON);
        wait::let_pass(READING);
        self.host.send("\r");
    }

    /// Waits until there is no more output.
    fn rest(&self) {
        let (mut before, mut quiet) = (0, 0);
        let at_rest = || {
            let now = self.host.received().len();
            quiet = if now == before { quiet + 1 } else { 0 };
            before = now;
            (quiet >= IDLE_CHECKS).then_some(())
        };
        let what = format!("{} at rest", self.agent.name());
        wait::until(&what, wait::START, at_rest, || self.host.scene());
    }
}
