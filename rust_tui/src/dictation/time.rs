//! The clock of the dictation: it stands still while the process does not run, stopped or starved, so
//! that no deadline passes meanwhile.

use std::time::{Duration, Instant};

use parlo_core::flow::{CaptureEvent, Event};

use super::{Dictation, Ears};

impl<E: Ears> Dictation<E> {
    /// The process has not run for so long.
    pub fn was_away(&mut self, time: Duration) {
        tracing::info!(away_ms = time.as_millis() as u64, "did not run");
        self.away += time;
    }

    /// The time, and an event with its times, by the clock of the flow.
    pub(super) fn in_flow_time(&self, event: Event) -> (Instant, Event) {
        let flow_time = |at: Instant| at.checked_sub(self.away).unwrap_or(at);
        let now = self.ears.now();
        let event = match event {
            Event::Capture { take, event: CaptureEvent::Ended { cause, speech, stats } } => {
                let speech = speech.map(|mut speech| {
                    speech.last_voiced_at = flow_time(speech.last_voiced_at);
                    speech
                });
                Event::Capture { take, event: CaptureEvent::Ended { cause, speech, stats } }
            }
            other => other,
        };
        (flow_time(now), event)
    }
}
