//! What the flow knows about the agent, and what becomes of texts and Enter when that changes.

use std::time::{Duration, Instant};

use super::{Flow, Hold, Notice, Obstruction, State};
use crate::agent_state::AgentState;
use crate::typing::{TypingRules, WhileWorking};

/// How long no dialog may have been open before anything is typed. Agents ask several things in a
/// row, with gaps between; what is typed into such a gap is lost in the next dialog.
const DIALOG_GAP: Duration = Duration::from_millis(400);

/// The agent, as far as typing into it is concerned.
#[derive(Debug, Default)]
pub(super) struct AgentSide {
    /// Whether it takes text at all yet.
    ready: bool,
    state: AgentState,
    obstruction: Option<Obstruction>,
    /// Until when another dialog may follow the one that was open.
    dialog_gap_until: Option<Instant>,
    typing: TypingRules,
}

impl AgentSide {
    pub(super) fn new(ready: bool) -> Self {
        Self { ready, ..Self::default() }
    }

    pub(super) fn is_ready(&self) -> bool {
        self.ready
    }

    pub(super) fn became_ready(&mut self) {
        self.ready = true;
    }

    pub(super) fn state(&self) -> AgentState {
        self.state
    }

    pub(super) fn obstruct(&mut self, obstruction: Option<Obstruction>) {
        self.obstruction = obstruction;
    }

    pub(super) fn time_passed(&mut self, now: Instant) {
        self.dialog_gap_until = self.dialog_gap_until.filter(|until| now < *until);
    }

    /// How many Backspaces remove the text, if that is certain.
    pub(super) fn backspaces(&self, text: &str) -> Option<usize> {
        self.typing.backspaces(text)
    }

    /// It does something else now; yields what it did before.
    fn change(&mut self, now: Instant, state: AgentState) -> AgentState {
        let before = std::mem::replace(&mut self.state, state);
        let blocked = |state| matches!(state, AgentState::Blocked(_));
        if blocked(state) {
            self.dialog_gap_until = None;
        } else if blocked(before) {
            self.dialog_gap_until = Some(now + DIALOG_GAP);
        }
        before
    }

    /// Why nothing may be typed now, if so. A dialog counts most.
    pub(super) fn hold(&self) -> Option<Hold> {
        match self.state {
            AgentState::Blocked(kind) => return Some(Hold::Blocked(kind)),
            AgentState::Working if self.typing.while_working == WhileWorking::Hold => {
                return Some(Hold::Busy);
            }
            AgentState::Unknown | AgentState::Idle | AgentState::Working => {}
        }
        if self.dialog_gap_until.is_some() {
            return Some(Hold::DialogGap);
        }
        self.obstruction.map(Hold::Obstructed)
    }
}

impl Flow {
    /// What the agent's composer does with what is typed; to be set before the first event.
    pub fn set_typing_rules(&mut self, rules: TypingRules) {
        self.agent.typing = rules;
    }

    /// Why nothing may be typed now, if so; the HUD says it while [`super::Phase::Held`].
    pub fn hold(&self) -> Option<Hold> {
        self.agent.hold()
    }

    /// When something that waits may be typed because no other dialog has followed.
    pub(super) fn dialog_gap_deadline(&self) -> Option<Instant> {
        self.agent.dialog_gap_until.filter(|_| !self.outbox.is_empty())
    }

    pub(super) fn agent_state_changed(&mut self, now: Instant, state: AgentState) {
        let before = self.agent.change(now, state);
        if let Some(hold) = self.agent.hold().filter(|hold| hold.lasts()) {
            self.drop_enter(hold);
        }
        self.hands_free_sees(now, before, state);
    }

    /// Leaves a text that waits for its Enter as a draft. Pressed into a dialog the Enter would
    /// approve; pressed after it, it would send what the user may have changed meanwhile.
    fn drop_enter(&mut self, hold: Hold) {
        match &mut self.state {
            State::Done(done) if done.is_being_written() => done.note_came_between(hold),
            State::Done(done) if done.is_waiting_to_send() => {
                self.effects.push(Notice::EnterNotPressed(hold).into());
                self.close_done();
            }
            _ => {}
        }
    }
}
