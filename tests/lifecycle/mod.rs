//! How parlo and its agent start, stop, continue and end, whatever kills, stops or floods them.
//!
//! The terminal is [`crate::support::host`] where its modes matter, tmux where a shell does.

mod agent_ends;
mod agent_hangs;
mod stopping;
mod threads;
mod time;

use rustix::process::Pid;

use crate::support::host::{Abilities, Answerer, HostTerminal, TITLE};
use crate::support::machine::{self, Machine};
use crate::support::parlo::Home;
use crate::support::process::{has_ended, state_of};
use crate::support::recorder::Recorder;
use crate::support::tmux::Size;
use crate::support::wait;

/// The terminal; its last row is parlo's.
const SIZE: Size = Size { columns: 80, rows: 24 };

/// A recorder inside parlo inside a terminal played by the test.
struct Stage {
    host: HostTerminal,
    recorder: Recorder,
    _home: Home,
    _machine: Machine,
}

impl Stage {
    fn start(options: &[&str]) -> Self {
        let (machine, home, recorder) = (machine::shared(), Home::new(), Recorder::new());
        let host = start(&home, home.wrapping(options, recorder.command()));
        host.wait_for_text("READY", wait::START);
        Self { host, recorder, _home: home, _machine: machine }
    }

    /// Presses and releases the dictation key.
    fn dictate(&self) {
        self.host.send("\x1b[114;5u\x1b[114;5:3u");
    }

    /// Waits until the agent has received exactly this.
    #[track_caller]
    fn received(&self, expected: &str) {
        let what = format!("{expected:?} at the agent");
        self.recorder.wait_for(&what, wait::START, |it| it == expected, || self.host.scene());
    }
}

/// parlo with these arguments, in a terminal that supports everything.
fn start(home: &Home, arguments: Vec<String>) -> HostTerminal {
    let mut command = vec![env!("CARGO_BIN_EXE_parlo").to_owned()];
    command.extend(arguments);
    HostTerminal::start(SIZE, &home.launch(command), Abilities::KittyAndStatus)
}

/// parlo around a shell that runs this script.
fn start_shell(home: &Home, script: &str) -> HostTerminal {
    let shell = ["sh", "-c", script].map(str::to_owned);
    start(home, home.wrapping(&[], shell.into()))
}

/// Checks that the terminal keeps nothing that parlo, or an agent through it, asked for.
#[track_caller]
fn is_given_back(host: &HostTerminal) {
    host.inspect(|state: &Answerer| {
        assert!(state.keyboard.iter().all(Vec::is_empty), "{:?}", state.keyboard);
        for mode in [1, 1000, 1002, 1003, 1004, 1006, 1016, 1049, 2004, 2026, 2031] {
            assert!(!state.has(mode), "mode {mode} is still set");
        }
        assert!(state.has(25), "the cursor is hidden");
        assert!([None, Some(0)].contains(&state.cursor_shape), "{:?}", state.cursor_shape);
        assert_eq!(state.titles, [TITLE]);
        assert_eq!(state.modify_other_keys, 0);
        assert!(!state.application_keypad);
        let last = |of: &str| state.commands.iter().rev().find(|it| it.starts_with(of)).cloned();
        assert!([None, Some("7501;state=clear".to_owned())].contains(&last("7501;state")));
        assert!([None, Some("9;4;0".to_owned())].contains(&last("9;4")));
        assert!([None, Some("22;".to_owned())].contains(&last("22;")));
    });
    assert!(host.line_is_as_before(), "the line is still raw");
}

/// Waits until a process has ended.
#[track_caller]
fn wait_for_end_of(process: Pid) {
    let ended = || has_ended(process).then_some(());
    wait::until("its end", wait::SOON, ended, || format!("{:?}", state_of(process)));
}

/// The process ids after a word on the screen.
fn processes(screen: &str, word: &str) -> Vec<Pid> {
    let row = screen.lines().find_map(|row| row.split_once(word)).expect("process ids").1;
    let ids = row.split_whitespace().map_while(|id| id.parse().ok());
    ids.map(|id| Pid::from_raw(id).expect("a process id")).collect()
}
