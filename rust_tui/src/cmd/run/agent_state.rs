//! What the agent does, told to the dictation before anything is typed because of it.
//!
//! Every fact goes to the dictation through [`Session::step`]. If typing may follow from it, what
//! the agent has written by then is taken in first, so that a dialog that has just opened is known.

use super::Session;
use crate::session::pty::PtyOutput;
use parlo_core::agent_state::AgentState;
use parlo_core::flow::{Event, Obstruction, Phase};
use std::time::{Duration, Instant};

/// So much output is taken in at most before a fact is told; more is a flood, and the text waits
/// until parlo has caught up with it.
const MOST_OUTPUT_BYTES: usize = 256 * 1024;
/// An agent that writes on for so long, faster than it can be taken in, asks for nothing meanwhile.
const LONGEST_FLOOD: Duration = Duration::from_secs(2);

/// What the dictation was told last.
#[derive(Debug, Default)]
pub(super) struct LastReported {
    state: AgentState,
    obstruction: Option<Obstruction>,
    /// The user did more in the same go, which is not at the agent yet.
    pub(super) input_follows: bool,
    /// Since when more output has arrived than was taken in.
    behind_since: Option<Instant>,
    /// The agent's terminal is closed on its side.
    pub(super) output_is_over: bool,
}

impl Session {
    /// Reports the dictation a fact and does what it asks for.
    pub(super) fn step(&mut self, event: Event) {
        if self.may_type_after(&event) {
            self.catch_up();
        }
        self.tell(event);
    }

    fn tell(&mut self, event: Event) {
        let requests = self.dictation.step(event);
        self.handle(requests);
    }

    /// Whether the fact may have the dictation type or press something.
    fn may_type_after(&self, event: &Event) -> bool {
        let often = matches!(
            event,
            Event::Agent(AgentEvent::Wrote) | Event::TimePassed | Event::User(UserEvent::Acted)
        );
        !often || self.dictation.phase() != Phase::Idle || self.dictation.is_hands_free()
    }

    /// Takes in what the agent has written by now, and tells what it does.
    pub(super) fn catch_up(&mut self) {
        let mut room = MOST_OUTPUT_BYTES;
        let mut wrote = false;
        while room > 0 {
            match self.agent.output().try_recv() {
                Ok(PtyOutput::Bytes(bytes)) => {
                    room = room.saturating_sub(bytes.len());
                    wrote = true;
                    self.feed(&bytes);
                }
                Ok(PtyOutput::Closed) => {
                    self.last_reported.output_is_over = true;
                    break;
                }
                Err(_) => break,
            }
        }
        let since = self.last_reported.behind_since;
        self.last_reported.behind_since = (room == 0).then(|| since.unwrap_or_else(Instant::now));
        self.report_agent_state();
        if wrote {
            self.tell(Event::Agent(AgentEvent::Wrote));
        }
    }

    /// Reports what the agent does and what is in the way, as far as that has changed.
    pub(super) fn report_agent_state(&mut self) {
        let state = self.agent.state();
        let obstruction = self.obstruction();
        // What is new in the way is told first, what is out of it last, so that nothing is typed in
        // between.
        if obstruction.is_some() {
            self.report_obstruction(obstruction);
        }
        if state != self.last_reported.state {
            tracing::info!(from = ?self.last_reported.state, to = ?state, "agent state");
            self.last_reported.state = state;
            self.dirty = true;
            self.tell(Event::Agent(AgentEvent::StateChanged(state)));
        }
        self.report_obstruction(obstruction);
    }

    /// Reports what is in the way, if that has changed; cheap enough for every turn of the loop.
    pub(super) fn check_obstruction(&mut self) {
        if self.agent.output().is_empty() {
            self.last_reported.behind_since = None;
        }
        let obstruction = self.obstruction();
        if obstruction != self.last_reported.obstruction {
            self.report_agent_state();
        }
    }

    fn report_obstruction(&mut self, obstruction: Option<Obstruction>) {
        if obstruction != self.last_reported.obstruction {
            self.last_reported.obstruction = obstruction;
            self.tell(Event::Agent(AgentEvent::ObstructionChanged(obstruction)));
        }
    }

    /// Whether what the agent has written last is unknown.
    fn is_behind(&self) -> bool {
        self.last_reported.behind_since.is_some_and(|since| since.elapsed() < LONGEST_FLOOD)
    }

    fn obstruction(&self) -> Option<Obstruction> {
        if self.decoder.is_inside_paste() || self.last_reported.input_follows {
            Some(Obstruction::UserPaste)
        } else if self.agent.is_repainting() || self.is_behind() {
            Some(Obstruction::Repainting)
        } else {
            None
        }
    }
}
