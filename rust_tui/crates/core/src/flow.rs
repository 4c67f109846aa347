//! The heart of parlo: one dictation from the key press to the text in the agent.
//!
//! ```text
//! Idle ──key──▶ Capturing ──enough speech──▶ Transcribing ──it is over──▶ Finalizing ──▶ Done ──▶ Idle
//!                   └───────────── cancel, error, timeout: each its own transition ──────┘
//! ```
//!
//! [`Flow::step`] takes a fact and yields orders; [`Flow::next_deadline`] says when it wants to be
//! stepped with [`Event::TimePassed`] at the latest. It does no I/O and reads no clock: whoever owns
//! it (the main thread of `cmd`) performs the effects and reports what came of them. A report that
//! names a take that is over is ignored.
//!
//! A text that may not be typed yet waits in the `outbox`, beside the state, so that more can be
//! said meanwhile. Before any event from which typing may follow, the owner must have reported what
//! the agent does by then ([`Event::AgentStateChanged`], [`Event::ObstructionChanged`]): nothing is typed,
//! pressed or erased while a dialog is open ([`Flow::hold`]).
//!
//! A flow belongs to one agent: after [`Event::SessionEnded`] it does nothing any more, so that no
//! text can reach whatever takes the agent's place.

mod agent_side;
mod committed;
mod deliver;
mod effect;
mod event;
mod fallback;
mod finish;
mod follow_up;
mod hands_free;
mod hold;
mod hold_to_talk;
mod listen;
mod notice;
mod outbox;
mod phase;
mod reopen;
mod take;
mod undo;

pub use effect::{DecodeKind, DecodeOrder, Effect, JobId};
pub use event::{EndCause, Event, Part, Speech};
pub use hands_free::HandsFreeEnd;
pub use hold::{Hold, Obstruction};
pub use notice::Notice;
pub use phase::Phase;

use crate::decoded::Word;
use crate::metrics::EndReason;
use crate::settings::{SendMode, VoiceSettings};
use crate::take_id::TakeId;
use deliver::AfterText;
use std::time::Instant;
use take::{Speculation, Take};

#[derive(Debug)]
enum State {
    Idle,
    /// Listening.
    Capturing {
        take: Take,
    },
    /// Listening with decodes overlapped.
    Transcribing {
        take: Take,
        speculation: Option<Speculation>,
    },
    /// Waiting for the text of everything that was heard.
    Finalizing(finish::Finalizing),
    /// The text is on its way or there.
    Done(deliver::Done),
}

/// The state machine of one dictation at a time.
#[derive(Debug)]
pub struct Flow {
    settings: VoiceSettings,
    state: State,
    agent: agent_side::AgentSide,
    continuation: follow_up::Continuation,
    outbox: outbox::Outbox,
    typed: undo::Typed,
    hands_free: hands_free::HandsFree,
    releases_reported: bool,
    session_is_over: bool,
    /// Whether somebody can show a line to type in.
    has_line: bool,
}

impl Flow {
    /// An idle flow. `agent_ready` tells whether text can be typed at once; otherwise it waits for
    /// [`Event::AgentBecameReady`].
    pub fn new(settings: VoiceSettings, agent_ready: bool) -> Flow {
        Flow {
            settings,
            state: State::Idle,
            agent: agent_side::AgentSide { ready: agent_ready, ..Default::default() },
            continuation: follow_up::Continuation::default(),
            outbox: outbox::Outbox::default(),
            typed: undo::Typed::default(),
            hands_free: hands_free::HandsFree::default(),
            releases_reported: false,
            session_is_over: false,
            has_line: false,
        }
    }

    /// What happens with texts from now on.
    pub fn set_send_mode(&mut self, send: SendMode) {
        self.settings.send = send;
    }

    /// Works by other settings from now on; to be called in [`Phase::Idle`] alone, so that no take
    /// is measured by two sets of them.
    pub fn configure(&mut self, settings: VoiceSettings) {
        self.settings = settings;
    }

    /// What is going on.
    pub fn phase(&self) -> Phase {
        match &self.state {
            State::Idle if self.outbox.is_under_review() => Phase::Reviewing,
            State::Idle if self.outbox.is_empty() => Phase::Idle,
            State::Idle if self.agent.ready => Phase::Held,
            State::Idle => Phase::WaitingForAgent,
            State::Capturing { take } if take.reopen_at.is_some() => Phase::Reopening,
            State::Capturing { take } if take.first_sample_at.is_none() => Phase::Opening,
            State::Capturing { .. } => Phase::Capturing,
            State::Transcribing { .. } => Phase::Transcribing,
            State::Finalizing(_) => Phase::Finalizing,
            State::Done(_) => Phase::Done,
        }
    }

    /// Whether the cancel key belongs to parlo now rather than to the agent.
    pub fn wants_cancel(&self) -> bool {
        match &self.state {
            State::Idle => !self.outbox.is_empty(),
            State::Done(done) => done.is_waiting_to_send() || !self.outbox.is_empty(),
            _ => true,
        }
    }

    /// The words decoded so far in the running take; they may still change.
    pub fn partial_text(&self) -> Option<&str> {
        match &self.state {
            State::Transcribing { take, .. } => take.partial_text(),
            State::Finalizing(finalizing) => finalizing.take.partial_text(),
            _ => None,
        }
    }

    /// The words of [`Self::partial_text`] with the decoder's confidence in each.
    pub fn partial_words(&self) -> &[Word] {
        match &self.state {
            State::Transcribing { take, .. } => take.partial_words(),
            State::Finalizing(finalizing) => finalizing.take.partial_words(),
            _ => &[],
        }
    }

    /// The words of the text that is typed or about to be, with their times from the take's first
    /// sample; none in other phases.
    pub fn words(&self) -> &[Word] {
        match &self.state {
            State::Done(done) => done.words(),
            _ => &[],
        }
    }

    /// When [`Event::TimePassed`] is due at the latest.
    pub fn next_deadline(&self) -> Option<Instant> {
        [self.state_deadline(), self.dialog_gap_deadline()].into_iter().flatten().min()
    }

    fn state_deadline(&self) -> Option<Instant> {
        match &self.state {
            State::Idle => None,
            State::Capturing { take } | State::Transcribing { take, .. } => {
                Some(self.capture_deadline(take))
            }
            State::Finalizing(finalizing) => Some(finalizing.next_deadline()),
            State::Done(done) => done.deadline(),
        }
    }

    /// Takes a fact in and says what is to be done about it.
    pub fn step(&mut self, now: Instant, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.session_is_over {
            return effects;
        }
        self.agent.dialog_gap_until = self.agent.dialog_gap_until.filter(|at| now < *at);
        match event {
            Event::DictationToggled { next } => self.toggled(now, next, &mut effects),
            Event::CancelPressed => self.cancel_pressed(now, &mut effects),
            Event::TimePassed => self.time_passed(now, &mut effects),
            Event::Suspended => self.suspended(now, &mut effects),
            Event::SessionEnded => self.session_ended(now, &mut effects),
            Event::AgentBecameReady => self.agent.ready = true,
            Event::AgentStateChanged { state } => {
                self.agent_state_changed(now, state, &mut effects);
            }
            Event::ObstructionChanged { obstruction } => self.agent.obstruction = obstruction,
            Event::DictationReleased => self.dictation_released(now, &mut effects),
            Event::UndoPressed => self.undo_pressed(&mut effects),
            Event::HandsFreeToggled => self.hands_free_toggled(now, &mut effects),
            Event::ListenByItself { next } => self.begin_by_itself(now, next, &mut effects),
            Event::ReviewAccepted { text } => {
                self.review_accepted(now, &text, AfterText::AsSet, &mut effects);
            }
            Event::ReviewSent { text } => {
                self.review_accepted(now, &text, AfterText::Enter, &mut effects);
            }
            Event::InsertRequested { take, text } => {
                self.insert_requested(now, take, &text, &mut effects);
            }
            Event::AgentWrote => self.agent_wrote(now, &mut effects),
            Event::TextWritten { take } => self.text_written(now, take, &mut effects),
            Event::DecodeFinished { take, job, decoded } => {
                self.decode_finished(now, take, job, decoded, &mut effects);
            }
            Event::DecodeSkipped { take, job } => self.decode_skipped(take, job),
            Event::DecodeFailed { take, job, error } => {
                self.decode_failed(now, take, job, error, &mut effects);
            }
            Event::CaptureEnded { take, cause, speech, stats } => {
                if self.is_listening_to(take) {
                    self.capture_ended(now, cause, speech, stats, &mut effects);
                }
            }
            Event::DecoderLagged { take } => self.decoder_lagged(take, &mut effects),
            Event::PartRebuilt { part } => self.part_rebuilt(part, &mut effects),
            Event::SignalSuspect { take, problem } => {
                if self.is_listening_to(take) {
                    self.signal_suspect(problem, &mut effects);
                }
            }
            Event::FollowUpHeard { after, next } => self.follow_up_heard(now, after, next),
            Event::Retranscribed { take, text } => {
                outbox::retranscribed(take, text, &mut effects);
            }
            Event::UserActed => self.user_acted(&mut effects),
            heard => self.heard(now, heard, &mut effects),
        }
        self.press_enter_if_due(&mut effects);
        self.release(now, &mut effects);
        self.begin_follow_up(now, &mut effects);
        self.listen_by_itself(&mut effects);
        effects
    }

    fn is_listening_to(&self, id: TakeId) -> bool {
        matches!(
            &self.state,
            State::Capturing { take } | State::Transcribing { take, .. }
                if take.id == id && take.reopen_at.is_none()
        )
    }

    /// Ends the running take without its text.
    fn abandon(
        &mut self,
        now: Instant,
        reason: EndReason,
        error: Option<String>,
        effects: &mut Vec<Effect>,
    ) {
        let phase = self.phase();
        self.continuation.cut();
        let (mut take, listening) = match std::mem::replace(&mut self.state, State::Idle) {
            State::Capturing { take } | State::Transcribing { take, .. } => {
                let is_open = take.reopen_at.is_none();
                (take, is_open)
            }
            State::Finalizing(finalizing) => (finalizing.take, false),
            other @ (State::Idle | State::Done(_)) => {
                self.state = other;
                return;
            }
        };
        if listening {
            effects.push(Effect::DropCapture { take: take.id });
            take.end_capture(now, reason);
        }
        if take.running.take().is_some() {
            effects.push(Effect::DropDecodes { take: take.id });
        }
        take.cancelled = reason == EndReason::Cancel;
        take.end_reason = reason;
        take.error = error.or(take.error);
        effects.push(take.record(phase));
    }
}

#[cfg(test)]
mod tests;
