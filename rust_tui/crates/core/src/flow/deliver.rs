//! The last step of a take: the text on its way into the agent.

use super::effect::{Effect, Notice};
use super::event::TakeId;
use super::take::Take;
use super::{Flow, Phase, State};
use crate::metrics::EndReason;
use crate::settings::SendMode;
use crate::transcript::Decoded;
use std::time::{Duration, Instant};

/// How long the agent's answer to the typed text is waited for, to measure it.
const AGENT_ROUND_TIMEOUT: Duration = Duration::from_millis(250);
/// A pty that does not take the text for this long is reported.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// Where the text is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Delivery {
    WaitingForAgent {
        text: String,
    },
    Writing {
        give_up_at: Instant,
    },
    /// Typed; the agent's echo is waited for, to measure it.
    Echoing {
        since: Instant,
    },
    /// Typed; Enter follows.
    Sending {
        since: Instant,
        at: Instant,
    },
}

/// The text is known.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) take: Take,
    delivery: Delivery,
}

impl Done {
    pub(super) fn phase(&self) -> Phase {
        match self.delivery {
            Delivery::WaitingForAgent { .. } => Phase::WaitingForAgent,
            _ => Phase::Done,
        }
    }

    pub(super) fn can_be_cancelled(&self) -> bool {
        matches!(self.delivery, Delivery::WaitingForAgent { .. } | Delivery::Sending { .. })
    }

    pub(super) fn is_waiting_to_send(&self) -> bool {
        matches!(self.delivery, Delivery::Sending { .. })
    }

    /// Whether something of this take is still to be done in the agent.
    pub(super) fn is_underway(&self) -> bool {
        !matches!(self.delivery, Delivery::Echoing { .. })
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        match self.delivery {
            Delivery::WaitingForAgent { .. } => None,
            Delivery::Writing { give_up_at } => Some(give_up_at),
            Delivery::Echoing { since } => Some(since + AGENT_ROUND_TIMEOUT),
            Delivery::Sending { at, .. } => Some(at),
        }
    }
}

impl Flow {
    pub(super) fn deliver(
        &mut self,
        now: Instant,
        mut take: Take,
        decoded: &Decoded,
        effects: &mut Vec<Effect>,
    ) {
        take.stt = Some(decoded.ran_for);
        let heard = take.speech.map(|speech| speech.heard);
        let text = take.committed.followed_by(decoded, heard);
        take.words = take.committed.words_with(decoded, &text);
        if text.is_empty() {
            effects.push(Effect::Tell(Notice::NoWords));
            effects.push(take.record(Phase::Finalizing));
            self.thread.cut();
            self.state = State::Idle;
            return;
        }
        let text = self.continued(text);
        let delivery = if self.agent_ready {
            effects.push(Effect::Type { take: take.id, text });
            Delivery::Writing { give_up_at: now + WRITE_TIMEOUT }
        } else {
            effects.push(Effect::Tell(Notice::WaitingForAgent));
            Delivery::WaitingForAgent { text }
        };
        self.state = State::Done(Done { take, delivery });
    }

    pub(super) fn agent_became_ready(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        if let State::Done(done) = &mut self.state
            && let Delivery::WaitingForAgent { text } = &mut done.delivery
        {
            effects.push(Effect::Type { take: done.take.id, text: std::mem::take(text) });
            done.delivery = Delivery::Writing { give_up_at: now + WRITE_TIMEOUT };
        }
    }

    pub(super) fn text_written(&mut self, now: Instant, id: TakeId) {
        let State::Done(done) = &mut self.state else {
            return;
        };
        if done.take.id != id || !matches!(done.delivery, Delivery::Writing { .. }) {
            return;
        }
        self.thread.text_before = true;
        let last_voiced_at = done.take.speech.map(|speech| speech.last_voiced_at);
        done.take.total = last_voiced_at.map(|at| now.saturating_duration_since(at));
        done.delivery = match self.settings.send {
            SendMode::Draft => Delivery::Echoing { since: now },
            SendMode::Auto => Delivery::Sending { since: now, at: now + self.settings.send_delay },
        };
    }

    pub(super) fn agent_wrote(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        let State::Done(done) = &mut self.state else {
            return;
        };
        match done.delivery {
            Delivery::Echoing { since } => {
                done.take.agent_round = Some(now.saturating_duration_since(since));
                self.close_done(effects);
            }
            Delivery::Sending { since, .. } => {
                done.take.agent_round.get_or_insert(now.saturating_duration_since(since));
            }
            Delivery::WaitingForAgent { .. } | Delivery::Writing { .. } => {}
        }
    }

    pub(super) fn done_deadline_passed(&mut self, effects: &mut Vec<Effect>) {
        if let State::Done(done) = &mut self.state {
            match done.delivery {
                Delivery::Sending { .. } => {
                    self.thread.text_before = false;
                    effects.push(Effect::PressEnter);
                }
                Delivery::Writing { .. } => {
                    done.take.end_reason = EndReason::Error;
                    done.take.error = Some("the agent does not read its input".to_owned());
                }
                Delivery::WaitingForAgent { .. } | Delivery::Echoing { .. } => {}
            }
            self.close_done(effects);
        }
    }

    /// Leaves `Done`: the take is over and goes on record.
    pub(super) fn close_done(&mut self, effects: &mut Vec<Effect>) {
        match std::mem::replace(&mut self.state, State::Idle) {
            State::Done(done) => effects.push(done.take.record(Phase::Done)),
            other => self.state = other,
        }
    }
}
