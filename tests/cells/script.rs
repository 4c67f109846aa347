//! The script of a program, and the snapshots taken during it.

use std::time::Duration;

use super::shot::{Mask, Shot};
use crate::support::tmux::{Size, Terminal};
use crate::support::wait;

/// The pause a user makes between two actions. Programs recognise a lone Escape by such a pause,
/// and agents an Enter after a paste.
const PAUSE: Duration = Duration::from_millis(400);

/// One step.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// Waits until the text is on the screen.
    See(&'static str),
    /// Presses keys by tmux's names.
    Keys(&'static [&'static str]),
    /// Types a text.
    Type(&'static str),
    /// Pastes a text.
    Paste(&'static str),
    /// Lets a moment pass, as a user does.
    Pause,
    /// Resizes the program's pane to these columns and rows.
    Resize(u16, u16),
    /// Compares, under a name.
    Compare(&'static str),
}

/// A run of a script in one terminal.
pub struct ScriptRun<'a> {
    /// The terminal.
    pub terminal: &'a Terminal,
    /// The rows of it that are not the program's.
    pub parlo_rows: u16,
    /// The size of the program's pane at the start.
    pub size: Size,
    /// What is excluded from the comparisons.
    pub masks: &'a [Mask],
}

impl ScriptRun<'_> {
    /// Runs the program alone; returns a snapshot for each comparison.
    pub fn record(mut self, steps: &[Step]) -> Vec<Shot> {
        let mut shots = Vec::new();
        for step in steps {
            if self.act(step).is_some() {
                shots.push(Shot::steady(self.terminal, self.size, self.masks));
            }
        }
        shots
    }

    /// Runs the program in parlo; reports what differs from the snapshots.
    pub fn compare(mut self, steps: &[Step], mut shots: &[Shot]) -> Vec<String> {
        let mut reports = Vec::new();
        for step in steps {
            if let Some(name) = self.act(step)
                && let Some((shot, rest)) = shots.split_first()
            {
                shots = rest;
                if let Err(report) = shot.compare(self.terminal, self.size, self.masks) {
                    reports.push(format!("-- {name} --\n{report}"));
                }
            }
        }
        reports
    }

    /// Performs a step; returns the name of a comparison.
    fn act(&mut self, step: &Step) -> Option<&'static str> {
        match step {
            Step::See(text) => drop(self.terminal.wait_for_text(text, wait::START)),
            Step::Keys(names) => self.terminal.keys(names),
            Step::Type(text) => self.terminal.type_text(text),
            Step::Paste(text) => self.terminal.paste(text),
            Step::Pause => wait::let_pass(PAUSE),
            Step::Resize(columns, rows) => {
                self.size = Size { columns: *columns, rows: *rows };
                let rows = rows + self.parlo_rows;
                self.terminal.resize(Size { columns: *columns, rows });
            }
            Step::Compare(name) => return Some(name),
        }
        None
    }
}
