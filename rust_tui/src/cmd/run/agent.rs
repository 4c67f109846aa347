//! The agent's side: what it writes, what state it is in, and what it requests of the host terminal.
//!
//! Before the dictation handles an event after which it may type, it gets what the agent has written
//! until now ([`Wrapped::catch_up`]), so that a dialog that has just opened is known.

use std::time::{Duration, Instant};

use parlo_core::agent_state::AgentState;
use parlo_core::flow::{AgentEvent, Event, Obstruction};
use parlo_core::host_request::HostRequest;

use crate::session::agent::Agent;
use crate::session::pty::PtyOutput;
use crate::ui::host::HostTerminal;

/// So much output is read at most before an event; more is a flood, and the text waits until parlo has
/// caught up with it.
const MOST_OUTPUT_BYTES: usize = 256 * 1024;
/// An agent that writes for longer than this, faster than it can be read, opens no dialog meanwhile.
const LONGEST_FLOOD: Duration = Duration::from_secs(2);

/// The agent, and what was last reported of it.
pub(super) struct Wrapped {
    pub(super) agent: Agent,
    state: AgentState,
    obstruction: Option<Obstruction>,
    /// Since when more output has arrived than was read.
    behind_since: Option<Instant>,
    /// The agent's terminal is closed on its side.
    output_is_over: bool,
}

impl Wrapped {
    pub(super) fn new(agent: Agent) -> Self {
        let (state, obstruction) = (AgentState::default(), None);
        Self { agent, state, obstruction, behind_since: None, output_is_over: false }
    }

    /// Whether its terminal was found closed.
    pub(super) fn output_is_over(&self) -> bool {
        self.output_is_over
    }

    /// Lets its terminal take what it wrote, and does what only the host terminal can.
    pub(super) fn feed(&mut self, bytes: &[u8], host: &mut HostTerminal) {
        let requests = self.agent.feed(bytes);
        perform(&requests, host);
    }

    /// Shows what a synchronised update has held back for too long.
    pub(super) fn flush(&mut self, host: &mut HostTerminal) {
        let requests = self.agent.flush();
        perform(&requests, host);
    }

    /// Reads what it has written until now; yields the events for the dictation.
    pub(super) fn catch_up(&mut self, user_types: bool, host: &mut HostTerminal) -> Vec<Event> {
        let mut room = MOST_OUTPUT_BYTES;
        let mut wrote = false;
        while room > 0 {
            match self.agent.output().try_recv() {
                Ok(PtyOutput::Bytes(bytes)) => {
                    room = room.saturating_sub(bytes.len());
                    wrote = true;
                    self.feed(&bytes, host);
                }
                Ok(PtyOutput::Closed) => {
                    self.output_is_over = true;
                    break;
                }
                Err(_) => break,
            }
        }
        let since = self.behind_since;
        self.behind_since = (room == 0).then(|| since.unwrap_or_else(Instant::now));
        let mut events = self.changes(user_types);
        events.extend(wrote.then_some(Event::Agent(AgentEvent::Wrote)));
        events
    }

    /// Its state and what obstructs it, as far as that has changed.
    pub(super) fn changes(&mut self, user_types: bool) -> Vec<Event> {
        let mut events = Vec::new();
        let state = self.agent.state();
        let obstruction = self.find_obstruction(user_types);
        // A new obstruction is reported first, the end of one last, so that nothing is typed in
        // between.
        if obstruction.is_some() {
            self.report_obstruction(obstruction, &mut events);
        }
        if state != self.state {
            tracing::info!(from = ?self.state, to = ?state, "agent state");
            self.state = state;
            events.push(Event::Agent(AgentEvent::StateChanged(state)));
        }
        self.report_obstruction(obstruction, &mut events);
        events
    }

    /// The same if what obstructs it has changed; cheap enough for every turn of the loop.
    pub(super) fn obstruction_changes(&mut self, user_types: bool) -> Vec<Event> {
        if self.agent.output().is_empty() {
            self.behind_since = None;
        }
        if self.find_obstruction(user_types) == self.obstruction {
            return Vec::new();
        }
        self.changes(user_types)
    }

    fn report_obstruction(&mut self, found: Option<Obstruction>, events: &mut Vec<Event>) {
        if found != self.obstruction {
            self.obstruction = found;
            events.push(Event::Agent(AgentEvent::ObstructionChanged(found)));
        }
    }

    /// Whether what it has written last is unknown.
    fn is_behind(&self) -> bool {
        self.behind_since.is_some_and(|since| since.elapsed() < LONGEST_FLOOD)
    }

    fn find_obstruction(&self, user_types: bool) -> Option<Obstruction> {
        if user_types {
            Some(Obstruction::UserPaste)
        } else if self.agent.is_repainting() || self.is_behind() {
            Some(Obstruction::Repainting)
        } else {
            None
        }
    }
}

fn perform(requests: &[HostRequest], host: &mut HostTerminal) {
    for request in requests {
        // A terminal that is gone is noticed by its reader.
        let _ = host.perform(request);
    }
}

#[cfg(test)]
mod tests;
