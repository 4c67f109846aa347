//! How a session ends: why, what is printed, and the exit code.

use std::io::Write;

use anyhow::Result;
use parlo_core::flow::Event;

use super::Session;
use super::inbox::Message;
use crate::config::failure::failure;
use crate::diag::Panicked;
use crate::diag::print;
use crate::dictation::Dictation;
use crate::session::pty::AgentExit;
use crate::ui::host;

/// Why a session is over.
#[derive(Debug)]
pub(super) enum End {
    Agent(AgentExit),
    /// The agent has closed its terminal and runs on.
    AgentUnreachable,
    /// A signal ended parlo.
    Signal(i32),
    TerminalGone,
    /// A thread that is needed is gone; with where it panicked, if that is known yet.
    ThreadGone(Option<Panicked>),
}

impl Panicked {
    /// Whether a session cannot go on without that thread: keys, output or the end would be missed.
    pub(super) fn is_of_needed_thread(&self) -> bool {
        let needed = ["tty-input", "pty-reader", "pty-writer", "pty-wait", "signals"];
        needed.contains(&self.thread.as_str())
    }
}

impl Session<'_> {
    /// Ends what still runs, gives the terminal back, and decides the exit code.
    pub(super) fn finish(mut self, end: Result<End>, mut dictation: Dictation) -> Result<u8> {
        dictation.step(&mut self, Event::SessionEnded);
        let code = match &end {
            Ok(End::Agent(exit)) => exit.code(),
            Ok(End::AgentUnreachable) => self.wrapped.agent.hang_up().map_or(1, AgentExit::code),
            Ok(End::Signal(signal)) => u8::try_from(128 + signal).unwrap_or(u8::MAX),
            Ok(End::TerminalGone | End::ThreadGone(_)) | Err(_) => 1,
        };
        let last_lines = self.last_lines();
        if !matches!(end, Ok(End::Agent(_))) {
            self.wrapped.agent.hang_up();
        }
        let panicked = self.panicked_thread();
        // What is typed from here on is for the program that has the terminal next.
        drop(self.keys);
        host::restore();
        // The terminal may be gone, and the last lines with it.
        let _ = host::write_terminal(&last_lines);
        match end? {
            End::ThreadGone(place) => Err(match place.or(panicked) {
                Some(panicked) => failure(panicked.to_string()),
                None => failure("a thread has ended; please report it with the log file"),
            }),
            End::AgentUnreachable => {
                let _ = writeln!(
                    print::output(),
                    "parlo: the agent closed its terminal and did not end"
                );
                Ok(code)
            }
            End::Agent(_) | End::Signal(_) | End::TerminalGone => Ok(code),
        }
    }

    /// A needed thread whose end was found before its panic was reported.
    fn panicked_thread(&self) -> Option<Panicked> {
        self.inbox.messages().try_iter().find_map(|message| match message {
            Message::Panicked(panicked) if panicked.is_of_needed_thread() => Some(panicked),
            _ => None,
        })
    }

    /// What an agent that does not use the alternate screen leaves behind: all its lines.
    fn last_lines(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if !self.wrapped.agent.modes().alternate_screen {
            self.wrapped.agent.terminal().each_line(|cells| host::write_line(&mut bytes, cells));
        }
        bytes
    }
}
