//! Synthetic frames in; the events reported and the frames queued are compared as wholes.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use crossbeam_channel::{Receiver, unbounded};

use super::*;

mod overload;

const TAKE: TakeId = TakeId(7);

/// A take with a clock of its own; every sample's value is its position, so that order and
/// completeness can be read off what arrives.
struct Rig {
    listening: Option<Listening>,
    queue: FrameQueue,
    frames: Receiver<AudioFrame>,
    events: Receiver<Event>,
    began_at: Instant,
    position: u64,
    frame_samples: u64,
}

/// Round numbers: a pause after 250 ms, the end after 500.
pub(super) fn settings() -> VoiceSettings {
    VoiceSettings {
        silence_tail: Duration::from_millis(500),
        speculate_after: Duration::from_millis(250),
        ..VoiceSettings::default()
    }
}

impl Rig {
    fn new(settings: &VoiceSettings, frame_samples: u64) -> Self {
        let (sender, events) = unbounded();
        let sender = Sink::new(move |event| drop(sender.send(event)));
        let (queue, frames) = FrameQueue::new(settings.channel_capacity);
        Self {
            listening: Some(Listening::new(TAKE, settings, sender)),
            queue,
            frames,
            events,
            began_at: Instant::now(),
            position: 0,
            frame_samples,
        }
    }

    fn now(&self) -> Instant {
        self.began_at + parlo_core::audio::duration_of(self.position)
    }

    /// Pushes at least that much; stops early when the take is over.
    fn push(&mut self, voiced: bool, length_ms: u64) -> Option<EndCause> {
        let until = self.position + length_ms * 16;
        while self.position < until {
            let samples: Vec<f32> = (self.position..self.position + self.frame_samples)
                .map(|position| position as f32)
                .collect();
            self.position += self.frame_samples;
            let now = self.now();
            let listening = self.listening.as_mut().unwrap();
            if let Some(cause) = listening.push(now, &samples, voiced, &mut self.queue) {
                return Some(cause);
            }
        }
        None
    }

    fn stop(&mut self) -> Option<EndCause> {
        self.listening.as_mut().unwrap().stop()
    }

    fn finish(&mut self, cause: EndCause) {
        let now = self.now();
        self.listening.take().unwrap().finish(now, cause, &mut self.queue);
    }

    fn facts(&self) -> Vec<CaptureEvent> {
        let of_take = |event| match event {
            Event::Capture { take: TAKE, event } => event,
            other => panic!("not a fact about the take: {other:?}"),
        };
        self.events.try_iter().map(of_take).collect()
    }

    /// Everything queued, after checking that it begins at 0, has no hole and is in order.
    fn audio(&self) -> u64 {
        let mut end = 0;
        for frame in self.frames.try_iter() {
            assert_eq!((frame.take, frame.start), (TAKE, end), "a frame is out of place");
            assert!(frame.samples.len() <= FRAME_SAMPLES);
            for sample in frame.samples {
                assert_eq!(sample, end as f32, "a sample is out of place");
                end += 1;
            }
        }
        end
    }
}

fn name(event: &CaptureEvent) -> &'static str {
    match event {
        CaptureEvent::Started => "started",
        CaptureEvent::SpeechSufficed(_) => "sufficed",
        CaptureEvent::SpeechAdvanced(_) => "advanced",
        CaptureEvent::PauseHeard(_) => "paused",
        CaptureEvent::SpeechResumed { .. } => "resumed",
        CaptureEvent::DecoderLagged => "lagged",
        CaptureEvent::Ended { .. } => "ended",
        other => panic!("not a fact of the pump: {other:?}"),
    }
}

/// The names of all events reported so far.
fn reported(rig: &Rig) -> Vec<&'static str> {
    rig.facts().iter().map(name).collect()
}

/// The end of the take: its cause, where speech lay (ms), and the counts.
fn end_of(facts: &[CaptureEvent]) -> (EndCause, Option<Speech>, CaptureStats) {
    match facts.last() {
        Some(CaptureEvent::Ended { cause, speech, stats }) => (cause.clone(), *speech, *stats),
        other => panic!("the take has not ended: {other:?}"),
    }
}

#[test]
fn an_utterance_is_reported_from_its_first_sample_to_its_end() {
    let mut rig = Rig::new(&settings(), 320);
    assert_eq!(rig.push(false, 400), None);
    assert_eq!(rig.push(true, 500), None);
    assert_eq!(rig.push(false, 1_000), Some(EndCause::Silence));
    rig.finish(EndCause::Silence);
    let heard = |voiced_end: u64, voiced: u64, position: u64| Heard {
        onset: 6_400,
        voiced_end: voiced_end * 16,
        voiced: voiced * 16,
        position: position * 16,
    };
    let last = heard(900, 500, 1_400);
    assert_eq!(
        rig.facts(),
        [
            CaptureEvent::Started,
            CaptureEvent::SpeechSufficed(heard(700, 300, 700)),
            CaptureEvent::PauseHeard(heard(900, 500, 1_160)),
            CaptureEvent::Ended {
                cause: EndCause::Silence,
                speech: Some(Speech {
                    heard: last,
                    last_voiced_at: rig.began_at + Duration::from_millis(900),
                }),
                stats: CaptureStats {
                    frames: 16,
                    bytes: 1_400 * 16 * 4,
                    channel_pressure: 0.16,
                    // The first of a sine.
                    zero_samples: 1,
                    ..CaptureStats::default()
                }
            },
        ]
    );
    assert_eq!(rig.audio(), 1_400 * 16);
}

#[test]
fn detector_frames_that_straddle_queued_frames_stay_in_place() {
    // 256 (earshot) does not divide the 1,600 samples of a queued frame, nor does 37; 5,000 is more
    // than one of them.
    for frame_samples in [256, 320, 37, 1_600, 5_000] {
        let mut rig = Rig::new(&settings(), frame_samples);
        assert_eq!(rig.push(true, 2_000), None);
        rig.finish(EndCause::Stopped);
        assert_eq!(rig.audio(), rig.position, "frames of {frame_samples}");
    }
}

#[test]
fn what_a_fact_speaks_of_is_in_the_queue_before_it_is_reported() {
    let frames = |voiced: bool, count: usize| std::iter::repeat_n(voiced, count);
    for frame_samples in [256, 320, 37] {
        let mut rig = Rig::new(&settings(), frame_samples);
        let (mut queued, mut facts, mut cause) = (0, 0, None);
        let second = 16_000 / frame_samples as usize;
        let script = frames(false, second / 3)
            .chain(frames(true, second))
            .chain(frames(false, second * 2 / 5))
            .chain(frames(true, second / 2))
            .chain(frames(false, second));
        for voiced in script {
            cause = cause.or(rig.push(voiced, 1));
            queued += rig.frames.try_iter().map(|frame| frame.samples.len() as u64).sum::<u64>();
            for fact in rig.facts() {
                let (CaptureEvent::SpeechSufficed(heard)
                | CaptureEvent::SpeechAdvanced(heard)
                | CaptureEvent::PauseHeard(heard)) = fact
                else {
                    continue;
                };
                facts += 1;
                assert!(queued >= heard.position, "{queued} of {heard:?}");
            }
        }
        assert_eq!(cause, Some(EndCause::Silence), "frames of {frame_samples}");
        assert!(facts >= 5, "{facts} facts with frames of {frame_samples}");
    }
}

#[test]
fn more_speech_is_reported_every_250_ms_while_it_goes_on() {
    let mut rig = Rig::new(&settings(), 320);
    rig.push(true, 1_500);
    rig.push(false, 400);
    rig.push(true, 400);
    let at: Vec<(&str, u64)> = rig
        .facts()
        .iter()
        .map(|fact| match fact {
            CaptureEvent::SpeechSufficed(heard)
            | CaptureEvent::SpeechAdvanced(heard)
            | CaptureEvent::PauseHeard(heard) => (name(fact), heard.position / 16),
            other => (name(other), 0),
        })
        .collect();
    assert_eq!(
        at,
        [
            ("started", 0),
            ("sufficed", 300),
            ("advanced", 560),
            ("advanced", 820),
            ("advanced", 1_080),
            ("advanced", 1_340),
            ("paused", 1_760),
            ("resumed", 0),
            ("advanced", 1_980),
            ("advanced", 2_240),
        ]
    );
}

#[test]
fn a_stop_in_mid_word_still_takes_what_fingers_outran() {
    let mut rig = Rig::new(&settings(), 320);
    rig.push(true, 400);
    assert_eq!(rig.stop(), None);
    assert_eq!(rig.push(true, 2_000), Some(EndCause::Stopped));
    assert_eq!(rig.position, (400 + 100) * 16);
    rig.finish(EndCause::Stopped);
    let (cause, speech, _) = end_of(&rig.facts());
    assert_eq!(cause, EndCause::Stopped);
    assert_eq!(speech.map(|speech| speech.heard.voiced_end), Some(500 * 16));
    assert_eq!(rig.audio(), 500 * 16);
}

#[test]
fn a_stop_after_the_last_word_waits_only_for_what_the_device_still_holds() {
    let mut rig = Rig::new(&settings(), 160);
    rig.push(true, 400);
    rig.push(false, 10);
    assert_eq!(rig.stop(), None);
    assert_eq!(rig.push(false, 2_000), Some(EndCause::Stopped));
    assert_eq!(rig.position, 440 * 16);
}

#[test]
fn a_stop_between_words_is_immediate() {
    let mut rig = Rig::new(&VoiceSettings::default(), 320);
    rig.push(true, 400);
    rig.push(false, 200);
    assert_eq!(rig.stop(), Some(EndCause::Stopped));
    rig.finish(EndCause::Stopped);
    let (_, speech, _) = end_of(&rig.facts());
    assert_eq!(speech.map(|speech| speech.heard.voiced_end), Some(400 * 16));
    assert_eq!(rig.audio(), 600 * 16);
}

#[test]
fn a_stop_before_any_speech_ends_an_empty_take() {
    let mut rig = Rig::new(&settings(), 320);
    rig.push(false, 300);
    assert_eq!(rig.stop(), Some(EndCause::Stopped));
    rig.finish(EndCause::Stopped);
    let facts = rig.facts();
    assert_eq!(facts[0], CaptureEvent::Started);
    assert_eq!(facts.len(), 2);
    assert_eq!(end_of(&facts).1, None);
}

#[test]
fn a_stop_before_the_first_sample_ends_the_take_without_audio() {
    let mut rig = Rig::new(&settings(), 320);
    assert_eq!(rig.stop(), Some(EndCause::Stopped));
    rig.finish(EndCause::Stopped);
    assert_eq!(reported(&rig), ["ended"]);
    assert_eq!(rig.audio(), 0);
}
