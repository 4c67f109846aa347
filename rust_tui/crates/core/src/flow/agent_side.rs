//! What the flow knows about the agent, and what becomes of texts and Enter when that changes.

use super::effect::Effect;
use super::hold::{Hold, Obstruction};
use super::{Flow, State};
use crate::agent_state::AgentState;
use crate::typing::TypingRules;
use std::time::{Duration, Instant};

/// How long no dialog may have been open before anything is typed. Agents ask several things in a
/// row, with gaps between; what is typed into such a gap is lost in the next dialog.
const DIALOG_GAP: Duration = Duration::from_millis(400);

/// The agent, as far as typing into it is concerned.
#[derive(Debug, Default)]
pub(super) struct AgentSide {
    /// Whether it takes text at all yet.
    pub(super) ready: bool,
    pub(super) state: AgentState,
    pub(super) obstruction: Option<Obstruction>,
    /// Until when another dialog may follow the one that was open.
    pub(super) dialog_gap_until: Option<Instant>,
    pub(super) typing: TypingRules,
}

impl Flow {
    /// What the agent's composer does with what is typed. To be told before the first event.
    pub fn set_typing_rules(&mut self, rules: TypingRules) {
        self.agent.typing = rules;
    }

    /// When something that waits may be typed because no other dialog has followed.
    pub(super) fn dialog_gap_deadline(&self) -> Option<Instant> {
        self.agent.dialog_gap_until.filter(|_| !self.outbox.is_empty())
    }

    pub(super) fn agent_state_changed(
        &mut self,
        now: Instant,
        state: AgentState,
        effects: &mut Vec<Effect>,
    ) {
        let before = std::mem::replace(&mut self.agent.state, state);
        let blocked = |state| matches!(state, AgentState::Blocked(_));
        if blocked(state) {
            self.agent.dialog_gap_until = None;
        } else if blocked(before) {
            self.agent.dialog_gap_until = Some(now + DIALOG_GAP);
        }
        if let Some(hold) = self.agent.hold().filter(|hold| hold.lasts()) {
            self.drop_enter(hold, effects);
        }
        self.hands_free_sees(now, before, state, effects);
    }

    /// Leaves a text that waits for its Enter as a draft. Pressed into a dialog the Enter would
    /// approve; pressed after it, it would send what the user may have changed meanwhile.
    fn drop_enter(&mut self, hold: Hold, effects: &mut Vec<Effect>) {
        match &mut self.state {
            State::Done(done) if done.is_being_written() => done.note_came_between(hold),
            State::Done(done) if done.is_waiting_to_send() => {
                effects.push(Effect::Notify(super::Notice::EnterNotPressed(hold)));
                self.close_done(effects);
            }
            _ => {}
        }
    }
}
