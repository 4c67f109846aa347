//! The voice-pump thread outlives what breaks in it: a source, a detector, a resampler.
//!
//! The take ends with what was heard of it so far, and the next one opens the source again.

use std::time::Instant;

use crossbeam_channel::Receiver;
use parlo_core::device::{DeviceCause, DeviceFailure};
use parlo_core::flow::{EndCause, Event, Part};
use parlo_core::panics::caught;

use super::Command;
use super::capture::Capture;
use super::worker::Worker;

impl Worker {
    /// Works until the handle is gone, whatever breaks meanwhile.
    pub(super) fn work(mut self, commands: &Receiver<Command>) {
        while caught(|| self.run(commands)).is_err() {
            self.restart();
        }
    }

    /// After a panic: the take ends with what was heard of it, and the next one opens the source
    /// again.
    fn restart(&mut self) {
        tracing::error!("listening broke");
        self.events.send(Event::PartRestarted(Part::Listener));
        // Whether the source can say its name now is not certain.
        let failure = DeviceFailure { device: String::new(), cause: DeviceCause::Internal };
        let cause = EndCause::DeviceFailed(failure);
        let mut capture = self.capture.take();
        let listening = capture.as_mut().and_then(|capture| capture.listening.take());
        if let Some(listening) = listening {
            let _ = caught(|| listening.finish(Instant::now(), cause, &mut self.queue));
        } else {
            self.end_opening(cause);
        }
        // Closing the device may be what broke.
        let _ = caught(|| capture.map(Capture::close));
        self.meter.close();
    }
}
