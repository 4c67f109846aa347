//! What is done to a program, and the pictures taken on the way.

use std::time::Duration;

use super::shot::{Mask, Shot};
use crate::support::tmux::{Size, Terminal};
use crate::support::wait;

/// The time a user takes between two things. Programs tell a lone Escape from the beginning of
/// a key by such a pause, and agents a paste from Enter.
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
    /// Gives the program's pane that many columns and rows.
    Resize(u16, u16),
    /// Compares, under a name.
    Compare(&'static str),
}

/// A performance of a script in one terminal.
pub struct Performance<'a> {
    /// The terminal.
    pub terminal: &'a Terminal,
    /// The rows of it that are not the program's.
    pub parlo_rows: u16,
    /// The program's pane at first.
    pub size: Size,
    /// What is left out of the comparisons.
    pub masks: &'a [Mask],
}

impl Performance<'_> {
    /// Performs the program alone; returns a picture for each comparison.
    pub fn record(mut self, steps: &[Step]) -> Vec<Shot> {
        let mut shots = Vec::new();
        for step in steps {
            if self.act(step).is_some() {
                shots.push(Shot::settled(self.terminal, self.size, self.masks));
            }
        }
        shots
    }

    /// Performs the program in parlo; reports what does not come to look like the pictures.
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

    /// Does what the step says; the name of a comparison is returned.
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
