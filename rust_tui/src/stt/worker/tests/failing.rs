//! Engines that fail, panic, or cannot be built.

use parlo_core::flow::DecodeEvent;

use super::*;

#[test]
fn a_failed_decode_is_reported_and_the_next_one_runs() {
    let rig = Rig::new(&[Behaviour::Answer, Behaviour::Fail]);
    for job in 1..=3 {
        rig.order(job, DecodeKind::Final, 0..10);
        let wanted = if job == 2 { Err("out of memory".to_owned()) } else { text(job as usize) };
        assert_eq!(rig.result(), (job, wanted));
    }
}

#[test]
fn a_panicking_engine_fails_the_decode_and_another_one_takes_its_place() {
    let rig = Rig::new(&[Behaviour::Answer, Behaviour::Panic]);
    rig.frame(0, vec![0.5; 160]);
    rig.order(1, DecodeKind::Final, 0..160);
    assert_eq!(rig.result(), (1, text(1)));
    for job in [2, 4] {
        rig.order(job, DecodeKind::Final, 0..160);
        assert_eq!(rig.rebuilt(), Part::Decoder);
        let (failed, error) = rig.result();
        assert_eq!(failed, job);
        let error = error.unwrap_err();
        assert!(error.starts_with("internal error while decoding"), "{error}");
        assert!(!error.contains("on purpose"), "{error}");
        // A new engine, which counts from one; and the sound of the take is still there.
        rig.order(job + 1, DecodeKind::Batch, 0..160);
        assert_eq!(rig.result(), (job + 1, text(1)));
    }
    let heard: Vec<Vec<f32>> = rig.calls.try_iter().map(|(audio, _)| audio).collect();
    assert_eq!(heard, vec![vec![0.5; 160]; 5]);
}

#[test]
fn an_engine_whose_end_panics_too_takes_no_thread_along() {
    /// Breaks in the decode and again when it is dropped.
    struct Cursed(Sender<()>);
    impl Engine for Cursed {
        fn decode(&mut self, _: &[f32], _: &DecodeRequest) -> Result<Decoded, EngineError> {
            panic!("broken on purpose")
        }
    }
    impl Drop for Cursed {
        fn drop(&mut self) {
            let _ = self.0.send(());
            panic!("dropped on purpose");
        }
    }
    let (dropped, drops) = unbounded();
    let (frames, received) = bounded(10);
    let (sender, events) = unbounded();
    let sender = Sink::new(move |event| drop(sender.send(event)));
    let build = move |_| Ok(Box::new(Cursed(dropped.clone())) as Box<dyn Engine>);
    let worker = Worker::start(build, received, sender).unwrap();
    for job in 1..=2 {
        worker.decode(order(job, DecodeKind::Final, 0..10));
        let rebuilt = events.recv_timeout(DEADLINE).unwrap();
        assert_eq!(rebuilt, Event::PartRestarted(Part::Decoder));
        let failed = events.recv_timeout(DEADLINE).unwrap();
        assert!(
            matches!(failed, Event::Decode { event: DecodeEvent::Failed { .. }, .. }),
            "{failed:?}"
        );
        drops.recv_timeout(DEADLINE).unwrap();
    }
    drop((worker, frames));
}

/// A worker whose engine is built by `build`, which fails.
fn results_of(build: impl EngineBuilder) -> Vec<(u32, String)> {
    let (frames, received) = bounded(10);
    let (sender, events) = unbounded();
    let sender = Sink::new(move |event| drop(sender.send(event)));
    let worker = Worker::start(build, received, sender).unwrap();
    frames.send(AudioFrame { take: TAKE, start: 0, samples: vec![0.1; 160] }).unwrap();
    [(1, DecodeKind::Partial), (2, DecodeKind::Final), (3, DecodeKind::Batch)]
        .into_iter()
        .map(|(job, kind)| {
            worker.decode(order(job, kind, 0..160));
            match events.recv_timeout(DEADLINE).unwrap() {
                Event::Decode { take: TAKE, event: DecodeEvent::Failed { job, error } } => {
                    (job, error)
                }
                other => panic!("not a failure: {other:?}"),
            }
        })
        .collect()
}

#[test]
fn every_order_says_why_the_engine_could_not_be_built() {
    let why = "tiny.en.bin: cannot load the model";
    let results = results_of(move |_| Err(EngineError::Failed(why.to_owned())));
    assert_eq!(results, [1, 2, 3].map(|job| (job, why.to_owned())));
}

#[test]
fn a_panic_while_the_engine_is_built_is_a_failure_to_build_it() {
    let results = results_of(|_| panic!("broken on purpose"));
    for (number, (job, error)) in results.into_iter().enumerate() {
        assert_eq!(job as usize, number + 1);
        assert!(error.starts_with("internal error while loading the speech model"), "{error}");
    }
}
