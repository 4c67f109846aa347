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

mod committed;
mod deliver;
mod effect;
mod event;
mod finish;
mod follow;
mod listen;
mod take;

pub use effect::{DecodeKind, DecodeOrder, Effect, JobId, Notice};
pub use event::{EndCause, Event, Speech, TakeId};

use crate::metrics::EndReason;
use crate::settings::VoiceSettings;
use crate::transcript::Word;
use std::time::{Duration, Instant};
use take::{Speculation, Take};

/// A microphone that delivers no sample for this long after it was opened is reported.
const FIRST_SAMPLE_TIMEOUT: Duration = Duration::from_secs(3);
/// The pump answers a stop or reaches the limit within this time, or the take is given up.
const PUMP_GRACE: Duration = Duration::from_secs(2);

/// What the flow is doing, for the HUD and the key handling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Waiting for the key.
    Idle,
    /// The microphone is being opened.
    Opening,
    /// Listening, nothing to decode yet.
    Capturing,
    /// Listening and decoding.
    Transcribing,
    /// Listening is over, the text is not there yet.
    Finalizing,
    /// The text is there and waits for the agent to take input.
    WaitingForAgent,
    /// The text has been typed.
    Done,
}

impl Phase {
    /// The name in metrics and logs.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Idle => "idle",
            Phase::Opening => "opening",
            Phase::Capturing => "capturing",
            Phase::Transcribing => "transcribing",
            Phase::Finalizing => "finalizing",
            Phase::WaitingForAgent => "waiting_for_agent",
            Phase::Done => "done",
        }
    }
}

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
    agent_ready: bool,
    thread: follow::Thread,
}

impl Flow {
    /// An idle flow. `agent_ready` tells whether text can be typed at once; otherwise it waits for
    /// [`Event::AgentBecameReady`].
    pub fn new(settings: VoiceSettings, agent_ready: bool) -> Flow {
        Flow { settings, state: State::Idle, agent_ready, thread: follow::Thread::default() }
    }

    /// What is going on.
    pub fn phase(&self) -> Phase {
        match &self.state {
            State::Idle => Phase::Idle,
            State::Capturing { take } if take.first_sample_at.is_none() => Phase::Opening,
            State::Capturing { .. } => Phase::Capturing,
            State::Transcribing { .. } => Phase::Transcribing,
            State::Finalizing(_) => Phase::Finalizing,
            State::Done(done) => done.phase(),
        }
    }

    /// Whether the cancel key belongs to parlo now rather than to the agent.
    pub fn wants_cancel(&self) -> bool {
        match &self.state {
            State::Idle => false,
            State::Done(done) => done.can_be_cancelled(),
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
            State::Done(done) => &done.take.words,
            _ => &[],
        }
    }

    /// When [`Event::TimePassed`] is due at the latest.
    pub fn next_deadline(&self) -> Option<Instant> {
        match &self.state {
            State::Idle => None,
            State::Capturing { take } | State::Transcribing { take, .. } => {
                Some(self.capture_deadline(take))
            }
            State::Finalizing(finalizing) => Some(finalizing.deadline),
            State::Done(done) => done.deadline(),
        }
    }

    /// Takes a fact in and says what is to be done about it.
    pub fn step(&mut self, now: Instant, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::DictationToggled { next } => self.toggled(now, next, &mut effects),
            Event::CancelPressed => self.cancel_pressed(now, &mut effects),
            Event::TimePassed => self.time_passed(now, &mut effects),
            Event::SessionEnded => self.session_ended(now, &mut effects),
            Event::AgentBecameReady => {
                self.agent_ready = true;
                self.agent_became_ready(now, &mut effects);
            }
            Event::AgentWrote => self.agent_wrote(now, &mut effects),
            Event::TextWritten { take } => self.text_written(now, take),
            Event::DecodeFinished { take, job, decoded } => {
                self.decode_finished(now, take, job, decoded, &mut effects);
            }
            Event::DecodeFailed { take, job, error } => {
                self.decode_failed(now, take, job, error, &mut effects);
            }
            Event::CaptureEnded { take, cause, speech, stats } => {
                if self.is_listening_to(take) {
                    self.capture_ended(now, cause, speech, stats, &mut effects);
                }
            }
            Event::SpeechFollowed { after, next } => self.speech_followed(now, after, next),
            Event::UserActed => self.user_acted(),
            heard => self.heard(now, heard, &mut effects),
        }
        self.begin_what_follows(now, &mut effects);
        effects
    }

    fn is_listening_to(&self, id: TakeId) -> bool {
        matches!(&self.state, State::Capturing { take } | State::Transcribing { take, .. } if take.id == id)
    }

    fn capture_deadline(&self, take: &Take) -> Instant {
        match (take.stop_requested_at, take.first_sample_at) {
            (Some(stop), _) => stop + PUMP_GRACE,
            (None, None) => take.started_at + FIRST_SAMPLE_TIMEOUT,
            (None, Some(first)) => first + self.settings.max_capture + PUMP_GRACE,
        }
    }

    /// Ends the take, whatever it is doing, without typing anything.
    fn abandon(
        &mut self,
        now: Instant,
        reason: EndReason,
        error: Option<String>,
        effects: &mut Vec<Effect>,
    ) {
        let phase = self.phase();
        self.thread.cut();
        let (mut take, listening) = match std::mem::replace(&mut self.state, State::Idle) {
            State::Idle => return,
            State::Capturing { take } | State::Transcribing { take, .. } => (take, true),
            State::Finalizing(finalizing) => (finalizing.take, false),
            State::Done(done) => (done.take, false),
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
