//! The voice-pump thread: opens the source, listens, and reports what it hears.
//!
//! Owns the resampler, the detector, the endpointer and the pre-roll. Never waits for the decoder.
//! While the microphone is closed it sleeps on its command channel; while it is open it looks into
//! the ring every 10 ms (the callback must not wake it: that would be a system call on the audio
//! thread).

use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError};
use parlo_core::audio::samples_in;
use parlo_core::device::{DeviceCause, DeviceFailure, SignalProblem};
use parlo_core::flow::{CaptureEvent, EndCause, Event, Part, VoiceOrder};
use parlo_core::metrics::CaptureStats;
use parlo_core::settings::VoiceSettings;
use parlo_core::signal::{Arrival, SignalWatch};
use parlo_core::sink::Sink;
use parlo_core::take_id::TakeId;

use super::Command;
use super::capture::Capture;
use crate::voice::follow_up::{FollowUpWindow, Sign};
use crate::voice::listening::Listening;
use crate::voice::meter::Meter;
use crate::voice::pending::PendingSettings;
use crate::voice::queue::FrameQueue;
use crate::voice::source::{AudioSource, SourceFault};

/// How often the ring is emptied while the source is open.
const POLL: Duration = Duration::from_millis(10);

/// Everything the thread owns.
pub(super) struct Worker {
    pub(super) settings: VoiceSettings,
    pub(super) source: Box<dyn AudioSource>,
    pub(super) events: Sink<Event>,
    pub(super) queue: FrameQueue,
    pub(super) meter: Meter,
    pub(super) capture: Option<Capture>,
    /// The take for which the source is being opened.
    pub(super) opening: Option<TakeId>,
    pub(super) watch: SignalWatch,
    /// What to listen with once no take needs the open source any more.
    pub(super) pending: Option<PendingSettings>,
}

impl Worker {
    /// Works until the handle is gone.
    pub(super) fn run(&mut self, commands: &Receiver<Command>) {
        loop {
            let command = if self.capture.is_some() {
                commands.recv_timeout(POLL)
            } else {
                commands.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            // What has been heard by now belongs before the command.
            self.drain(Instant::now());
            match command {
                Ok(Command::Order(order)) => self.perform(order),
                Ok(Command::Close(closed)) => {
                    self.finish(Instant::now(), EndCause::Stopped);
                    self.close();
                    let _ = closed.send(());
                }
                Ok(Command::Configure(pending)) => {
                    self.pending = Some(pending.merge(self.pending.take()));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.apply_pending_settings();
        }
    }

    /// Unless a take still needs the open source.
    fn apply_pending_settings(&mut self) {
        let is_needed =
            |capture: &Capture| capture.listening.is_some() || capture.follow_up.is_some();
        if self.capture.as_ref().is_some_and(is_needed) {
            return;
        }
        let Some(PendingSettings { settings, source }) = self.pending.take() else { return };
        self.close();
        self.settings = settings;
        if let Some(source) = source {
            tracing::info!(source = source.name(), "another audio source from now on");
            self.source = source;
            self.watch = SignalWatch::default();
        }
    }

    fn perform(&mut self, order: VoiceOrder) {
        match order {
            VoiceOrder::Listen { take } => self.listen(take),
            VoiceOrder::Stop { take } => {
                if let Some(cause) = self.listening_to(take).and_then(Listening::stop) {
                    self.finish(Instant::now(), cause);
                }
            }
            VoiceOrder::SetTail { take, tail } => {
                if let Some(listening) = self.listening_to(take) {
                    listening.set_tail(tail);
                }
            }
            VoiceOrder::Drop { take } => {
                if self.listening_to(take).is_some()
                    && let Some(capture) = &mut self.capture
                {
                    capture.listening = None;
                    self.close_unless_kept();
                }
            }
        }
    }

    fn listen(&mut self, take: TakeId) {
        self.queue.reset_counts();
        self.opening = Some(take);
        if self.capture.is_none() {
            match Capture::open(self.source.as_mut(), &self.settings) {
                Ok(capture) => self.capture = Some(capture),
                Err(failure) => {
                    tracing::warn!(%failure, "cannot open the audio source");
                    return self.end_opening(EndCause::DeviceFailed(failure));
                }
            }
            self.watch.opened();
        }
        let Some(capture) = &mut self.capture else { return };
        self.watch.begin_take();
        let mut listening = Listening::new(take, &self.settings, self.events.clone());
        let now = Instant::now();
        let mut over = None;
        for (samples, voiced) in capture.pre_roll.take(samples_in(self.settings.trailing)) {
            over = over.or(listening.push(now, &samples, voiced, &mut self.queue));
        }
        capture.listening = Some(listening);
        capture.follow_up = None;
        self.opening = None;
        if let Some(cause) = over {
            self.finish(now, cause);
        }
    }

    fn listening_to(&mut self, take: TakeId) -> Option<&mut Listening> {
        self.capture.as_mut()?.listening.as_mut().filter(|listening| listening.take() == take)
    }

    /// Takes everything out of the ring and judges it.
    fn drain(&mut self, now: Instant) {
        let Some(capture) = &mut self.capture else { return };
        let (arrived, invalid) = capture.empty_ring();
        if let Some(listening) = &mut capture.listening {
            listening.count_invalid(invalid);
        }
        let arrival = self.watch.looked(now, arrived);
        let frame_samples = capture.activity.frame_samples();
        let (mut used, mut over, mut sign) = (0, None, Sign::Waiting);
        while let Some(frame) = capture.mono.get(used..used + frame_samples) {
            used += frame_samples;
            let activity = capture.activity.judge(frame);
            self.meter.set(activity.level_dbfs);
            match &mut capture.listening {
                Some(listening) => {
                    if let Some(problem) = self.watch.heard(frame, invalid > 0) {
                        listening.report(CaptureEvent::SignalSuspect(problem));
                    }
                    over = listening.push(now, frame, activity.voiced, &mut self.queue);
                }
                None => {
                    let mut keep = samples_in(self.settings.pre_roll);
                    if let Some(follow_up) = &mut capture.follow_up {
                        sign = follow_up.push(activity.voiced, frame.len() as u64);
                        keep = keep.max(FollowUpWindow::longest(&self.settings));
                    }
                    capture.pre_roll.push(frame, activity.voiced, keep);
                }
            }
            if over.is_some() || sign != Sign::Waiting {
                break;
            }
        }
        capture.mono.drain(..used);
        if let Some(cause) = over {
            self.finish(now, cause);
        }
        let stale = self.capture.as_ref().and_then(|capture| capture.follow_up.as_ref());
        if stale.is_some_and(|follow_up| follow_up.is_stale(now)) {
            sign = Sign::Over;
        }
        match sign {
            Sign::Waiting => {}
            Sign::Resumed(after) => {
                let next = TakeId(uuid::Uuid::new_v4().as_u128());
                let event = CaptureEvent::FollowUpHeard { next };
                self.events.send(Event::Capture { take: after, event });
            }
            Sign::Over => self.close_unless_kept(),
        }
        self.look_at_arrival(now, arrival);
        self.look_for_faults(now);
    }

    fn look_at_arrival(&mut self, now: Instant, arrival: Arrival) {
        let listening = self.capture.as_ref().and_then(|capture| capture.listening.as_ref());
        match (arrival, listening) {
            (Arrival::Suspect, Some(listening)) => {
                listening.report(CaptureEvent::SignalSuspect(SignalProblem::NothingArrives));
            }
            (Arrival::Lost, _) => self.lose(now, DeviceCause::Stalled),
            (Arrival::Suspect | Arrival::Fine, _) => {}
        }
    }

    /// The open source is of no use any more; the next take opens it again.
    fn lose(&mut self, now: Instant, cause: DeviceCause) {
        let failure = DeviceFailure { device: self.source.name(), cause };
        tracing::warn!(%failure, "audio source failed");
        self.finish(now, EndCause::DeviceFailed(failure));
        self.close();
    }

    fn look_for_faults(&mut self, now: Instant) {
        let Some(capture) = &mut self.capture else { return };
        match capture.source.faults.try_recv() {
            Ok(SourceFault::Ended) => {
                if let Some(listening) = &mut capture.listening {
                    listening.source_ended();
                }
            }
            Ok(SourceFault::Failed(cause)) => self.lose(now, cause),
            Err(_) => {}
        }
    }

    fn finish(&mut self, now: Instant, cause: EndCause) {
        let listening = self.capture.as_mut().and_then(|capture| capture.listening.take());
        let Some(listening) = listening else { return self.close_unless_kept() };
        let follow_up = (cause == EndCause::Silence)
            .then(|| FollowUpWindow::after(now, listening.take(), &self.settings))
            .flatten();
        listening.finish(now, cause, &mut self.queue);
        match &mut self.capture {
            Some(capture) if follow_up.is_some() => capture.follow_up = follow_up,
            _ => self.close_unless_kept(),
        }
    }

    /// The take for which the source was being opened is over without it.
    pub(super) fn end_opening(&mut self, cause: EndCause) {
        if let Some(take) = self.opening.take() {
            let stats = CaptureStats::default();
            let event = CaptureEvent::Ended { cause, speech: None, stats };
            self.events.send(Event::Capture { take, event });
        }
    }

    fn close_unless_kept(&mut self) {
        match &mut self.capture {
            Some(capture) if self.settings.keep_microphone_open => capture.follow_up = None,
            _ => self.close(),
        }
    }

    fn close(&mut self) {
        if self.capture.take().is_some_and(|capture| capture.close().is_err()) {
            self.events.send(Event::PartRestarted(Part::Listener));
        }
        self.meter.close();
    }
}
