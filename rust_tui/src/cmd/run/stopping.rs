//! parlo stopped and continued, by job control or by another program.
//!
//! At SIGTSTP the microphone is closed and the terminal given back before parlo stops; at SIGCONT the
//! terminal is taken again, also when parlo was stopped without SIGTSTP. The agent, in a session of its
//! own, runs on meanwhile. Time in which parlo did not run counts for no deadline of the dictation.

use std::time::{Duration, Instant};

use parlo_core::flow::Event;
use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};
use signal_hook::low_level::emulate_default_handler;

use super::Session;
use super::ending::End;
use super::inbox::Message;
use crate::dictation::Dictation;
use crate::ui::host;

/// A main loop that waits for some time of day looks around so often, and one that wakes up so much
/// later than it wanted has been stopped.
const LATE: Duration = Duration::from_secs(1);

/// Notices that the main loop has not run for a while.
#[derive(Debug, Default)]
pub(super) struct SuspendDetector {
    /// When it ran last, and when it wanted to run again.
    last: Option<(Instant, Instant)>,
}

impl SuspendDetector {
    /// The loop runs; yields for how long it did not, if it should have.
    pub(super) fn beat(&mut self, now: Instant) -> Option<Duration> {
        let (ran_at, wanted_at) = self.last.take()?;
        (now > wanted_at + LATE).then(|| now - ran_at)
    }

    /// The loop is about to wait; yields until when at most.
    pub(super) fn rest(&mut self, now: Instant, until: Option<Instant>) -> Option<Instant> {
        let until = until.map(|until| until.clamp(now, now + LATE));
        self.last = until.map(|until| (now, until));
        until
    }
}

impl Session<'_> {
    /// To be called before anything is given up because of the time.
    pub(super) fn detect_suspend(&mut self, dictation: &mut Dictation) {
        if let Some(away) = self.suspend_detector.beat(Instant::now()) {
            dictation.was_away(away);
        }
    }

    /// Stops parlo until it is continued.
    pub(super) fn stop(&mut self, dictation: &mut Dictation) -> Option<End> {
        dictation.step(self, Event::Suspended);
        dictation.close_microphone();
        // What was said so far is decoded afterwards; other reports wait their turn.
        let reported: Vec<Message> = self.inbox.messages().try_iter().collect();
        for message in reported {
            match message {
                Message::Dictation(event) => dictation.step(self, event),
                other => self.inbox.put_back(other),
            }
        }
        host::restore();
        if let Err(error) = emulate_default_handler(SIGTSTP) {
            tracing::warn!(%error, "cannot stop");
            return self.go_on();
        }
        let mut waiting = Vec::new();
        let end = loop {
            match self.inbox.messages().recv() {
                Ok(Message::Signal(SIGCONT)) => break self.go_on(),
                // One size is as good as another, and stopped is stopped.
                Ok(Message::Signal(SIGWINCH | SIGTSTP)) => {}
                Ok(Message::Signal(signal)) => break Some(End::Signal(signal)),
                Ok(other) => waiting.push(other),
                Err(_) => break Some(End::ThreadGone(None)),
            }
        };
        waiting.into_iter().for_each(|message| self.inbox.put_back(message));
        end
    }

    /// Takes the terminal again from what had it meanwhile.
    pub(super) fn go_on(&mut self) -> Option<End> {
        if let Err(error) = self.frame.host.retake() {
            tracing::warn!(%error, "cannot take the terminal again");
            return Some(End::TerminalGone);
        }
        self.handle_resize();
        self.frame.is_dirty = true;
        None
    }
}

#[cfg(test)]
mod tests;
