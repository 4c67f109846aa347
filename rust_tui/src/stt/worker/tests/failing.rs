//! Engines that fail, panic, or cannot be built.

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
fn a_panicking_engine_fails_the_decode_and_not_the_worker() {
    let rig = Rig::new(&[Behaviour::Panic, Behaviour::Panic]);
    for job in 1..=2 {
        rig.order(job, DecodeKind::Final, 0..10);
        let (failed, error) = rig.result();
        assert_eq!(failed, job);
        let error = error.unwrap_err();
        assert!(error.starts_with("internal error while decoding"), "{error}");
        assert!(!error.contains("on purpose"), "{error}");
    }
    rig.order(3, DecodeKind::Final, 0..10);
    assert_eq!(rig.result(), (3, text(3)));
}

/// A worker whose engine is built by `build`, which fails.
fn results_of(
    build: impl FnOnce(AbortSignal) -> Result<Box<dyn Engine>, EngineError> + Send + 'static,
) -> Vec<(u32, String)> {
    let (frames, received) = bounded(10);
    let (sender, events) = unbounded();
    let worker = Worker::start(build, received, sender).unwrap();
    frames.send(AudioFrame { take: TAKE, start: 0, samples: vec![0.1; 160] }).unwrap();
    [(1, DecodeKind::Partial), (2, DecodeKind::Final), (3, DecodeKind::Batch)]
        .into_iter()
        .map(|(job, kind)| {
            worker.decode(order(job, kind, 0..160));
            match events.recv_timeout(DEADLINE).unwrap() {
                Event::DecodeFailed { take: TAKE, job, error } => (job, error),
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
