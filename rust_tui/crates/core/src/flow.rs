//! The heart of parlo: one dictation from the key press to the text in the agent.
//!
//! ```text
//! Idle ──key──▶ Capturing ──enough speech──▶ Transcribing ──it is over──▶ Finalizing ──▶ Done ──▶ Idle
//!                   └───────────── cancel, error, timeout: each its own transition ──────┘
//! ```
//!
//! [`Flow::step`] takes a fact and yields orders; [`Flow::next_deadline`] says when it wants to be
//! stepped with [`Event::TimePassed`] at the latest. It does no I/O and reads no clock: its owner (the
//! pipeline of `dictation`) performs the effects and reports what came of them. A report that names a
//! take or a decode nobody waits for is ignored, by `Flow::is_awaited` alone.
//!
//! A text that may not be typed yet waits in the `outbox`, beside the state, so that more can be
//! said meanwhile. Before any event from which typing may follow, the owner must have reported what
//! the agent does by then ([`AgentEvent::StateChanged`], [`AgentEvent::ObstructionChanged`]): nothing is
//! typed, pressed or erased while a dialog is open ([`Flow::hold`]).
//!
//! Each part (capture, decodes, record, outbox, delivery, follow-up, hands-free, undo, agent side) is a
//! file that owns its fields; the rules that join them are methods of [`Flow`] in the file of the part
//! they are about.
//!
//! A flow belongs to one agent: after [`Event::SessionEnded`] it does nothing any more, so that no
//! text can reach whatever takes the agent's place.

mod agent_side;
mod capture;
mod committed;
mod decodes;
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
mod record;
mod retries;
mod take;
mod undo;

pub use effect::{DecodeKind, DecodeOrder, Effect, HostOrder, SttOrder, VoiceOrder};
pub use event::{AgentEvent, CaptureEvent, DecodeEvent, EndCause, Event, Speech, UserEvent};
pub use hold::{Hold, Obstruction};
pub use notice::{HandsFreeEnd, Notice, Part};
pub use phase::Phase;

use std::time::Instant;

use crate::live::LiveText;
use crate::settings::{SendMode, VoiceSettings};
use deliver::AfterText;
use take::Take;

#[derive(Debug)]
enum State {
    Idle,
    /// The microphone is open; decodes are overlapped once there is enough speech.
    Listening(Take),
    /// Waiting for the text of everything that was heard.
    Finalizing {
        take: Take,
        /// When the running decode is given up.
        deadline: Instant,
    },
    /// The text is on its way or there.
    Done(deliver::Done),
}

/// The state machine of one dictation at a time.
#[derive(Debug)]
pub struct Flow {
    settings: VoiceSettings,
    state: State,
    agent: agent_side::AgentSide,
    follow_up: follow_up::FollowUp,
    outbox: outbox::Outbox,
    typed: undo::Typed,
    hands_free: hands_free::HandsFree,
    releases_reported: bool,
    session_is_over: bool,
    /// Whether somebody can show a line to type in.
    has_line: bool,
    /// What the present step has decided so far.
    effects: Vec<Effect>,
}

impl Flow {
    /// An idle flow. `agent_ready` says whether text can be typed at once; otherwise it waits for
    /// [`AgentEvent::BecameReady`].
    pub fn new(settings: VoiceSettings, agent_ready: bool) -> Self {
        Self {
            settings,
            state: State::Idle,
            agent: agent_side::AgentSide::new(agent_ready),
            follow_up: follow_up::FollowUp::default(),
            outbox: outbox::Outbox::default(),
            typed: undo::Typed::default(),
            hands_free: hands_free::HandsFree::default(),
            releases_reported: false,
            session_is_over: false,
            has_line: false,
            effects: Vec::new(),
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
            State::Idle if self.agent.is_ready() => Phase::Held,
            State::Idle => Phase::WaitingForAgent,
            State::Listening(take) if take.decodes.have_begun() => Phase::Transcribing,
            State::Listening(take) if take.capture.is_reopening() => Phase::Reopening,
            State::Listening(take) if !take.capture.has_started() => Phase::Opening,
            State::Listening(_) => Phase::Capturing,
            State::Finalizing { .. } => Phase::Finalizing,
            State::Done(_) => Phase::Done,
        }
    }

    /// Whether the cancel key belongs to parlo now rather than to the agent.
    pub fn wants_cancel(&self) -> bool {
        match &self.state {
            State::Idle => !self.outbox.is_empty(),
            State::Done(done) => done.is_waiting_to_send() || !self.outbox.is_empty(),
            State::Listening(_) | State::Finalizing { .. } => true,
        }
    }

    /// The words of the take that listens or waits for its text.
    pub fn live(&self) -> Option<&LiveText> {
        self.running().map(Take::live)
    }

    /// When [`Event::TimePassed`] is due at the latest.
    pub fn next_deadline(&self) -> Option<Instant> {
        [self.state_deadline(), self.dialog_gap_deadline()].into_iter().flatten().min()
    }

    fn state_deadline(&self) -> Option<Instant> {
        match &self.state {
            State::Idle => None,
            State::Listening(take) => Some(take.capture.deadline(self.settings.max_capture)),
            State::Finalizing { take, deadline } => Some(fallback::next_deadline(take, *deadline)),
            State::Done(done) => done.deadline(),
        }
    }

    /// Takes a fact in and says what is to be done about it.
    pub fn step(&mut self, now: Instant, event: Event) -> Vec<Effect> {
        if !self.session_is_over {
            self.agent.time_passed(now);
            if self.is_awaited(&event) {
                self.handle(now, event);
            }
            self.press_enter_if_due();
            self.release(now);
            self.begin_follow_up(now);
            self.listen_by_itself();
        }
        std::mem::take(&mut self.effects)
    }

    /// Whether somebody waits for the report: the one place that compares the names of takes and
    /// decodes.
    fn is_awaited(&self, event: &Event) -> bool {
        match event {
            Event::Capture { take, event: CaptureEvent::FollowUpHeard { .. } } => {
                self.follow_up.is_open_after(*take)
            }
            Event::Capture { take, .. } => {
                self.listening().is_some_and(|it| it.id() == *take && !it.capture.is_reopening())
            }
            Event::Decode { take, event } => match event {
                DecodeEvent::Finished { job, .. }
                | DecodeEvent::Skipped { job }
                | DecodeEvent::Failed { job, .. } => {
                    self.running().is_some_and(|it| it.id() == *take && it.decodes.is_running(*job))
                }
                DecodeEvent::Retranscribed(_) => true,
            },
            Event::Agent(AgentEvent::TextWritten { take }) => {
                matches!(&self.state, State::Done(done) if done.is_writing(*take))
            }
            _ => true,
        }
    }

    fn handle(&mut self, now: Instant, event: Event) {
        match event {
            Event::User(event) => self.user_did(now, event),
            Event::Capture { event, .. } => self.heard(now, event),
            Event::Decode { take, event } => match event {
                DecodeEvent::Finished { job, decoded } => {
                    self.decode_finished(now, job, decoded);
                }
                DecodeEvent::Skipped { .. } => self.decode_skipped(),
                DecodeEvent::Failed { error, .. } => self.decode_failed(now, error),
                DecodeEvent::Retranscribed(text) => self.retranscribed(take, text),
            },
            Event::Agent(event) => match event {
                AgentEvent::BecameReady => self.agent.became_ready(),
                AgentEvent::StateChanged(state) => self.agent_state_changed(now, state),
                AgentEvent::ObstructionChanged(obstruction) => self.agent.obstruct(obstruction),
                AgentEvent::Wrote => self.agent_wrote(now),
                AgentEvent::TextWritten { .. } => self.text_written(now),
            },
            Event::PartRestarted(part) => self.part_restarted(part),
            Event::TimePassed => self.time_passed(now),
            Event::Suspended => self.suspended(now),
            Event::SessionEnded => self.session_ended(now),
        }
    }

    fn user_did(&mut self, now: Instant, event: UserEvent) {
        match event {
            UserEvent::DictationToggled { next } => self.toggled(now, next),
            UserEvent::DictationReleased => self.dictation_released(now),
            UserEvent::CancelPressed => self.cancel_pressed(now),
            UserEvent::UndoPressed => self.undo_pressed(),
            UserEvent::HandsFreeToggled => self.hands_free_toggled(now),
            UserEvent::TakeGranted { next } => self.begin_by_itself(now, next),
            UserEvent::ReviewAccepted { text } => {
                self.review_accepted(now, &text, AfterText::AsSet);
            }
            UserEvent::ReviewSent { text } => {
                self.review_accepted(now, &text, AfterText::Enter);
            }
            UserEvent::InsertRequested { take, text } => {
                self.insert_requested(now, take, &text);
            }
            UserEvent::Acted => self.user_acted(),
        }
    }
}

#[cfg(test)]
mod tests;
