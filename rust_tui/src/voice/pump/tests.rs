//! The pump over a source that the test holds in its hand; every wait is for a fact.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed step fails the test")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use parlo_core::device::{DeviceCause, DeviceFailure, SignalProblem};
use parlo_core::flow::{CaptureEvent, EndCause};
use parlo_core::level::FLOOR_DBFS;
use parlo_core::sink::Sink;
use parlo_core::take_id::TakeId;

use super::super::source::{Overrun, push_samples, ring_for};
use super::*;
use crate::voice::source::{OpenedSource, SourceFault};
use crate::voice::testing::{at_level, mixed, pink_noise, sample, silence};

mod configured;
mod failing;
mod follow_up;
mod kept_open;
mod odd_sound;

const DEADLINE: Duration = Duration::from_secs(20);
const TAKE: TakeId = TakeId(1);

/// What the test holds of an open source.
struct Microphone {
    ring: rtrb::Producer<f32>,
    overrun: Overrun,
    faults: Sender<SourceFault>,
}

impl Microphone {
    /// Sounds all of it, as fast as the pump takes it.
    fn sound(&mut self, samples: &[f32]) {
        for block in samples.chunks(1_600) {
            wait_until("there is room in the ring", || self.ring.slots() >= block.len());
            push_samples(&mut self.ring, &self.overrun, block.iter().copied());
        }
    }

    /// Waits until the pump has taken everything.
    fn taken(&self) {
        let size = self.ring.buffer().capacity();
        wait_until("the ring is empty", || self.ring.slots() == size);
    }

    fn is_closed(&self) -> bool {
        self.ring.is_abandoned()
    }
}

fn wait_until(what: &str, mut fact: impl FnMut() -> bool) {
    let began = Instant::now();
    while !fact() {
        assert!(began.elapsed() < DEADLINE, "waited in vain until {what}");
        std::thread::yield_now();
    }
}

/// The real trait; hands each opened source to the test, and can refuse to open.
struct FakeSource {
    opened: Sender<Microphone>,
    opens: Arc<AtomicUsize>,
    fails_on: Option<usize>,
    rate_hz: u32,
}

impl AudioSource for FakeSource {
    fn name(&self) -> String {
        "fake".to_owned()
    }

    fn open(&mut self, buffer: Duration) -> Result<OpenedSource, DeviceFailure> {
        let number = self.opens.fetch_add(1, Ordering::SeqCst) + 1;
        if self.fails_on == Some(number) {
            return Err(failure(DeviceCause::Busy));
        }
        let (ring, samples) = ring_for(self.rate_hz, 1, buffer);
        let (sender, faults) = unbounded();
        let overrun = Overrun::default();
        let microphone = Microphone { ring, overrun: overrun.clone(), faults: sender };
        self.opened.send(microphone).unwrap();
        let rate_hz = self.rate_hz;
        Ok(OpenedSource {
            rate_hz,
            channels: 1,
            samples,
            faults,
            overrun,
            keep_alive: Box::new(()),
        })
    }
}

/// What the fake source says of itself.
fn failure(cause: DeviceCause) -> DeviceFailure {
    DeviceFailure { device: "fake".to_owned(), cause }
}

/// A running pump and everything around it.
struct Rig {
    pump: Pump,
    frames: Receiver<AudioFrame>,
    events: Receiver<Event>,
    opened: Receiver<Microphone>,
    opens: Arc<AtomicUsize>,
}

impl Rig {
    fn new(settings: VoiceSettings, fails_on: Option<usize>) -> Self {
        Self::at_rate(16_000, settings, fails_on)
    }

    fn at_rate(rate_hz: u32, settings: VoiceSettings, fails_on: Option<usize>) -> Self {
        let (sender, events) = unbounded();
        let sender = Sink::new(move |event| drop(sender.send(event)));
        let (opener, opened) = unbounded();
        let opens = Arc::new(AtomicUsize::new(0));
        let source = FakeSource { opened: opener, opens: Arc::clone(&opens), fails_on, rate_hz };
        let (pump, frames) = Pump::start(settings, Box::new(source), sender).unwrap();
        Self { pump, frames, events, opened, opens }
    }

    /// Begins a take and yields the source that it opened.
    fn listen(&self, take: TakeId) -> Microphone {
        self.pump.perform(VoiceOrder::Listen { take });
        self.opened.recv_timeout(DEADLINE).unwrap()
    }

    /// Waits until a take on an open microphone has begun: what sounds from now on is in it.
    fn listen_on(&self, take: TakeId) {
        self.pump.perform(VoiceOrder::Listen { take });
        let started = Event::Capture { take, event: CaptureEvent::Started };
        while self.events.recv_timeout(DEADLINE).unwrap() != started {}
    }

    /// All facts up to the end of the take.
    fn facts(&self) -> Vec<Event> {
        let mut facts = Vec::new();
        while !matches!(
            facts.last(),
            Some(Event::Capture { event: CaptureEvent::Ended { .. }, .. })
        ) {
            facts.push(self.events.recv_timeout(DEADLINE).unwrap());
        }
        facts
    }

    /// How the take ends.
    fn end(&self, of: TakeId) -> (EndCause, Option<parlo_core::flow::Speech>) {
        match self.facts().pop() {
            Some(Event::Capture { take, event: CaptureEvent::Ended { cause, speech, .. } }) => {
                assert_eq!(take, of);
                (cause, speech)
            }
            other => panic!("not an end: {other:?}"),
        }
    }

    /// The samples queued for the decoder so far, checked for holes.
    fn audio(&self, of: TakeId) -> Vec<f32> {
        let mut audio = Vec::new();
        for frame in self.frames.try_iter() {
            assert_eq!((frame.take, frame.start), (of, audio.len() as u64));
            audio.extend(frame.samples);
        }
        audio
    }
}

/// A sentence in a quiet room, 600 ms before and 900 ms after it.
fn sentence() -> Vec<f32> {
    said_in_a_room(600, "g01", 900)
}

/// A clip in a quiet room. Noise rather than silence, so that one can see where a sample was.
fn said_in_a_room(before_ms: usize, clip: &str, after_ms: usize) -> Vec<f32> {
    let clip = at_level(sample(clip), -22.0);
    let said = [silence(before_ms), clip, silence(after_ms)].concat();
    let room = pink_noise(said.len() / 16 + 1, -68.0);
    mixed(said, &room)
}

/// Where the stretch is within a recording.
fn place_of(stretch: &[f32], recording: &[f32]) -> usize {
    let found = recording.windows(stretch.len()).position(|window| window == stretch);
    found.expect("it is a part of the recording")
}

#[test]
fn a_sentence_is_heard_from_start_to_end() {
    let rig = Rig::new(VoiceSettings::default(), None);
    let mut microphone = rig.listen(TAKE);
    let said = sentence();
    let heard_by = Instant::now();
    microphone.sound(&said);
    let facts = rig.facts();
    let names: Vec<&str> = facts
        .iter()
        .map(|fact| match fact {
            Event::Capture { event: CaptureEvent::Started, .. } => "started",
            Event::Capture { event: CaptureEvent::SpeechSufficed(_), .. } => "sufficed",
            Event::Capture { event: CaptureEvent::PauseHeard(_), .. } => "paused",
            Event::Capture { event: CaptureEvent::Ended { .. }, .. } => "ended",
            _ => "other",
        })
        .filter(|name| *name != "other")
        .collect();
    assert_eq!(names, ["started", "sufficed", "paused", "ended"]);
    let Some(Event::Capture { event: CaptureEvent::Ended { cause, speech, stats, .. }, .. }) =
        facts.last()
    else {
        panic!()
    };
    let speech = speech.unwrap();
    assert_eq!((cause, stats.frames_dropped), (&EndCause::Silence, 0));
    assert!((9_000..20_000).contains(&speech.heard.onset), "{speech:?}");
    assert!(speech.last_voiced_at <= Instant::now());
    // Pushed all at once, so the clock can only say that it sounded before it arrived.
    assert!(speech.last_voiced_at >= heard_by - Duration::from_secs(4));
    let audio = rig.audio(TAKE);
    assert_eq!(audio.len() as u64 * 4, stats.bytes);
    assert_eq!(audio, said[..audio.len()]);
    microphone.sound(&silence(1_100));
    wait_until("the source is closed", || microphone.is_closed());
}

#[test]
fn a_device_at_another_rate_is_resampled() {
    let rig = Rig::at_rate(48_000, VoiceSettings::default(), None);
    let mut microphone = rig.listen(TAKE);
    let tripled: Vec<f32> =
        sentence().into_iter().flat_map(|sample| std::iter::repeat_n(sample, 3)).collect();
    microphone.sound(&tripled);
    let (cause, speech) = rig.end(TAKE);
    assert_eq!(cause, EndCause::Silence);
    assert!((9_000..20_000).contains(&speech.unwrap().heard.onset), "{speech:?}");
}

#[test]
fn a_stop_ends_the_take_with_what_was_heard() {
    let rig = Rig::new(VoiceSettings::default(), None);
    let mut microphone = rig.listen(TAKE);
    let said = sentence();
    microphone.sound(&said[..said.len() - 900 * 16 + 200 * 16]);
    microphone.taken();
    rig.pump.perform(VoiceOrder::Stop { take: TakeId(99) });
    rig.pump.perform(VoiceOrder::Stop { take: TAKE });
    let (cause, speech) = rig.end(TAKE);
    assert_eq!(cause, EndCause::Stopped);
    assert!(speech.is_some());
    wait_until("the source is closed", || microphone.is_closed());
}

#[test]
fn nothing_more_is_reported_of_a_dropped_take() {
    let rig = Rig::new(VoiceSettings::default(), None);
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&sentence()[..16_000]);
    microphone.taken();
    rig.pump.perform(VoiceOrder::Drop { take: TakeId(99) });
    rig.pump.perform(VoiceOrder::Drop { take: TAKE });
    wait_until("the source is closed", || microphone.is_closed());
    for fact in rig.events.try_iter() {
        assert!(
            !matches!(fact, Event::Capture { event: CaptureEvent::Ended { .. }, .. }),
            "{fact:?}"
        );
    }
    // The next take is a take like any other, and nothing of the first one is in it.
    let mut microphone = rig.listen(TakeId(2));
    rig.frames.try_iter().for_each(drop);
    microphone.sound(&sentence());
    assert_eq!(
        rig.facts().first(),
        Some(&Event::Capture { take: TakeId(2), event: CaptureEvent::Started })
    );
    assert!(!rig.audio(TakeId(2)).is_empty());
}

#[test]
fn dropping_the_handle_closes_the_source_and_joins_even_in_a_take() {
    let Rig { pump, frames, events, opened, .. } = Rig::new(VoiceSettings::default(), None);
    pump.perform(VoiceOrder::Listen { take: TAKE });
    let microphone = opened.recv_timeout(DEADLINE).unwrap();
    drop(pump);
    assert!(microphone.is_closed());
    assert_eq!(frames.recv(), Err(crossbeam_channel::RecvError));
    assert!(
        events
            .try_iter()
            .all(|fact| matches!(fact, Event::Capture { event: CaptureEvent::Started, .. }))
    );
}
