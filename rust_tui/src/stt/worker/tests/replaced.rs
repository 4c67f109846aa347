//! Another engine takes over between two decodes, or the present one stays.

use parlo_core::flow::DecodeEvent;

use super::*;

/// A fake that answers, with its reports going to the rig.
fn another(calls: Sender<(Vec<f32>, DecodeRequest)>, signal: AbortSignal) -> Box<dyn Engine> {
    let (_, go_on) = unbounded();
    Box::new(FakeEngine { script: Vec::new(), calls, go_on, signal, done: 100 })
}

#[test]
fn the_present_engine_is_used_until_the_other_one_is_there() {
    let mut rig = Rig::new(&[]);
    let (calls, _called) = unbounded();
    let (build, may_build) = bounded::<()>(0);
    let (report, done) = unbounded();
    let building = move |signal| {
        may_build.recv_timeout(DEADLINE).unwrap();
        Ok(another(calls.clone(), signal))
    };
    rig.worker.replace(building, move |result| report.send(result).unwrap()).unwrap();
    rig.order(1, DecodeKind::Final, 0..10);
    assert_eq!(rig.result(), (1, text(1)), "while the other one is being built");
    let busy = rig.worker.replace(|_| panic!("not built"), |_| ());
    assert!(matches!(busy, Err(ReplaceError::Busy)));
    build.send(()).unwrap();
    assert_eq!(done.recv_timeout(DEADLINE).unwrap(), Ok(()));
    // The worker has taken it once it is idle; an order that comes before still has an engine.
    let began = Instant::now();
    for job in 2.. {
        rig.order(job, DecodeKind::Final, 0..10);
        let answered = rig.result();
        if answered == (job, text(101)) {
            break;
        }
        assert_eq!(answered, (job, text(job as usize)));
        assert!(began.elapsed() < DEADLINE, "the other engine was never used");
    }
}

#[test]
fn an_engine_that_cannot_be_built_changes_nothing() {
    let mut rig = Rig::new(&[]);
    let failed = || EngineError::Failed("no such file".to_owned());
    for _ in 0..2 {
        let (report, done) = unbounded();
        let result = rig.worker.replace(move |_| Err(failed()), move |it| report.send(it).unwrap());
        result.unwrap();
        assert_eq!(done.recv_timeout(DEADLINE).unwrap(), Err(failed()));
    }
    rig.order(1, DecodeKind::Final, 0..10);
    assert_eq!(rig.result(), (1, text(1)));
}

#[test]
fn an_engine_replaces_one_that_never_came() {
    let (frames, received) = bounded(100);
    let (sender, events) = unbounded();
    let sender = Sink::new(move |event| drop(sender.send(event)));
    let (calls, _called) = unbounded();
    let broken = |_| Err(EngineError::Failed("broken".to_owned()));
    let mut worker = Worker::start(broken, received, sender).unwrap();
    let (report, done) = unbounded();
    let build = move |signal| Ok(another(calls.clone(), signal));
    worker.replace(build, move |result| report.send(result).unwrap()).unwrap();
    done.recv_timeout(DEADLINE).unwrap().unwrap();
    let began = Instant::now();
    for job in 1.. {
        worker.decode(order(job, DecodeKind::Final, 0..10));
        match events.recv_timeout(DEADLINE).unwrap() {
            Event::Decode { event: DecodeEvent::Finished { .. }, .. } => break,
            Event::Decode { event: DecodeEvent::Failed { .. }, .. } => {
                assert!(began.elapsed() < DEADLINE);
            }
            other => panic!("{other:?}"),
        }
    }
    drop(frames);
}
