//! Which recording is heard, and from where.

use std::sync::Arc;

use crossbeam_channel::unbounded;

use super::*;
use crate::voice::{Ending, Reopen, WavFile};

const BUFFER: Duration = Duration::from_secs(1);
const DEADLINE: Duration = Duration::from_secs(20);

fn player(name: &str, value: f32) -> WavPlayer {
    let file = WavFile {
        rate_hz: 16_000,
        channels: 1,
        samples: vec![value; 16_000],
        ending: Ending::Whole,
    };
    let reopen = Reopen::Resume { overlap: Duration::ZERO };
    WavPlayer::new(name.to_owned(), Arc::new(file), reopen)
}

/// Waits for samples; yields the first one.
fn first_sample(source: &mut OpenedSource) -> f32 {
    let began = Instant::now();
    loop {
        assert!(began.elapsed() < DEADLINE, "the samples did not come");
        match source.samples.pop() {
            Ok(sample) => return sample,
            Err(_) => std::thread::yield_now(),
        }
    }
}

#[test]
fn the_recording_cued_last_is_heard_and_another_opening_continues_it() {
    let (cues, cued) = unbounded();
    let (openings, opened) = unbounded();
    let openings = Sink::new(move |opening| {
        let _ = openings.send(opening);
    });
    let mut microphone = Cued::new(cued, openings);
    let refusal = microphone.open(BUFFER).err().unwrap().to_string();
    assert!(refusal.contains("no recording was cued"), "{refusal}");

    cues.send(player("first", 0.25)).unwrap();
    cues.send(player("second", 0.5)).unwrap();
    let mut source = microphone.open(BUFFER).unwrap();
    assert_eq!((microphone.name(), first_sample(&mut source)), ("second".to_owned(), 0.5));
    assert_eq!(opened.recv().unwrap().position, Duration::ZERO);
    drop(source);

    let mut source = microphone.open(BUFFER).unwrap();
    assert_eq!((microphone.name(), first_sample(&mut source)), ("second".to_owned(), 0.5));
    let resumed = opened.recv().unwrap();
    assert!(resumed.position >= Duration::from_millis(10), "{resumed:?}");

    cues.send(player("third", 0.75)).unwrap();
    let mut source = microphone.open(BUFFER).unwrap();
    assert_eq!((microphone.name(), first_sample(&mut source)), ("third".to_owned(), 0.75));
    assert_eq!(opened.recv().unwrap().position, Duration::ZERO);
}

#[test]
fn a_place_sounds_so_long_after_the_opening() {
    let at = Instant::now();
    let opening = Opening { at, position: Duration::from_secs(2) };
    assert_eq!(opening.time_of(Duration::from_secs(5)), Some(at + Duration::from_secs(3)));
    assert_eq!(opening.time_of(Duration::from_secs(1)), None);
}
