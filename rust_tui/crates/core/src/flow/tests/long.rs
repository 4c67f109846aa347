//! Long utterances: what is committed at inner pauses, and what the later decodes cover.

use std::time::Duration;

use super::*;
use crate::decoded::{Decoded, Word};
use crate::take_id::JobId;

/// A pause from `until_ms` at which the words so far are decoded as `text`, in 100 ms.
fn pause(script: &mut Script, job: JobId, from_ms: u64, until_ms: u64, context: &str) {
    let order = DecodeOrder {
        take: TAKE,
        job,
        kind: DecodeKind::Speculative,
        span: from_ms * 16..(until_ms + 80) * 16,
        context: context.to_owned(),
    };
    let heard = heard(until_ms, until_ms + 80);
    script.check(
        until_ms + 90,
        Event::Capture { take: TAKE, event: CaptureEvent::PauseHeard(heard) },
        &[Effect::Stt(SttOrder::Decode(order))],
    );
}

fn speculated(job: JobId, text: &str, sentence_end_probability: f32) -> Event {
    let mut decoded = decoded(text);
    decoded.evidence.sentence_end_probability = Some(sentence_end_probability);
    Event::Decode { take: TAKE, event: DecodeEvent::Finished { job, decoded } }
}

fn resumed(at_ms: u64) -> Event {
    Event::Capture { take: TAKE, event: CaptureEvent::SpeechResumed { at: at_ms * 16 } }
}

#[test]
fn a_sentence_with_more_behind_it_is_committed_and_not_decoded_again() {
    let mut script = Script::listening();
    pause(&mut script, 1, 0, 3_000, "");
    script.check(3_190, speculated(1, " Run the tests.", 0.95), &[]);
    script.check(3_400, resumed(3_300), &[]);
    // The cut lies in the middle of the silence.
    pause(&mut script, 2, 3_150, 5_000, "Run the tests.");
    script.check(5_190, finished(2, " Then commit."), &[]);
    assert_eq!(
        script.flow.live().map(|live| live.text.as_str()),
        Some("Run the tests. Then commit.")
    );
    let end = script.ended(EndCause::Silence, 5_000, 5_450);
    script.check(5_460, end, &[typed("Run the tests. Then commit.")]);
}

#[test]
fn the_words_of_all_stretches_make_the_words_of_the_take() {
    let word = |text: &str, start: u64| {
        let time = Duration::from_millis;
        Word { text: text.to_owned(), start: time(start), end: time(start + 90), confidence: 0.9 }
    };
    let with_words = |job: JobId, text: &str, words: &[Word]| {
        let decoded = Decoded { words: words.to_vec(), ..decoded(text) };
        Event::Decode { take: TAKE, event: DecodeEvent::Finished { job, decoded } }
    };
    let mut script = Script::listening();
    pause(&mut script, 1, 0, 7_000, "");
    // Its full stop is not believed, neither in the text nor at the word.
    script.check(7_190, with_words(1, " Run it.", &[word("Run", 100), word("it.", 200)]), &[]);
    script.check(7_400, resumed(7_300), &[]);
    assert_eq!(script.words(), [word("Run", 100), word("it", 200)]);
    pause(&mut script, 2, 7_150, 9_000, "Run it");
    script.check(
        9_190,
        with_words(2, " and stop.", &[word("and", 7_400), word("stop.", 7_500)]),
        &[],
    );
    let end = script.ended(EndCause::Silence, 9_000, 9_450);
    script.check(9_460, end, &[typed("Run it and stop.")]);
    let expected = [word("Run", 100), word("it", 200), word("and", 7_400), word("stop.", 7_500)];
    assert_eq!(script.words(), expected);
}

#[test]
fn a_speculation_that_is_decoded_late_is_committed_late() {
    let mut script = Script::listening();
    pause(&mut script, 1, 0, 3_000, "");
    script.check(3_330, resumed(3_280), &[]);
    script.check(3_350, speculated(1, " Run the tests.", 0.95), &[]);
    pause(&mut script, 2, 3_140, 5_000, "Run the tests.");
}

#[test]
fn what_cannot_stand_alone_is_decoded_again() {
    // Too short; in the middle of a sentence; too short a silence; no words.
    for (until, resume, text, probability) in [
        (2_000, 2_400, " Run the tests.", 0.95),
        (5_000, 5_400, " Run the tests and", 0.0),
        (3_000, 3_150, " Run the tests.", 0.95),
        (7_000, 7_300, " (coughs)", 0.0),
    ] {
        let mut script = Script::listening();
        pause(&mut script, 1, 0, until, "");
        script.flow.step(script.at(until + 140), speculated(1, text, probability));
        script.check(resume + 50, resumed(resume), &[]);
        pause(&mut script, 2, 0, resume + 1_000, "");
    }
}

#[test]
fn a_clause_is_committed_without_the_full_stop_that_silence_made_up() {
    let mut script = Script::listening();
    pause(&mut script, 1, 0, 7_000, "");
    script.check(7_190, speculated(1, " Run the tests on every branch.", 0.5), &[]);
    script.check(7_400, resumed(7_300), &[]);
    pause(&mut script, 2, 7_150, 9_000, "Run the tests on every branch");
}

#[test]
fn a_cancelled_take_takes_its_committed_words_along() {
    let mut script = Script::listening();
    pause(&mut script, 1, 0, 3_000, "");
    script.check(3_190, speculated(1, " Run the tests.", 0.95), &[]);
    script.check(3_400, resumed(3_300), &[]);
    script.check(
        3_500,
        cancelled(),
        &[Effect::Voice(VoiceOrder::Drop { take: TAKE }), notify(Notice::Cancelled)],
    );
    assert_eq!(script.phase(), Phase::Idle);
}

#[test]
fn committed_words_are_typed_even_if_the_rest_was_noise() {
    let mut script = Script::listening();
    pause(&mut script, 1, 0, 3_000, "");
    script.check(3_190, speculated(1, " Run the tests.", 0.95), &[]);
    script.check(3_400, resumed(3_300), &[]);
    pause(&mut script, 2, 3_150, 3_600, "Run the tests.");
    script.check(3_790, finished(2, " [BLANK_AUDIO]"), &[]);
    let end = script.ended(EndCause::Silence, 3_600, 4_050);
    script.check(4_060, end, &[typed("Run the tests.")]);
}

#[test]
fn a_committed_speculation_is_not_typed_twice_if_nothing_more_was_heard() {
    let mut script = Script::listening();
    pause(&mut script, 1, 0, 3_000, "");
    script.check(3_190, speculated(1, " Run the tests.", 0.95), &[]);
    script.check(3_400, resumed(3_300), &[]);
    let rest = DecodeOrder {
        take: TAKE,
        job: 2,
        kind: DecodeKind::Final,
        span: 3_150 * 16..3_250 * 16,
        context: "Run the tests.".to_owned(),
    };
    let end = script.ended(EndCause::Stopped, 3_000, 3_500);
    script.check(3_520, end, &[Effect::Stt(SttOrder::Decode(rest))]);
    script.check(3_600, finished(2, ""), &[typed("Run the tests.")]);
}
