//! The handle of the voice-pump thread: what the main thread asks of it.
//!
//! The thread itself is [`worker`].

mod capture;
mod restart;
mod worker;

use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};
use parlo_core::audio::AudioFrame;
use parlo_core::flow::{Event, VoiceOrder};
use parlo_core::settings::VoiceSettings;
use parlo_core::signal::SignalWatch;
use parlo_core::sink::Sink;

use super::meter::Meter;
use super::pending::PendingSettings;
use super::queue::FrameQueue;
use super::source::AudioSource;
use worker::Worker;

/// How long a device that is being opened or closed is waited for at the end.
const CLOSING: Duration = Duration::from_secs(2);

enum Command {
    Order(VoiceOrder),
    Close(Sender<()>),
    Configure(Box<PendingSettings>),
}

/// The handle of the pump thread; dropping it closes the microphone and joins.
pub struct Pump {
    /// Unbounded: a few commands per take, and sending must never block the main thread.
    commands: Option<Sender<Command>>,
    meter: Meter,
    /// Closed by the thread when it ends.
    ended: Receiver<()>,
    thread: Option<JoinHandle<()>>,
}

impl Pump {
    /// Starts the thread. Facts go to `events`; frames come out of the returned receiver, which
    /// holds `channel_capacity` of them and drops the oldest when full.
    ///
    /// # Errors
    /// The system starts no thread.
    pub fn start(
        settings: VoiceSettings,
        source: Box<dyn AudioSource>,
        events: Sink<Event>,
    ) -> std::io::Result<(Self, Receiver<AudioFrame>)> {
        let (commands, received) = unbounded();
        let (queue, frames) = FrameQueue::new(settings.channel_capacity);
        let meter = Meter::new();
        let shown = meter.clone();
        let (ends, ended) = bounded(0);
        let thread =
            std::thread::Builder::new().name("voice-pump".to_owned()).spawn(move || {
                let _ends = ends;
                let worker = Worker {
                    settings,
                    source,
                    events,
                    queue,
                    meter: shown,
                    capture: None,
                    opening: None,
                    watch: SignalWatch::default(),
                    pending: None,
                };
                worker.work(&received);
            })?;
        Ok((Self { commands: Some(commands), meter, ended, thread: Some(thread) }, frames))
    }

    /// Carries out an order of the flow. A take that is to be listened to opens the source if that is
    /// closed; one that is stopped ends with [`parlo_core::flow::CaptureEvent::Ended`].
    pub fn perform(&self, order: VoiceOrder) {
        self.send(Command::Order(order));
    }

    /// Closes the source, also one that is to be kept open; a running take ends, stopped. Returns
    /// once it is closed, or does not close in the time it has.
    pub fn close_microphone(&self) {
        let (closes, closed) = bounded(1);
        self.send(Command::Close(closes));
        if closed.recv_timeout(CLOSING) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!("the audio device does not close");
        }
    }

    /// Listens with these settings, and to another source if one is given, from the next take on
    /// that does not follow another by itself. How many frames may wait stays as it is.
    pub fn configure(&self, pending: PendingSettings) {
        self.send(Command::Configure(Box::new(pending)));
    }

    /// The level meter.
    pub fn meter(&self) -> Meter {
        self.meter.clone()
    }

    fn send(&self, command: Command) {
        if let Some(commands) = &self.commands {
            let _ = commands.send(command);
        }
    }
}

impl Drop for Pump {
    fn drop(&mut self) {
        self.commands = None;
        // Opening a device of a sound server that hangs may never return.
        if self.ended.recv_timeout(CLOSING) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!("the audio device does not answer; leaving it behind");
            return;
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests;
