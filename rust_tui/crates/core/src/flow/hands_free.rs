//! Listening by itself: after a take, and when the agent has finished its turn.
//!
//! While it is on, the microphone is open exactly while a take listens: it closes while the agent
//! works or a dialog is open, so that the light of the microphone is right. It ends when the
//! user says so (its key, the dictation key, cancel), after a long silence, and when the microphone
//! or the decoder fails.

use std::time::Instant;

use super::{Effect, Flow, HandsFreeEnd, Notice, State};
use crate::agent_state::AgentState;
use crate::metrics::EndReason;
use crate::take_id::TakeId;

/// The mode.
#[derive(Debug, Default)]
pub(super) struct HandsFree {
    on: Option<Listener>,
}

#[derive(Debug)]
struct Listener {
    /// Since when nothing was said, the agent's turns left out.
    quiet_since: Instant,
    /// A name for the next take was asked for.
    asked: bool,
    /// The last take that began by itself.
    take: Option<TakeId>,
}

impl Flow {
    /// Whether parlo listens by itself; [`Flow::phase`] says whether it does now.
    pub fn is_hands_free(&self) -> bool {
        self.hands_free.on.is_some()
    }

    pub(super) fn hands_free_toggled(&mut self, now: Instant) {
        if self.is_hands_free() {
            // What is being said is still heard to its end.
            self.drop_silent_take(now);
            self.end_hands_free(HandsFreeEnd::Asked);
        } else {
            self.hands_free.on = Some(Listener { quiet_since: now, asked: false, take: None });
            self.effects.push(Notice::HandsFreeOn.into());
        }
    }

    pub(super) fn end_hands_free(&mut self, end: HandsFreeEnd) {
        if self.hands_free.on.take().is_some() {
            self.effects.push(Notice::HandsFreeOff(end).into());
        }
    }

    /// A take ended in which something was said.
    pub(super) fn hands_free_heard(&mut self, now: Instant) {
        if let Some(listener) = &mut self.hands_free.on {
            listener.quiet_since = now;
        }
    }

    /// A take ended in which nothing was said; `true` if the user need not hear of it.
    pub(super) fn hands_free_heard_nothing(&mut self, now: Instant) -> bool {
        let Some(listener) = &self.hands_free.on else { return false };
        let quiet = now.saturating_duration_since(listener.quiet_since);
        if quiet >= self.settings.hands_free_timeout {
            self.end_hands_free(HandsFreeEnd::Silence);
        }
        true
    }

    /// The agent began or ended a turn, or opened or closed a dialog.
    pub(super) fn hands_free_sees(&mut self, now: Instant, before: AgentState, state: AgentState) {
        let Some(listener) = &mut self.hands_free.on else { return };
        if listens_in(state) {
            if !listens_in(before) {
                listener.quiet_since = now;
            }
        } else {
            self.drop_silent_take(now);
        }
    }

    /// Closes the microphone if it opened by itself and nothing has been said yet.
    fn drop_silent_take(&mut self, now: Instant) {
        let own = self.hands_free.on.as_ref().and_then(|listener| listener.take);
        let silent = self.listening().filter(|take| !take.decodes.have_begun());
        if silent.is_some_and(|take| Some(take.id()) == own) {
            self.abandon(now, EndReason::Cancel, None);
        }
    }

    /// Asks for the next take if it is time for it.
    pub(super) fn listen_by_itself(&mut self) {
        let may_listen = self.may_listen_by_itself();
        if let Some(listener) = &mut self.hands_free.on
            && may_listen
            && !listener.asked
        {
            listener.asked = true;
            self.effects.push(Effect::RequestTake);
        }
    }

    pub(super) fn begin_by_itself(&mut self, now: Instant, next: TakeId) {
        let may_listen = self.may_listen_by_itself();
        let Some(listener) = &mut self.hands_free.on else { return };
        listener.asked = false;
        if may_listen {
            listener.take = Some(next);
            self.begin(now, next);
        }
    }

    fn may_listen_by_itself(&self) -> bool {
        matches!(self.state, State::Idle)
            && self.agent.is_ready()
            && listens_in(self.agent.state())
            && self.outbox.is_empty()
    }
}

fn listens_in(state: AgentState) -> bool {
    matches!(state, AgentState::Idle | AgentState::Unknown)
}
