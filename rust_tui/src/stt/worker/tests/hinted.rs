//! Hints go along with every order; no engine is built for other ones.

use std::sync::atomic::AtomicUsize;

use parlo_core::settings::VoiceSettings;

use super::*;

#[test]
fn other_hints_reach_the_engine_with_the_very_next_decode() {
    let (_frames, received) = bounded(10);
    let (sender, events) = unbounded();
    let sink = Sink::new(move |event| drop(sender.send(event)));
    let (call_sender, calls) = unbounded();
    let builds = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&builds);
    let build = move |signal| {
        count.fetch_add(1, Ordering::Relaxed);
        let (calls, (_, go_on)) = (call_sender.clone(), unbounded());
        let engine = FakeEngine { script: Vec::new(), calls, go_on, signal, done: 0 };
        Ok(Box::new(engine) as Box<dyn Engine>)
    };
    let mut worker = Worker::start(build, received, sink).unwrap();
    let decoded_with = |worker: &Worker, job| {
        worker.decode(order(job, DecodeKind::Final, 0..10));
        let event = events.recv_timeout(DEADLINE).unwrap();
        assert!(
            matches!(event, Event::Decode { event: DecodeEvent::Finished { .. }, .. }),
            "{event:?}"
        );
        calls.recv_timeout(DEADLINE).unwrap().1.hints
    };
    assert_eq!(*decoded_with(&worker, 1), Hints::default());
    let vocabulary = vec!["tokio".to_owned()];
    let hints = Hints::of(&VoiceSettings { vocabulary, ..VoiceSettings::default() });
    worker.set_hints(Arc::new(hints.clone()));
    for job in 2..4 {
        assert_eq!(*decoded_with(&worker, job), hints);
    }
    assert_eq!(builds.load(Ordering::Relaxed), 1);
}
