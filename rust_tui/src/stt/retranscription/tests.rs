//! Transcribing again with an engine that does what the test says.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use parlo_core::decoded::{Decoded, Evidence};
use parlo_core::sink::Sink;

use super::*;
use crate::stt::Engine;

const TAKE: TakeId = TakeId(7);
const DEADLINE: Duration = Duration::from_secs(20);

/// Answers with what it was given once it may, or gives up when it is asked to.
struct FakeEngine {
    answer: Result<&'static str, &'static str>,
    go_on: Receiver<()>,
    signal: AbortSignal,
}

impl Engine for FakeEngine {
    fn decode(&mut self, audio: &[f32], request: &DecodeRequest) -> Result<Decoded, EngineError> {
        let wanted = DecodeRequest { take: TAKE, ..DecodeRequest::first(Effort::Exhaustive) };
        assert_eq!((audio, request), ([0.5; 3].as_slice(), &wanted));
        while self.go_on.try_recv().is_err() {
            if self.signal.is_raised() {
                return Err(EngineError::Aborted);
            }
            std::thread::yield_now();
        }
        let text = self.answer.map_err(|error| EngineError::Failed(error.to_owned()))?;
        Ok(Decoded {
            text: text.to_owned(),
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

/// What is begun, what may go on, and what comes of it.
struct Rig {
    again: Retranscription,
    go_on: Sender<()>,
    may_go_on: Receiver<()>,
    sender: Sink<Event>,
    events: Receiver<Event>,
}

impl Rig {
    fn new() -> Self {
        let (go_on, may_go_on) = bounded(1);
        let (sender, events) = unbounded();
        let sender = Sink::new(move |event| drop(sender.send(event)));
        Self { again: Retranscription::default(), go_on, may_go_on, sender, events }
    }

    fn begin(
        &mut self,
        answer: Result<&'static str, &'static str>,
    ) -> Result<(), RetranscriptionError> {
        let go_on = self.may_go_on.clone();
        let build = move |signal| {
            let engine = FakeEngine { answer, go_on: go_on.clone(), signal };
            Ok(Box::new(engine) as Box<dyn Engine>)
        };
        self.again.begin(TAKE, vec![0.5; 3], Arc::default(), build, self.sender.clone())
    }

    fn outcome(&self) -> Event {
        self.go_on.send(()).unwrap();
        self.events.recv_timeout(DEADLINE).unwrap()
    }
}

#[test]
fn the_text_or_the_failure_is_reported() {
    for (answer, text) in [
        (Ok(" Run it.\n"), Ok("Run it.".to_owned())),
        (Ok("[BLANK_AUDIO]"), Ok(String::new())),
        (Err("out of memory"), Err("out of memory".to_owned())),
    ] {
        let mut rig = Rig::new();
        rig.begin(answer).unwrap();
        assert_eq!(
            rig.outcome(),
            Event::Decode { take: TAKE, event: DecodeEvent::Retranscribed(text) }
        );
    }
}

#[test]
fn one_at_a_time() {
    let mut rig = Rig::new();
    rig.begin(Ok("one")).unwrap();
    assert!(matches!(rig.begin(Ok("two")), Err(RetranscriptionError::StillRunning)));
    let text = Ok("one".to_owned());
    assert_eq!(
        rig.outcome(),
        Event::Decode { take: TAKE, event: DecodeEvent::Retranscribed(text) }
    );
    // The thread has sent its last word; it ends at once.
    while rig.again.running.as_ref().is_some_and(|(_, thread)| !thread.is_finished()) {
        std::thread::yield_now();
    }
    rig.begin(Ok("three")).unwrap();
}

#[test]
fn a_decode_that_runs_is_given_up_with_the_handle() {
    let mut rig = Rig::new();
    rig.begin(Ok("never")).unwrap();
    drop(rig.again);
    assert!(rig.events.try_recv().is_err());
}

#[test]
fn a_broken_engine_is_a_failure() {
    let mut rig = Rig::new();
    let sender = rig.sender.clone();
    let broken = |_| panic!("broken on purpose");
    rig.again.begin(TAKE, Vec::new(), Arc::default(), broken, sender).unwrap();
    let reported = rig.events.recv_timeout(DEADLINE).unwrap();
    assert!(
        matches!(reported, Event::Decode { take: TAKE, event: DecodeEvent::Retranscribed(Err(_)) }),
        "{reported:?}"
    );
}
