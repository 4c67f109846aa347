//! Which of several orders is decoded, which gives way, and which is dropped.

use parlo_core::flow::DecodeEvent;

use super::*;

#[test]
fn a_newer_order_replaces_a_running_speculation() {
    for kind in [DecodeKind::Partial, DecodeKind::Speculative] {
        for newer in [DecodeKind::Partial, DecodeKind::Speculative, DecodeKind::Final] {
            let rig = Rig::new(&[Behaviour::Work]);
            rig.order(1, kind, 0..10);
            rig.call();
            rig.order(2, newer, 0..20);
            // Nothing let the first one go on: it gave way, and is not reported.
            assert_eq!(rig.result(), (2, text(2)), "{newer:?} after {kind:?}");
        }
    }
}

#[test]
fn a_running_final_decode_is_finished_first() {
    for kind in [DecodeKind::Final, DecodeKind::Batch] {
        let rig = Rig::new(&[Behaviour::Work]);
        rig.order(1, kind, 0..10);
        rig.call();
        rig.order(2, DecodeKind::Partial, 0..20);
        assert!(rig.events.try_recv().is_err());
        rig.go_on.send(()).unwrap();
        assert_eq!(rig.result(), (1, text(1)));
        assert_eq!(rig.result(), (2, text(2)));
    }
}

#[test]
fn of_several_waiting_orders_the_newest_is_decoded() {
    let rig = Rig::new(&[Behaviour::Work]);
    rig.order(1, DecodeKind::Final, 0..10);
    rig.call();
    for job in 2..=5 {
        rig.order(job, DecodeKind::Partial, 0..20);
    }
    rig.go_on.send(()).unwrap();
    assert_eq!(rig.result(), (1, text(1)));
    assert_eq!(rig.result(), (5, text(2)));
    rig.order(6, DecodeKind::Final, 0..20);
    assert_eq!(rig.result(), (6, text(3)));
}

#[test]
fn dropping_ends_the_running_decode_and_the_waiting_ones() {
    for kind in [DecodeKind::Partial, DecodeKind::Final, DecodeKind::Batch] {
        let rig = Rig::new(&[Behaviour::Work]);
        rig.order(1, kind, 0..10);
        rig.call();
        rig.order(2, DecodeKind::Final, 0..20);
        rig.worker.drop_decodes();
        rig.order(3, DecodeKind::Final, 0..30);
        assert_eq!(rig.result(), (3, text(2)), "{kind:?}");
        assert!(rig.events.try_recv().is_err());
    }
}

#[test]
fn an_order_given_while_the_engine_is_built_is_decoded_after() {
    let (build_now, may_build) = bounded::<()>(0);
    let (_frames, received) = bounded(10);
    let (sender, events) = unbounded();
    let sender = Sink::new(move |event| drop(sender.send(event)));
    let (calls, _calls) = unbounded();
    let (_go_on, go_on) = unbounded();
    let build = move |signal| {
        may_build.recv_timeout(DEADLINE).unwrap();
        let (calls, go_on) = (calls.clone(), go_on.clone());
        let engine = FakeEngine { script: Vec::new(), calls, go_on, signal, done: 0 };
        Ok(Box::new(engine) as Box<dyn Engine>)
    };
    let worker = Worker::start(build, received, sender).unwrap();
    let order = |job| order(job, DecodeKind::Final, 0..10);
    worker.decode(order(1));
    worker.drop_decodes();
    worker.decode(order(2));
    build_now.send(()).unwrap();
    let event = events.recv_timeout(DEADLINE).unwrap();
    assert!(
        matches!(event, Event::Decode { event: DecodeEvent::Finished { job: 2, .. }, .. }),
        "{event:?}"
    );
}

#[test]
fn dropping_the_handle_joins_even_while_the_engine_is_busy() {
    for kind in [DecodeKind::Partial, DecodeKind::Final] {
        let Rig { worker, events, calls, .. } = Rig::new(&[Behaviour::Work]);
        worker.decode(order(1, kind, 0..10));
        calls.recv_timeout(DEADLINE).unwrap();
        drop(worker);
        // The engine, and with it this channel, is gone only when the thread is.
        assert_eq!(calls.try_recv(), Err(crossbeam_channel::TryRecvError::Disconnected));
        assert_eq!(events.try_recv(), Err(crossbeam_channel::TryRecvError::Disconnected));
    }
}

#[test]
fn dropping_the_handle_while_the_engine_is_built_stops_the_engine() {
    let (raised, was_raised) = bounded(1);
    let (_frames, received) = bounded(10);
    let (sender, _events) = unbounded();
    let sender = Sink::new(move |event| drop(sender.send(event)));
    let build = move |signal: AbortSignal| {
        let began = Instant::now();
        while !signal.is_raised() && began.elapsed() < DEADLINE {
            std::thread::yield_now();
        }
        raised.send(signal.is_raised()).unwrap();
        Err(EngineError::Aborted)
    };
    drop(Worker::start(build, received, sender).unwrap());
    assert_eq!(was_raised.try_recv(), Ok(true));
}
