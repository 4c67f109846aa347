//! What is remembered, and what is forgotten first.

use std::time::Instant;

use super::*;

const NOW: SystemTime = SystemTime::UNIX_EPOCH;

fn metrics(id: u128, end_reason: EndReason, error: Option<&str>) -> VoiceLatencyMetrics {
    VoiceLatencyMetrics {
        end_reason,
        capture: Duration::from_secs(2),
        speech: Duration::from_secs(1),
        cancelled: end_reason == EndReason::Cancel,
        state: "done",
        error: error.map(str::to_owned),
        ..VoiceLatencyMetrics::begun(TakeId(id), Instant::now())
    }
}

fn outcome(text: &str, end_reason: EndReason, error: Option<&str>) -> Outcome {
    let mut history = TakeHistory::default();
    if !text.is_empty() {
        history.transcribed(NOW, TakeId(1), text);
        assert_eq!(history.take(TakeId(1)).map(|take| &take.outcome), Some(&Outcome::Waiting));
    }
    history.ended(NOW, &metrics(1, end_reason, error));
    history.take(TakeId(1)).map(|take| take.outcome.clone()).expect("it is remembered")
}

#[test]
fn what_became_of_a_take_is_recorded() {
    for (text, reason, error, expected) in [
        ("Go.", EndReason::Silence, None, Outcome::Typed),
        ("Go.", EndReason::Error, Some("unplugged"), Outcome::Typed),
        ("Go.", EndReason::Cancel, None, Outcome::Cancelled),
        ("", EndReason::Cancel, None, Outcome::Cancelled),
        ("", EndReason::Silence, None, Outcome::NoWords),
        ("", EndReason::Error, Some("no memory"), Outcome::Failed("no memory".to_owned())),
    ] {
        assert_eq!(outcome(text, reason, error), expected, "{text} {reason:?} {error:?}");
    }
}

#[test]
fn silence_is_not_remembered() {
    let mut history = TakeHistory::default();
    let silence =
        VoiceLatencyMetrics { speech: Duration::ZERO, ..metrics(1, EndReason::Timeout, None) };
    history.ended(NOW, &silence);
    history.keep_sound(TakeId(1), &[0.5; 100]);
    assert_eq!(history.takes().len(), 0);
}

#[test]
fn the_newest_comes_first_and_the_oldest_goes() {
    let mut history = TakeHistory::default();
    (0..60).for_each(|id| history.transcribed(NOW, TakeId(id), "text"));
    let ids: Vec<u128> = history.takes().map(|take| take.id.0).collect();
    assert_eq!(ids, (10..60).rev().collect::<Vec<_>>());
    history.transcribed(NOW, TakeId(20), "another text");
    assert_eq!(history.take(TakeId(20)).map(|take| take.text.as_str()), Some("another text"));
    assert_eq!(history.takes().len(), 50);
}

#[test]
fn sound_comes_back_as_it_was_and_the_oldest_is_dropped() {
    let mut history = TakeHistory::default();
    let half_a_minute: Vec<f32> = (0..30 * 16_000).map(|at| (at % 200) as f32 / 200.0).collect();
    for id in 0..20 {
        history.transcribed(NOW, TakeId(id), "text");
        history.keep_sound(TakeId(id), &half_a_minute);
    }
    let kept: Vec<bool> = history.takes().map(PastTake::has_sound).collect();
    assert_eq!(kept, [[true; 16].as_slice(), &[false; 4]].concat());
    let samples = history.take(TakeId(19)).and_then(PastTake::samples).expect("its sound");
    let error = samples.iter().zip(&half_a_minute).map(|(a, b)| (a - b).abs());
    assert!(error.fold(0.0, f32::max) < 1.0 / 32_000.0);
    // Longer than any take: nothing of parlo's.
    history.keep_sound(TakeId(0), &vec![0.0; 61 * 16_000]);
    assert!(!history.take(TakeId(0)).is_some_and(PastTake::has_sound));
}
