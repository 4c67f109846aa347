//! The voice-pump thread: opens the source, listens, and tells the flow what it hears.
//!
//! Owns the resampler, the detector, the endpointer and the pre-roll. Never waits for the decoder.
//! While the microphone is closed it sleeps on its command channel; while it is open it looks into
//! the ring every 10 ms (the callback must not wake it: that would be a system call on the audio
//! thread).

use super::listening::Listening;
use super::meter::Meter;
use super::pre_roll::PreRoll;
use super::queue::FrameQueue;
use super::resample::ToMono16k;
use super::source::{AudioSource, OpenedSource, SourceFault};
use super::vad::VoiceActivity;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use parlo_core::audio::{AudioFrame, samples_in};
use parlo_core::flow::{EndCause, Event, TakeId};
use parlo_core::level::FLOOR_DBFS;
use parlo_core::metrics::CaptureStats;
use parlo_core::settings::VoiceSettings;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often the ring is emptied while the source is open.
const POLL: Duration = Duration::from_millis(10);

enum Command {
    Listen(TakeId),
    Stop(TakeId),
    Drop(TakeId),
    SetTail(TakeId, Duration),
}

/// The handle of the pump thread; dropping it closes the microphone and joins.
pub struct Pump {
    /// Unbounded: a few commands per take, and sending must never block the main thread.
    commands: Option<Sender<Command>>,
    meter: Meter,
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
        events: Sender<Event>,
    ) -> std::io::Result<(Pump, Receiver<AudioFrame>)> {
        let (commands, received) = unbounded();
        let (queue, frames) = FrameQueue::new(settings.channel_capacity);
        let meter = Meter::new();
        let shown = meter.clone();
        let thread =
            std::thread::Builder::new().name("voice-pump".to_owned()).spawn(move || {
                let capture = None;
                Worker { settings, source, events, queue, meter: shown, capture }.run(&received);
            })?;
        Ok((Pump { commands: Some(commands), meter, thread: Some(thread) }, frames))
    }

    /// Opens the source if it is closed and listens to a new take.
    pub fn listen(&self, take: TakeId) {
        self.send(Command::Listen(take));
    }

    /// Ends the take soon; [`Event::CaptureEnded`] follows.
    pub fn stop(&self, take: TakeId) {
        self.send(Command::Stop(take));
    }

    /// Ends the take if the present pause lasts so long.
    pub fn set_tail(&self, take: TakeId, tail: Duration) {
        self.send(Command::SetTail(take, tail));
    }

    /// Forgets the take; nothing more is told of it.
    pub fn drop_take(&self, take: TakeId) {
        self.send(Command::Drop(take));
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
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The open source and everything that has state along its samples.
struct Capture {
    source: OpenedSource,
    converter: ToMono16k,
    activity: VoiceActivity,
    raw: Vec<f32>,
    mono: Vec<f32>,
    pre_roll: PreRoll,
    listening: Option<Listening>,
}

struct Worker {
    settings: VoiceSettings,
    source: Box<dyn AudioSource>,
    events: Sender<Event>,
    queue: FrameQueue,
    meter: Meter,
    capture: Option<Capture>,
}

impl Worker {
    fn run(mut self, commands: &Receiver<Command>) {
        loop {
            let command = if self.capture.is_some() {
                commands.recv_timeout(POLL)
            } else {
                commands.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            // What has been heard by now belongs before the command.
            self.drain(Instant::now());
            match command {
                Ok(Command::Listen(take)) => self.listen(take),
                Ok(Command::Stop(take)) => self.stop(take),
                Ok(Command::Drop(take)) => self.drop_take(take),
                Ok(Command::SetTail(take, tail)) => self.set_tail(take, tail),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn listen(&mut self, take: TakeId) {
        self.queue.reset_counts();
        if self.capture.is_none() {
            match self.open() {
                Ok(capture) => self.capture = Some(capture),
                Err(error) => {
                    tracing::warn!(%error, "cannot open the audio source");
                    let (cause, stats) = (EndCause::DeviceFailed(error), CaptureStats::default());
                    let ended = Event::CaptureEnded { take, cause, speech: None, stats };
                    let _ = self.events.send(ended);
                    return;
                }
            }
        }
        let Some(capture) = &mut self.capture else { return };
        let mut listening = Listening::new(take, &self.settings, self.events.clone());
        let now = Instant::now();
        let mut over = None;
        for (samples, voiced) in capture.pre_roll.take(samples_in(self.settings.trailing)) {
            over = over.or(listening.push(now, &samples, voiced, &mut self.queue));
        }
        capture.listening = Some(listening);
        if let Some(cause) = over {
            self.finish(now, cause);
        }
    }

    fn open(&mut self) -> Result<Capture, String> {
        let began = Instant::now();
        let source = self.source.open(self.settings.buffer).map_err(|error| error.to_string())?;
        let converter = ToMono16k::new(source.rate_hz, source.channels)?;
        tracing::info!(
            source = self.source.name(),
            rate_hz = source.rate_hz,
            channels = source.channels,
            open_ms = began.elapsed().as_millis() as u64,
            "audio source opened"
        );
        Ok(Capture {
            source,
            converter,
            activity: VoiceActivity::new(&self.settings),
            raw: Vec::new(),
            mono: Vec::new(),
            pre_roll: PreRoll::default(),
            listening: None,
        })
    }

    fn stop(&mut self, take: TakeId) {
        if let Some(cause) = self.listening_to(take).and_then(Listening::stop) {
            self.finish(Instant::now(), cause);
        }
    }

    fn set_tail(&mut self, take: TakeId, tail: Duration) {
        if let Some(listening) = self.listening_to(take) {
            listening.set_tail(tail);
        }
    }

    fn listening_to(&mut self, take: TakeId) -> Option<&mut Listening> {
        self.capture.as_mut()?.listening.as_mut().filter(|listening| listening.take() == take)
    }

    fn drop_take(&mut self, take: TakeId) {
        if self.listening_to(take).is_some()
            && let Some(capture) = &mut self.capture
        {
            capture.listening = None;
            self.close_unless_kept();
        }
    }

    /// Takes everything out of the ring and judges it.
    fn drain(&mut self, now: Instant) {
        let Some(capture) = &mut self.capture else { return };
        let waiting = capture.source.samples.slots();
        capture.raw.clear();
        if let Ok(chunk) = capture.source.samples.read_chunk(waiting) {
            capture.raw.extend(chunk);
        }
        capture.converter.push(&capture.raw, &mut capture.mono);
        let frame_samples = capture.activity.frame_samples();
        let mut used = 0;
        let mut over = None;
        while let Some(frame) = capture.mono.get(used..used + frame_samples) {
            used += frame_samples;
            let activity = capture.activity.judge(frame);
            self.meter.set(activity.level_dbfs);
            match &mut capture.listening {
                Some(listening) => {
                    over = listening.push(now, frame, activity.voiced, &mut self.queue)
                }
                None => {
                    let keep = samples_in(self.settings.pre_roll);
                    capture.pre_roll.push(frame, activity.voiced, keep);
                }
            }
            if over.is_some() {
                break;
            }
        }
        capture.mono.drain(..used);
        if let Some(cause) = over {
            self.finish(now, cause);
        }
        self.look_for_faults(now);
    }

    fn look_for_faults(&mut self, now: Instant) {
        let Some(capture) = &mut self.capture else { return };
        match capture.source.faults.try_recv() {
            Ok(SourceFault::Ended) => {
                if let Some(listening) = &mut capture.listening {
                    listening.source_ended();
                }
            }
            Ok(SourceFault::Failed(error)) => {
                tracing::warn!(%error, "audio source failed");
                self.finish(now, EndCause::DeviceFailed(error));
                self.close();
            }
            Err(_) => {}
        }
    }

    fn finish(&mut self, now: Instant, cause: EndCause) {
        let listening = self.capture.as_mut().and_then(|capture| capture.listening.take());
        if let Some(listening) = listening {
            listening.finish(now, cause, &mut self.queue);
        }
        self.close_unless_kept();
    }

    fn close_unless_kept(&mut self) {
        if !self.settings.keep_microphone_open {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some(capture) = self.capture.take() {
            let lost = capture.source.overrun.total();
            if lost > 0 {
                tracing::warn!(samples = lost, "the capture ring was full; audio was lost");
            }
        }
        self.meter.set(FLOOR_DBFS);
    }
}

#[cfg(test)]
mod tests;
