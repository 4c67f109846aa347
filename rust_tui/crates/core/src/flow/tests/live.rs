//! The words of a take as events: one for each change.

use super::*;
use crate::decoded::{Decoded, Word};
use crate::live::LiveStage;
use crate::take_id::JobId;

fn word(text: &str, start_ms: u64) -> Word {
    let time = Duration::from_millis;
    Word { text: text.to_owned(), start: time(start_ms), end: time(start_ms + 90), confidence: 0.9 }
}

fn decoded_as(job: JobId, text: &str) -> Event {
    let words = text.split_whitespace().zip(1..).map(|(text, n)| word(text, n * 100)).collect();
    let mut decoded = Decoded { words, ..decoded(text) };
    decoded.evidence.sentence_end_probability = Some(0.95);
    Event::Decode { take: TAKE, event: DecodeEvent::Finished { job, decoded } }
}

/// Stage, revision, committed length and text of each change since the last look.
fn changes(script: &mut Script) -> Vec<(LiveStage, u32, usize, String)> {
    let taken = std::mem::take(&mut script.live);
    assert!(taken.iter().all(|live| live.take == TAKE));
    taken.into_iter().map(|it| (it.stage, it.revision, it.committed, it.text)).collect()
}

fn change(stage: LiveStage, revision: u32, committed: usize, text: &str) -> LiveChange {
    (stage, revision, committed, text.to_owned())
}

type LiveChange = (LiveStage, u32, usize, String);

fn pause(script: &mut Script, job: JobId, until_ms: u64) {
    let event = CaptureEvent::PauseHeard(heard(until_ms, until_ms + 80));
    let effects = script.flow.step(script.at(until_ms + 90), Event::Capture { take: TAKE, event });
    assert!(matches!(&effects[..], [Effect::Stt(SttOrder::Decode(order))] if order.job == job));
}

#[test]
fn a_take_begins_grows_commits_and_is_final() {
    let mut script = Script::listening();
    assert_eq!(changes(&mut script), [change(LiveStage::Begun, 0, 0, "")]);
    script.check(
        400,
        Event::Capture { take: TAKE, event: CaptureEvent::SpeechSufficed(heard(400, 400)) },
        &[decode(1, DecodeKind::Partial, 400)],
    );
    script.check(600, decoded_as(1, "Run the"), &[]);
    assert_eq!(changes(&mut script), [change(LiveStage::Partial, 1, 0, "Run the")]);
    pause(&mut script, 2, 3_000);
    script.check(3_190, decoded_as(2, "Run the tests."), &[]);
    assert_eq!(changes(&mut script), [change(LiveStage::Partial, 2, 0, "Run the tests.")]);
    let resumed = CaptureEvent::SpeechResumed { at: 3_300 * 16 };
    script.check(3_400, Event::Capture { take: TAKE, event: resumed }, &[]);
    assert_eq!(changes(&mut script), [change(LiveStage::Partial, 3, 3, "Run the tests.")]);
    pause(&mut script, 3, 5_000);
    script.check(5_190, decoded_as(3, "Then commit."), &[]);
    let text = "Run the tests. Then commit.";
    assert_eq!(changes(&mut script), [change(LiveStage::Partial, 4, 3, text)]);
    let end = script.ended(EndCause::Silence, 5_000, 5_450);
    script.check(5_460, end, &[typed(text)]);
    assert_eq!(script.words().len(), 5);
    assert_eq!(changes(&mut script), [change(LiveStage::Final, 5, 5, text)]);
    script.check(5_465, written(TAKE), &[]);
    script.check(5_470, wrote(), &[]);
    assert_eq!(changes(&mut script), []);
}

#[test]
fn the_same_words_again_are_no_change() {
    let mut script = Script::listening();
    pause(&mut script, 1, 1_000);
    script.check(1_200, decoded_as(1, "Yes."), &[]);
    changes(&mut script);
    let resumed = CaptureEvent::SpeechResumed { at: 1_250 * 16 };
    script.check(1_300, Event::Capture { take: TAKE, event: resumed }, &[]);
    pause(&mut script, 2, 1_500);
    script.check(1_700, decoded_as(2, "Yes."), &[]);
    assert_eq!(changes(&mut script), []);
}

#[test]
fn what_is_cancelled_or_comes_to_nothing_says_so() {
    let mut script = Script::listening();
    pause(&mut script, 1, 1_000);
    script.check(1_200, decoded_as(1, "No."), &[]);
    changes(&mut script);
    let dropped = Effect::Voice(VoiceOrder::Drop { take: TAKE });
    script.check(1_210, cancelled(), &[dropped, notify(Notice::Cancelled)]);
    assert_eq!(changes(&mut script), [change(LiveStage::Cancelled, 2, 0, "")]);

    let mut script = Script::listening();
    pause(&mut script, 1, 1_000);
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[]);
    script.check(1_600, decoded_as(1, "[BLANK_AUDIO]"), &[notify(Notice::NoWords)]);
    let failed = change(LiveStage::Failed, 1, 0, "");
    assert_eq!(changes(&mut script), [change(LiveStage::Begun, 0, 0, ""), failed]);
}

#[test]
fn a_text_that_waits_and_is_cancelled_says_so() {
    let mut script = Script::with(VoiceSettings::default(), false);
    script.listen();
    pause(&mut script, 1, 1_000);
    script.flow.step(script.at(1_200), decoded_as(1, "Go on."));
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[notify(Notice::WaitingForAgent)]);
    assert_eq!(changes(&mut script).last(), Some(&change(LiveStage::Final, 2, 2, "Go on.")));
    script.check(2_000, cancelled(), &[notify(Notice::Cancelled)]);
    assert_eq!(changes(&mut script), [change(LiveStage::Cancelled, 3, 0, "")]);
}
