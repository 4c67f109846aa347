//! Byte snippets: a recorder alone and a recorder inside parlo write the same bytes.
//!
//! A case is one line in a list. All cases of a list share two terminals, which are reset between
//! them.

use super::shot::Shot;
use super::view::View;
use crate::support::machine;
use crate::support::parlo::{Home, MOUSE_LEFT_ALONE};
use crate::support::recorder::Recorder;
use crate::support::tmux::{Size, Terminal, client};
use crate::support::wait;

/// The default size of the pane.
pub const PANE: Size = Size { columns: 80, rows: 24 };

/// A step of a case.
#[derive(Debug, Clone, Copy)]
pub enum Act<'a> {
    /// The program writes bytes.
    Write(&'a str),
    /// The user resizes the pane to these columns and rows.
    Resize(u16, u16),
}

/// A case: its steps, after which both screens must be equal.
#[derive(Debug, Clone, Copy)]
pub struct Snippet<'a> {
    /// Its name in reports.
    pub name: &'a str,
    /// Its steps.
    pub acts: &'a [Act<'a>],
}

/// A recorder in a terminal.
struct Side {
    terminal: Terminal,
    recorder: Recorder,
    _home: Home,
    pane: Size,
    parlo_rows: u16,
    asked: usize,
}

/// Resets everything: modes, screen, history, title.
const RESET: &str = "\u{1b}[?1049l\u{1b}c\u{1b}[3J\u{1b}]2;a title\u{7}";
/// A query whose answer shows that everything before it was processed.
const QUERY: &str = "\u{1b}[5n";
const ANSWER: &str = "\u{1b}[0n";

impl Side {
    fn start(parlo_rows: u16, view: View, pane: Size) -> Self {
        let (recorder, home) = (Recorder::new(), Home::new().with_configuration(MOUSE_LEFT_ALONE));
        let size = Size { rows: pane.rows + parlo_rows, ..pane };
        let mut command = recorder.command();
        if parlo_rows > 0 {
            command.splice(0..0, [env!("CARGO_BIN_EXE_parlo").to_owned(), "--".to_owned()]);
        }
        if view == View::Client {
            command.splice(0..0, client(home.path()));
        }
        let terminal = Terminal::start(size, &home.launch(command));
        terminal.wait_for_text("READY", wait::START);
        Self { terminal, recorder, _home: home, pane, parlo_rows, asked: 0 }
    }

    fn perform(&mut self, acts: &[Act]) {
        self.resize(self.pane.columns, self.pane.rows);
        self.write(RESET);
        for act in acts {
            match act {
                Act::Write(bytes) => self.write(bytes),
                Act::Resize(columns, rows) => self.resize(*columns, *rows),
            }
        }
    }

    /// Writes and waits until all of it was processed.
    fn write(&mut self, bytes: &str) {
        self.recorder.emit(format!("{bytes}{QUERY}"));
        self.asked += 1;
        let asked = self.asked;
        let is_answered = |received: &str| received.matches(ANSWER).count() >= asked;
        let what = format!("an answer after {bytes:?}");
        self.recorder.wait_for(&what, wait::SOON, is_answered, || self.terminal.scene());
    }

    /// Resizes and waits until the program got the size.
    fn resize(&self, columns: u16, rows: u16) {
        self.terminal.resize(Size { columns, rows: rows + self.parlo_rows });
        let wanted = (columns, rows);
        let is_resized = || (self.recorder.size() == wanted).then_some(());
        wait::until("the size at the program", wait::SOON, is_resized, || self.terminal.scene());
    }
}

/// Compares all cases of a list and fails with the reports of those that differ.
pub fn compare(view: View, pane: Size, cases: &[Snippet]) {
    let _machine = machine::shared();
    let (mut alone, mut inside) = (Side::start(0, view, pane), Side::start(1, view, pane));
    let mut reports = Vec::new();
    for case in cases {
        let last = case.acts.iter().rev().find_map(|act| match act {
            Act::Resize(columns, rows) => Some(Size { columns: *columns, rows: *rows }),
            Act::Write(_) => None,
        });
        let size = last.unwrap_or(pane);
        alone.perform(case.acts);
        inside.perform(case.acts);
        let shot = match view {
            View::Pane => Shot::take(&alone.terminal, size, &[]),
            // The client draws in its own time.
            View::Client => Shot::steady(&alone.terminal, size, &[]),
        };
        let result = shot.compare(&inside.terminal, size, &[]);
        reports.extend(super::judge(case.name, result));
    }
    super::conclude(cases.len(), &reports);
}
