//! The real decoder, given other words to listen for while it runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crossbeam_channel::{bounded, unbounded};
use parlo::stt::Worker;
use parlo::voice::read_wav;
use parlo_core::audio::AudioFrame;
use parlo_core::flow::DecodeEvent;
use parlo_core::flow::{DecodeKind, DecodeOrder, Event};
use parlo_core::hints::Hints;
use parlo_core::settings::VoiceSettings;
use parlo_core::sink::Sink;
use parlo_core::take_id::TakeId;

use super::{LONG, whisper};
use crate::support::{machine, samples};

#[test]
fn other_words_to_listen_for_are_heard_by_the_next_decode_of_the_same_engine() {
    let _machine = machine::shared();
    let (builds, builder) = (Arc::new(AtomicUsize::new(0)), whisper().builder());
    let count = Arc::clone(&builds);
    let build = move |signal| {
        count.fetch_add(1, Ordering::Relaxed);
        builder(signal)
    };
    let (frames, received) = bounded(400);
    let (sender, events) = unbounded();
    let sink = Sink::new(move |event| drop(sender.send(event)));
    let mut worker = Worker::start(build, received, sink).unwrap();
    let sound = read_wav(&samples::named("jfk.wav").path).unwrap().to_mono_16k().unwrap();
    for (number, part) in (0..).zip(sound.chunks(1_600)) {
        let (take, start, samples) = (TakeId(1), number * 1_600, part.to_vec());
        frames.send(AudioFrame { take, start, samples }).unwrap();
    }
    let decoded = |worker: &Worker, job| {
        let (take, kind, span) = (TakeId(1), DecodeKind::Final, 0..sound.len() as u64);
        worker.decode(DecodeOrder { take, job, kind, span, context: String::new() });
        match events.recv_timeout(LONG).unwrap() {
            Event::Decode { event: DecodeEvent::Finished { decoded, .. }, .. } => decoded.text,
            other => panic!("not what was waited for: {other:?}"),
        }
    };
    let text = decoded(&worker, 1);
    assert!(text.contains("Americans"), "{text}");
    let vocabulary = vec!["aMericans".to_owned()];
    let settings = VoiceSettings { vocabulary, ..VoiceSettings::default() };
    worker.set_hints(Arc::new(Hints::of(&settings)));
    let text = decoded(&worker, 2);
    assert!(text.contains("aMericans"), "{text}");
    assert_eq!(builds.load(Ordering::Relaxed), 1);
}
