//! The worker with an engine that does what the test says; every wait is for a fact.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::ops::Range;
use std::time::{Duration, Instant};

use crossbeam_channel::bounded;
use parlo_core::decoded::{Decoded, Evidence};
use parlo_core::flow::{DecodeEvent, DecodeKind, Part};
use parlo_core::sink::Sink;

use super::*;
use crate::stt::engine::{DecodeRequest, Effort, Engine};

mod failing;
mod hinted;
mod orders;
mod partials;
mod replaced;
mod sounds;
mod stalled;

const DEADLINE: Duration = Duration::from_secs(20);
const TAKE: TakeId = TakeId(1);

/// What the engine does with a decode.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Behaviour {
    Answer,
    Fail,
    Panic,
    /// Works until it is let go on, or asked to stop.
    Work,
    /// Works until it is let go on, whatever it is asked.
    Hang,
}

/// The real trait. Each decode is reported to the test, which holds the script.
struct FakeEngine {
    script: Vec<Behaviour>,
    calls: Sender<(Vec<f32>, DecodeRequest)>,
    go_on: Receiver<()>,
    signal: AbortSignal,
    done: usize,
}

impl Engine for FakeEngine {
    fn decode(&mut self, audio: &[f32], request: &DecodeRequest) -> Result<Decoded, EngineError> {
        self.done += 1;
        let behaviour = self.script.get(self.done - 1).copied().unwrap_or(Behaviour::Answer);
        let _ = self.calls.send((audio.to_vec(), request.clone()));
        match behaviour {
            Behaviour::Answer => {}
            Behaviour::Fail => return Err(EngineError::Failed("out of memory".to_owned())),
            Behaviour::Panic => panic!("the engine is broken on purpose"),
            Behaviour::Work => {
                let began = Instant::now();
                while self.go_on.try_recv().is_err() {
                    if self.signal.is_raised() {
                        return Err(EngineError::Aborted);
                    }
                    assert!(began.elapsed() < DEADLINE, "worked in vain");
                    std::thread::yield_now();
                }
            }
            // The test lets it go on by ending, too.
            Behaviour::Hang => drop(self.go_on.recv()),
        }
        Ok(Decoded {
            text: format!("decode {}", self.done),
            evidence: Evidence {
                no_speech_probability: Some(0.0),
                mean_log_probability: Some(-0.1),
                sentence_end_probability: Some(0.0),
            },
            words: Vec::new(),
            ran_for: Duration::from_millis(1),
        })
    }
}

fn order(job: u32, kind: DecodeKind, span: Range<u64>) -> DecodeOrder {
    DecodeOrder { take: TAKE, job, kind, span, context: String::new() }
}

/// A worker and everything around it.
struct Rig {
    worker: Worker,
    frames: Sender<AudioFrame>,
    events: Receiver<Event>,
    calls: Receiver<(Vec<f32>, DecodeRequest)>,
    go_on: Sender<()>,
}

impl Rig {
    fn new(script: &[Behaviour]) -> Self {
        let (frames, received) = bounded(100);
        let (sender, events) = unbounded();
        let sender = Sink::new(move |event| drop(sender.send(event)));
        let (call_sender, calls) = unbounded();
        let (go_on, may_go_on) = unbounded();
        let script = script.to_vec();
        let build = move |signal| {
            let (script, calls) = (script.clone(), call_sender.clone());
            let engine = FakeEngine { script, calls, go_on: may_go_on.clone(), signal, done: 0 };
            Ok(Box::new(engine) as Box<dyn Engine>)
        };
        let worker = Worker::start(build, received, sender).unwrap();
        Self { worker, frames, events, calls, go_on }
    }

    fn order(&self, job: u32, kind: DecodeKind, span: Range<u64>) {
        self.worker.decode(order(job, kind, span));
    }

    /// The next decode that the engine began: its audio and effort.
    fn call(&self) -> (Vec<f32>, Effort) {
        let (audio, request) = self.calls.recv_timeout(DEADLINE).unwrap();
        (audio, request.effort)
    }

    fn frame(&self, start: u64, samples: Vec<f32>) {
        self.frames.send(AudioFrame { take: TAKE, start, samples }).unwrap();
    }

    /// The part that the next event says was rebuilt.
    fn rebuilt(&self) -> Part {
        match self.events.recv_timeout(DEADLINE).unwrap() {
            Event::PartRestarted(part) => part,
            other => panic!("nothing was rebuilt: {other:?}"),
        }
    }

    /// The next result: its job and text, or why there is none.
    fn result(&self) -> (u32, Result<String, String>) {
        match self.events.recv_timeout(DEADLINE).unwrap() {
            Event::Decode { take, event: DecodeEvent::Finished { job, decoded } } => {
                assert_eq!(take, TAKE);
                (job, Ok(decoded.text))
            }
            Event::Decode { take, event: DecodeEvent::Failed { job, error } } => {
                assert_eq!(take, TAKE);
                (job, Err(error))
            }
            other => panic!("not a result: {other:?}"),
        }
    }
}

fn text(of_decode: usize) -> Result<String, String> {
    Ok(format!("decode {of_decode}"))
}

#[test]
fn a_decode_gets_its_span_of_what_was_queued_before_the_order() {
    let rig = Rig::new(&[]);
    let samples: Vec<f32> = (0..4_800).map(|n| n as f32).collect();
    for (number, part) in samples.chunks(1_600).enumerate() {
        rig.frame(number as u64 * 1_600, part.to_vec());
    }
    rig.order(1, DecodeKind::Partial, 100..4_000);
    assert_eq!(rig.call(), (samples[100..4_000].to_vec(), Effort::Quick));
    assert_eq!(rig.result(), (1, text(1)));
    // What lies beyond the audio is not there; an odd span is empty.
    rig.order(2, DecodeKind::Final, 4_000..90_000);
    assert_eq!(rig.call().0, samples[4_000..]);
    rig.order(3, DecodeKind::Final, 90_000..99_000);
    assert_eq!(rig.call().0, [0.0; 0]);
}

#[test]
fn only_the_second_strategy_uses_the_full_window() {
    let rig = Rig::new(&[]);
    for (job, kind) in
        [DecodeKind::Partial, DecodeKind::Speculative, DecodeKind::Final, DecodeKind::Batch]
            .into_iter()
            .enumerate()
    {
        rig.order(job as u32, kind, 0..10);
        let wanted = match kind {
            DecodeKind::Partial => Effort::Quick,
            DecodeKind::Speculative | DecodeKind::Final => Effort::Careful,
            DecodeKind::Batch => Effort::Exhaustive,
        };
        assert_eq!(rig.call().1, wanted, "{kind:?}");
        assert_eq!(rig.result().0, job as u32);
    }
}

#[test]
fn the_engine_learns_of_which_take_the_audio_is_and_what_was_said_before() {
    let rig = Rig::new(&[]);
    let context = "Restart the".to_owned();
    rig.worker.decode(DecodeOrder { context, ..order(1, DecodeKind::Speculative, 3..10) });
    let wanted = DecodeRequest {
        take: TAKE,
        start: 3,
        effort: Effort::Careful,
        context: "Restart the".to_owned(),
        hints: Arc::default(),
    };
    assert_eq!(rig.calls.recv_timeout(DEADLINE).unwrap().1, wanted);
}

#[test]
fn frames_that_were_dropped_leave_silence_in_their_place() {
    let rig = Rig::new(&[]);
    rig.frame(0, vec![0.1; 1_600]);
    rig.frame(4_800, vec![0.4; 1_600]);
    // Out of order, as no queue delivers them, but a hole may be filled.
    rig.frame(3_200, vec![0.3; 1_600]);
    rig.order(1, DecodeKind::Final, 0..6_400);
    let wanted = [[0.1; 1_600], [0.0; 1_600], [0.3; 1_600], [0.4; 1_600]].concat();
    assert_eq!(rig.call().0, wanted);
}

#[test]
fn a_new_take_replaces_the_audio_of_the_last_one() {
    let rig = Rig::new(&[]);
    rig.frame(0, vec![0.1; 1_600]);
    let next = AudioFrame { take: TakeId(2), start: 0, samples: vec![0.2; 800] };
    rig.frames.send(next).unwrap();
    rig.order(1, DecodeKind::Final, 0..1_600);
    assert_eq!(rig.call().0, [0.0; 0], "the audio of the take is gone");
    let span = 0..1_600;
    rig.worker.decode(DecodeOrder { take: TakeId(2), ..order(1, DecodeKind::Final, span) });
    assert_eq!(rig.call().0, [0.2; 800]);
}

#[test]
fn an_absurd_position_costs_no_memory() {
    let rig = Rig::new(&[]);
    rig.frame(0, vec![0.1; 1_600]);
    rig.frame(u64::MAX - 5, vec![0.2; 1_600]);
    rig.frame(40 * 16_000, vec![0.3; 1_600]);
    rig.order(1, DecodeKind::Final, 0..u64::MAX);
    assert_eq!(rig.call().0, [0.1; 1_600]);
}

#[test]
fn frames_are_taken_while_no_order_comes() {
    let rig = Rig::new(&[]);
    // Three times what the queue holds: only a worker that takes them lets this pass.
    for number in 0..300 {
        let frame = AudioFrame { take: TAKE, start: number * 160, samples: vec![0.5; 160] };
        rig.frames.send_timeout(frame, DEADLINE).unwrap();
    }
    rig.order(1, DecodeKind::Final, 0..48_000);
    assert_eq!(rig.call().0, [0.5; 48_000]);
}

#[test]
fn a_pump_that_is_gone_does_not_stop_the_worker() {
    let Rig { worker, frames, calls, .. } = Rig::new(&[]);
    frames.send(AudioFrame { take: TAKE, start: 0, samples: vec![0.5; 160] }).unwrap();
    drop(frames);
    worker.decode(order(1, DecodeKind::Final, 0..160));
    assert_eq!(calls.recv_timeout(DEADLINE).unwrap().0, [0.5; 160]);
}
