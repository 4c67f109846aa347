//! The one loop of every dictation, and what it asks of its host.
//!
//! ```text
//! turn ─▶ wait ─┬─ an event of the pipeline ─▶ step
//!   ▲           ├─ something of the host's own ─▶ handle
//!   │           └─ the deadline ─▶ time_passed, step
//!   └───────────────────────────────────────────┘
//! ```
//!
//! What surrounds a pipeline (an agent in a terminal, standard output, a recording, a test) is a
//! [`Host`]: it waits, types, shows and says when it is over; how events become orders is decided
//! here alone. Runs on the thread that owns both.

use std::time::{Duration, Instant};

use anyhow::Result;
use crossbeam_channel::{Receiver, at, never, select};
use parlo_core::flow::{Event, HostOrder};
use parlo_core::live::LiveText;
use parlo_core::metrics::VoiceLatencyMetrics;
use parlo_core::take_id::TakeId;

use super::{Dictation, Ears, Threads};

/// What woke a host.
#[derive(Debug)]
pub enum Woken<T> {
    /// An event of the pipeline.
    Event(Event),
    /// Something of the host's own.
    Own(T),
    /// The deadline.
    Deadline,
}

/// What changes in a dictation, for those that show or report it.
#[derive(Debug, Clone, Copy)]
pub enum Update<'a> {
    /// The words of a take have changed.
    Words(&'a LiveText),
    /// Speech began in a take, or paused.
    Voice {
        /// The take.
        take: TakeId,
        /// Whether there is speech.
        speaking: bool,
        /// Where in the take, from its first sample.
        at: Duration,
    },
    /// A take is over; its metrics are on file already.
    Recorded(&'a VoiceLatencyMetrics),
}

/// What surrounds a pipeline.
pub trait Host<E: Ears = Threads> {
    /// What a drive ends with.
    type End;
    /// What wakes the host beside the pipeline and the clock.
    type Own;

    /// Called before each wait: what is due is done, and whether it is over.
    ///
    /// # Errors
    /// What ends the drive with a failure.
    fn turn(&mut self, dictation: &mut Dictation<E>) -> Result<Option<Self::End>>;

    /// Waits for the first thing that happens, until then at most.
    ///
    /// # Errors
    /// As for [`Self::turn`].
    fn wait(&mut self, until: Option<Instant>) -> Result<Woken<Self::Own>>;

    /// When the host itself has to be woken at the latest.
    fn next_deadline(&self, _: &Dictation<E>) -> Option<Instant> {
        None
    }

    /// Handles something of the host's own; yields whether it is over.
    ///
    /// # Errors
    /// As for [`Self::turn`].
    fn handle(&mut self, _: Self::Own, _: &mut Dictation<E>) -> Result<Option<Self::End>> {
        Ok(None)
    }

    /// A deadline has passed, the host's or the pipeline's, which is stepped after this.
    ///
    /// # Errors
    /// As for [`Self::turn`].
    fn time_passed(&mut self, _: &mut Dictation<E>) -> Result<()> {
        Ok(())
    }

    /// What has to be stepped before this event: what the agent has done, where typing may follow.
    fn events_before(&mut self, _: &Event, _: &Dictation<E>) -> Vec<Event> {
        Vec::new()
    }

    /// Carries out an order that concerns the agent or the user; the events it causes at once are
    /// stepped next.
    fn perform(&mut self, order: HostOrder) -> Vec<Event>;

    /// Something changed that the host may show or report.
    fn update(&mut self, _: Update<'_>) {}
}

/// Runs a pipeline in its host until that says it is over.
///
/// # Errors
/// What the host fails with.
pub fn drive<E: Ears, H: Host<E>>(dictation: &mut Dictation<E>, host: &mut H) -> Result<H::End> {
    loop {
        if let Some(end) = host.turn(dictation)? {
            return Ok(end);
        }
        let deadlines = [dictation.next_deadline(), host.next_deadline(dictation)];
        match host.wait(deadlines.into_iter().flatten().min())? {
            Woken::Event(event) => dictation.step(host, event),
            Woken::Own(own) => {
                if let Some(end) = host.handle(own, dictation)? {
                    return Ok(end);
                }
            }
            Woken::Deadline => {
                host.time_passed(dictation)?;
                dictation.step(host, Event::TimePassed);
            }
        }
    }
}

/// [`Host::wait`] of a host that nothing else wakes.
pub fn wait_for_events<T>(events: &Receiver<Event>, until: Option<Instant>) -> Woken<T> {
    select! {
        recv(events) -> event => event.map_or(Woken::Deadline, Woken::Event),
        recv(until.map_or_else(never, at)) -> _ => Woken::Deadline,
    }
}
