//! Decodes of words to show, for engines that are not to be asked for all of them.

use super::*;
use crate::stt::engine::Partials;

/// A fake with a policy for partial decodes.
struct Reluctant {
    partials: Partials,
    fake: FakeEngine,
}

impl Engine for Reluctant {
    fn decode(&mut self, audio: &[f32], request: &DecodeRequest) -> Result<Decoded, EngineError> {
        self.fake.decode(audio, request)
    }

    fn partials(&self) -> Partials {
        self.partials
    }
}

/// Orders decodes of these kinds, one after the other, of an engine with this policy; yields which
/// were made. Each of the others is reported as left out.
fn made(partials: Partials, kinds: &[DecodeKind]) -> Vec<bool> {
    let (_frames, received) = bounded(10);
    let (sender, events) = unbounded();
    let sink = Sink::new(move |event| drop(sender.send(event)));
    let (calls, called) = unbounded();
    let build = move |signal| {
        let (calls, (_, go_on)) = (calls.clone(), unbounded());
        let fake = FakeEngine { script: Vec::new(), calls, go_on, signal, done: 0 };
        Ok(Box::new(Reluctant { partials, fake }) as Box<dyn Engine>)
    };
    let worker = Worker::start(build, received, sink).unwrap();
    let decode = |(number, kind): (usize, &DecodeKind)| {
        let expected = number as u32;
        worker.decode(order(expected, *kind, 0..10));
        match events.recv_timeout(DEADLINE).unwrap() {
            Event::Decode { event: DecodeEvent::Finished { job, .. }, .. } if job == expected => {
                true
            }
            Event::Decode { take: TAKE, event: DecodeEvent::Skipped { job } }
                if job == expected =>
            {
                false
            }
            other => panic!("neither made nor left out: {other:?}"),
        }
    };
    let made: Vec<bool> = kinds.iter().enumerate().map(decode).collect();
    assert_eq!(called.try_iter().count(), made.iter().filter(|made| **made).count());
    made
}

const KINDS: [DecodeKind; 6] = [
    DecodeKind::Partial,
    DecodeKind::Partial,
    DecodeKind::Speculative,
    DecodeKind::Partial,
    DecodeKind::Final,
    DecodeKind::Batch,
];

#[test]
fn an_engine_that_makes_no_partial_decodes_makes_all_others() {
    let wanted = KINDS.map(|kind| kind != DecodeKind::Partial);
    assert_eq!(made(Partials::Never, &KINDS), wanted);
}

#[test]
fn partial_decodes_keep_their_distance() {
    let hourly = Partials::Every(Duration::from_secs(3_600));
    assert_eq!(made(hourly, &KINDS), [true, false, true, false, true, true]);
    assert_eq!(made(Partials::Every(Duration::ZERO), &KINDS), [true; 6]);
    let every = Partials::Every(Duration::from_millis(500));
    assert!(!every.allow(Some(Duration::from_millis(499))));
    assert!(every.allow(Some(Duration::from_millis(500))));
}
