//! One take while it is being heard: where its boundaries lie and which frames it sends.
//!
//! Used by the pump alone. Takes time as an argument and touches no device, so it is tested with
//! synthetic frames.

use std::time::{Duration, Instant};

use parlo_core::audio::{AudioFrame, FRAME_SAMPLES, samples_in};
use parlo_core::endpoint::{Boundary, Endpointer, Heard};
use parlo_core::flow::{CaptureEvent, EndCause, Event, Speech};
use parlo_core::metrics::CaptureStats;
use parlo_core::queue::Pressure;
use parlo_core::settings::VoiceSettings;
use parlo_core::sink::Sink;
use parlo_core::take_id::TakeId;

use super::queue::FrameQueue;
use super::stream_clock::StreamClock;

/// How often more speech is reported.
const ADVANCE: Duration = Duration::from_millis(250);
/// Audio still taken after the stop key when it was pressed in the middle of a word: fingers are
/// faster than the last consonant, and the device hands out what it heard a period later.
const STOP_GRACE: Duration = Duration::from_millis(100);
/// Silence after which a stop waits for nothing more; a period of the device at least.
const STOP_SILENCE: Duration = Duration::from_millis(40);

/// A take that is being heard.
pub(super) struct Listening {
    take: TakeId,
    endpointer: Endpointer,
    clock: Option<StreamClock>,
    /// Samples seen, those of them that are in the queue, and the rest, which waits to fill a frame.
    position: u64,
    queued: u64,
    pending: Vec<f32>,
    reported_until: u64,
    reported_pressure: bool,
    stop_at: Option<u64>,
    source_ended: bool,
    patience: u64,
    stats: CaptureStats,
    events: Sink<Event>,
}

impl Listening {
    pub(super) fn new(take: TakeId, settings: &VoiceSettings, events: Sink<Event>) -> Self {
        Self {
            take,
            endpointer: Endpointer::new(settings),
            clock: None,
            position: 0,
            queued: 0,
            pending: Vec::with_capacity(FRAME_SAMPLES),
            reported_until: 0,
            reported_pressure: false,
            stop_at: None,
            source_ended: false,
            patience: samples_in(settings.silence_tail),
            stats: CaptureStats::default(),
            events,
        }
    }

    pub(super) fn take(&self) -> TakeId {
        self.take
    }

    /// Takes the next judged samples; a cause is returned when the take is over.
    pub(super) fn push(
        &mut self,
        now: Instant,
        samples: &[f32],
        voiced: bool,
        queue: &mut FrameQueue,
    ) -> Option<EndCause> {
        if self.position == 0 {
            self.report(CaptureEvent::Started);
        }
        self.position += samples.len() as u64;
        match &mut self.clock {
            Some(clock) => clock.observe(now, self.position),
            None => self.clock = Some(StreamClock::new(now, self.position)),
        }
        let mut pressure = Pressure::Normal;
        for part in samples.chunks(FRAME_SAMPLES) {
            let room = FRAME_SAMPLES - self.pending.len();
            let (head, tail) = part.split_at(room.min(part.len()));
            self.pending.extend_from_slice(head);
            if self.pending.len() == FRAME_SAMPLES {
                pressure = self.flush(now, queue);
            }
            self.pending.extend_from_slice(tail);
        }
        match pressure {
            Pressure::Abort => return Some(EndCause::QueueFull),
            Pressure::High if !self.reported_pressure => {
                self.reported_pressure = true;
                self.report(CaptureEvent::DecoderLagged);
            }
            Pressure::High | Pressure::Normal => {}
        }
        let boundary = self.endpointer.push(voiced, samples.len() as u64);
        if boundary.is_some() {
            // The samples a fact speaks of must be in the queue before the fact is reported.
            self.flush(now, queue);
        }
        match boundary {
            Some(Boundary::Ended(_)) => return Some(EndCause::Silence),
            Some(Boundary::TooLong(_)) => return Some(EndCause::TooLong),
            Some(boundary) => self.report_boundary(boundary),
            // A decode begun in what may become a pause would be in the way of the one that counts.
            None if voiced => self.report_advance(now, queue),
            None => {}
        }
        self.is_over()
    }

    /// Some samples of the device were no numbers.
    pub(super) fn count_invalid(&mut self, samples: u64) {
        self.stats.invalid_samples += samples;
    }

    /// The source has nothing more; what sounds like the end of speech still gets its tail.
    pub(super) fn source_ended(&mut self) {
        self.source_ended = true;
        self.patience += self.position;
    }

    /// Sets the silence that ends the present pause.
    pub(super) fn set_tail(&mut self, tail: Duration) {
        self.endpointer.set_tail(tail);
    }

    /// The stop key was pressed; yields the cause if the take is over at once.
    pub(super) fn stop(&mut self) -> Option<EndCause> {
        let grace = if self.endpointer.is_mid_speech() { samples_in(STOP_GRACE) } else { 0 };
        self.stop_at = Some(self.position + grace);
        self.is_over()
    }

    /// Sends what is left, reports the end, and is done.
    pub(super) fn finish(mut self, now: Instant, cause: EndCause, queue: &mut FrameQueue) {
        self.flush(now, queue);
        queue.count(&mut self.stats);
        let speech = self.endpointer.heard().zip(self.clock.as_ref()).map(|(heard, clock)| {
            // Voiced means sounding at the microphone: never later than now.
            Speech { heard, last_voiced_at: clock.time_of(heard.voiced_end).min(now) }
        });
        self.report(CaptureEvent::Ended { cause, speech, stats: self.stats });
    }

    fn is_over(&self) -> Option<EndCause> {
        let silent = |heard: Heard| heard.position - heard.voiced_end >= samples_in(STOP_SILENCE);
        if let Some(at) = self.stop_at
            && (self.position >= at || self.endpointer.heard().is_some_and(silent))
        {
            return Some(EndCause::Stopped);
        }
        let nothing_coming = self.source_ended && self.endpointer.heard().is_none();
        (nothing_coming && self.position >= self.patience).then_some(EndCause::SourceEnded)
    }

    fn flush(&mut self, now: Instant, queue: &mut FrameQueue) -> Pressure {
        if self.pending.is_empty() {
            return Pressure::Normal;
        }
        let samples = std::mem::replace(&mut self.pending, Vec::with_capacity(FRAME_SAMPLES));
        self.stats.frames += 1;
        self.stats.bytes += samples.len() as u64 * 4;
        self.stats.zero_samples += samples.iter().filter(|sample| **sample == 0.0).count() as u64;
        // Not `position` less the length: a detector's frame may straddle two queued ones.
        let start = self.queued;
        self.queued += samples.len() as u64;
        queue.push(now, AudioFrame { take: self.take, start, samples })
    }

    fn report_boundary(&mut self, boundary: Boundary) {
        match boundary {
            Boundary::Sufficed(heard) => {
                self.reported_until = heard.position;
                self.report(CaptureEvent::SpeechSufficed(heard));
            }
            Boundary::Paused(heard) => self.report(CaptureEvent::PauseHeard(heard)),
            Boundary::Resumed { at } => self.report(CaptureEvent::SpeechResumed { at }),
            Boundary::Started(_)
            | Boundary::Retracted
            | Boundary::Ended(_)
            | Boundary::TooLong(_) => {}
        }
    }

    fn report_advance(&mut self, now: Instant, queue: &mut FrameQueue) {
        let due =
            self.reported_until > 0 && self.position >= self.reported_until + samples_in(ADVANCE);
        if !due || !self.endpointer.is_mid_speech() {
            return;
        }
        let Some(heard) = self.endpointer.heard() else { return };
        self.reported_until = self.position;
        self.flush(now, queue);
        self.report(CaptureEvent::SpeechAdvanced(heard));
    }

    /// Reports something about the take.
    pub(super) fn report(&self, event: CaptureEvent) {
        self.events.send(Event::Capture { take: self.take, event });
    }
}

#[cfg(test)]
mod tests;
