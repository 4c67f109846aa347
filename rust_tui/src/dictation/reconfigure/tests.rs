//! A pipeline whose engine only counts, and whose microphone hears nothing.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, Instant};

use parlo_core::decoded::Decoded;
use parlo_core::device::{DeviceCause, DeviceFailure};
use parlo_core::flow::{Event, HostOrder, UserEvent};
use parlo_core::sink::Sink;

use super::*;
use crate::dictation::{Host, Woken, wait_for_events};
use crate::stt::{AbortSignal, DecodeRequest, Engine, EngineKind, Language};
use crate::voice::OpenedSource;

struct Unused;

impl Engine for Unused {
    fn decode(&mut self, _: &[f32], _: &DecodeRequest) -> Result<Decoded, EngineError> {
        Err(EngineError::Aborted)
    }
}

struct Deaf;

impl AudioSource for Deaf {
    fn name(&self) -> String {
        "deaf".to_owned()
    }

    fn open(&mut self, _: Duration) -> Result<OpenedSource, DeviceFailure> {
        Err(DeviceFailure { device: self.name(), cause: DeviceCause::Gone })
    }
}

/// What surrounds the pipeline: nothing that matters here.
struct Nobody;

impl Host for Nobody {
    type End = ();
    type Own = ();

    fn turn(&mut self, _: &mut Dictation) -> anyhow::Result<Option<()>> {
        Ok(Some(()))
    }

    fn wait(&mut self, until: Option<Instant>) -> anyhow::Result<Woken<()>> {
        Ok(wait_for_events(&crossbeam_channel::never(), until))
    }

    fn perform(&mut self, _: HostOrder) -> Vec<Event> {
        Vec::new()
    }
}

#[test]
fn other_words_to_listen_for_hold_from_the_next_take_on_and_load_no_model() {
    let builds = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&builds);
    let build = move |_: AbortSignal| {
        count.fetch_add(1, Ordering::Relaxed);
        Ok(Box::new(Unused) as Box<dyn Engine>)
    };
    let spec = EngineSpec {
        kind: EngineKind::Whisper,
        model: "/nonexistent".into(),
        threads: 1,
        language: Language::AUTO,
    };
    let with = |words: &[&str]| VoiceSettings {
        vocabulary: words.iter().map(|word| (*word).to_owned()).collect(),
        ..VoiceSettings::default()
    };
    let start = with(&["tokio"]);
    let (source, sink) = (Box::new(Deaf), Sink::new(drop));
    let mut it = Dictation::with_engine(&start, source, build, spec, None, true, sink).unwrap();
    let vocabulary = |it: &Dictation| it.ears.worker.hints().vocabulary().join(" ");
    assert_eq!(vocabulary(&it), "tokio");
    it.configure(with(&["tokio", "serde"]), None);
    assert_eq!(vocabulary(&it), "tokio serde");
    it.toggle(&mut Nobody);
    it.configure(with(&[]), None);
    assert_eq!(vocabulary(&it), "tokio serde", "a take is running");
    it.step(&mut Nobody, Event::User(UserEvent::CancelPressed));
    assert_eq!(vocabulary(&it), "");
    // It ends when its engine is built.
    drop(it);
    assert_eq!(builds.load(Ordering::Relaxed), 1);
}
