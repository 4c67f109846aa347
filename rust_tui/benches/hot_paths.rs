//! Micro-benchmarks of what runs for every frame of audio and every fact: `cargo bench`.
//!
//! They tell whether a change made one of these slower; whether parlo is fast enough is what
//! `parlo bench` measures. divan rather than criterion: it brings four small crates along where
//! criterion brings its own plots and a thread pool, and reports are `parlo bench`'s work here.

#![allow(clippy::expect_used, reason = "a benchmark that cannot go on says so by panicking")]

use std::path::Path;
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::ItemsCount;
use parlo::voice::vad::VoiceActivity;
use parlo::voice::{FrameQueue, read_wav};
use parlo_core::audio::{AudioFrame, FRAME_SAMPLES};
use parlo_core::decoded::{Decoded, Evidence};
use parlo_core::endpoint::{Endpointer, Heard};
use parlo_core::flow::AgentEvent;
use parlo_core::flow::CaptureEvent;
use parlo_core::flow::DecodeEvent;
use parlo_core::flow::UserEvent;
use parlo_core::flow::{EndCause, Event, Flow, Speech};
use parlo_core::metrics::CaptureStats;
use parlo_core::settings::{VadKind, VoiceSettings};
use parlo_core::take_id::TakeId;

fn main() {
    divan::main();
}

const TAKE: TakeId = TakeId(1);

fn frame() -> AudioFrame {
    AudioFrame { take: TAKE, start: 0, samples: vec![0.1; FRAME_SAMPLES] }
}

/// The pump puts a frame of 100 ms in and the worker takes it out.
#[divan::bench]
fn queue_push_and_pop(bencher: Bencher) {
    let (mut queue, frames) = FrameQueue::new(100);
    let now = Instant::now();
    bencher.with_inputs(frame).bench_local_values(|frame| {
        queue.push(now, frame);
        frames.try_recv()
    });
}

/// Nobody takes anything out: each push drops the oldest frame.
#[divan::bench]
fn queue_push_when_full(bencher: Bencher) {
    let (mut queue, _frames) = FrameQueue::new(100);
    let now = Instant::now();
    for _ in 0..100 {
        queue.push(now, frame());
    }
    bencher.with_inputs(frame).bench_local_values(|frame| queue.push(now, frame));
}

/// A recording of the samples, mono at 16 kHz.
fn speech() -> Vec<f32> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/g15.wav");
    read_wav(&path).expect("a recording").to_mono_16k().expect("a usable rate")
}

/// One frame (10 to 30 ms, as the detector takes them), the level gate included.
#[divan::bench(args = VadKind::ALL)]
fn detector_frame(bencher: Bencher, vad: VadKind) {
    let speech = speech();
    let settings = VoiceSettings { vad, ..VoiceSettings::default() };
    let mut activity = VoiceActivity::new(&settings);
    let mut frames = speech.chunks_exact(activity.frame_samples()).cycle();
    bencher.bench_local(|| frames.next().map(|frame| activity.judge(frame)));
}

/// A second of frames of 16 ms: speech with the gaps between its words.
#[divan::bench]
fn endpointer_second(bencher: Bencher) {
    let settings = VoiceSettings::default();
    let frames = 0..1_000 / 16;
    bencher
        .counter(ItemsCount::new(frames.len()))
        .with_inputs(|| Endpointer::new(&settings))
        .bench_local_values(|mut endpointer| {
            for number in frames.clone() {
                divan::black_box(endpointer.push(number % 20 < 14, 256));
            }
            endpointer
        });
}

/// The facts of a take of two seconds, from the key to the text.
fn facts(start: Instant) -> Vec<(Instant, Event)> {
    let at = |ms: u64| start + Duration::from_millis(ms);
    let heard = |ms: u64| Heard {
        onset: 1_600,
        voiced_end: ms * 16,
        voiced: ms * 16 - 1_600,
        position: ms * 16,
    };
    let decoded = |text: &str| Decoded {
        text: text.to_owned(),
        evidence: Evidence {
            no_speech_probability: Some(0.01),
            mean_log_probability: Some(-0.2),
            sentence_end_probability: Some(0.9),
        },
        words: Vec::new(),
        ran_for: Duration::from_millis(150),
    };
    let finished = |job: u32, text: &str| Event::Decode {
        take: TAKE,
        event: DecodeEvent::Finished { job, decoded: decoded(text) },
    };
    let speech = Some(Speech { heard: heard(1_800), last_voiced_at: at(1_810) });
    let ended = Event::Capture {
        take: TAKE,
        event: CaptureEvent::Ended {
            cause: EndCause::Silence,
            speech,
            stats: CaptureStats::default(),
        },
    };
    vec![
        (at(0), Event::User(UserEvent::DictationToggled { next: TAKE })),
        (at(10), Event::Capture { take: TAKE, event: CaptureEvent::Started }),
        (at(400), Event::Capture { take: TAKE, event: CaptureEvent::SpeechSufficed(heard(400)) }),
        (at(560), finished(1, "Run the")),
        (at(700), Event::Capture { take: TAKE, event: CaptureEvent::SpeechAdvanced(heard(700)) }),
        (at(860), finished(2, "Run the test suite")),
        (
            at(1_000),
            Event::Capture { take: TAKE, event: CaptureEvent::SpeechAdvanced(heard(1_000)) },
        ),
        (at(1_160), finished(3, "Run the test suite and fix")),
        (at(1_890), Event::Capture { take: TAKE, event: CaptureEvent::PauseHeard(heard(1_800)) }),
        (at(2_050), finished(4, "Run the test suite and fix the failing tests.")),
        (at(2_130), ended),
        (at(2_131), Event::Agent(AgentEvent::TextWritten { take: TAKE })),
        (at(2_140), Event::Agent(AgentEvent::Wrote)),
    ]
}

/// A whole take; the figure per item is that of one step.
#[divan::bench]
fn flow_take(bencher: Bencher) {
    let facts = facts(Instant::now());
    bencher
        .counter(ItemsCount::new(facts.len()))
        .with_inputs(|| (Flow::new(VoiceSettings::default(), true), facts.clone()))
        .bench_local_values(|(mut flow, facts)| {
            for (now, fact) in facts {
                divan::black_box(flow.step(now, fact));
            }
            flow
        });
}
