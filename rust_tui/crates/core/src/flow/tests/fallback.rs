//! Decodes that fail or take too long, and the line to type in when nothing else is left.

use super::held::state;
use super::*;
use crate::agent_state::{AgentState, BlockKind};
use crate::metrics::{EndReason, VoiceLatencyMetrics};
use crate::take_id::JobId;

fn failed(job: JobId) -> Event {
    Event::Decode { take: TAKE, event: DecodeEvent::Failed { job, error: "it broke".to_owned() } }
}

fn again(error: &str, until_ms: u64, job: JobId) -> [Effect; 2] {
    let notice = notify(Notice::Retrying(error.to_owned()));
    [notice, decode(job, DecodeKind::Batch, until_ms)]
}

fn gave_up(error: &str) -> Effect {
    notify(Notice::NotTranscribed(error.to_owned()))
}

fn second_attempt() -> Effect {
    notify(Notice::FellBack(TranscriptionStrategy::BatchWhisper))
}

fn offered(text: &str) -> Effect {
    Effect::Host(HostOrder::OfferManualEntry {
        text: text.to_owned(),
        reason: "it broke".to_owned(),
    })
}

fn accepted(text: &str) -> Event {
    Event::User(UserEvent::ReviewAccepted { text: text.to_owned() })
}

/// A take of one second whose last decode is running since 1 520 ms.
fn finalizing(offers_manual_entry: bool) -> Script {
    let mut script = Script::new();
    if offers_manual_entry {
        script.flow.offer_manual_entry();
    }
    script.listen();
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[decode(1, DecodeKind::Final, 1_250)]);
    script
}

/// The same, after both strategies have failed.
fn typing() -> Script {
    let mut script = finalizing(true);
    script.check(1_600, failed(1), &again("it broke", 1_250, 2));
    let records = script.check(1_700, failed(2), &[gave_up("it broke"), offered("")]);
    assert_eq!((records.len(), script.phase()), (0, Phase::Reviewing));
    script
}

/// Types what waits, and yields the records.
fn records_of(script: &mut Script, ms: u64) -> Vec<VoiceLatencyMetrics> {
    script.check(ms, written(TAKE), &[]);
    script.check(ms + 10, wrote(), &[])
}

#[test]
fn a_failed_decode_falls_back_and_then_gives_up() {
    let mut script = finalizing(false);
    script.check(1_600, failed(1), &again("it broke", 1_250, 2));
    let records = script.check(1_700, failed(2), &[gave_up("it broke")]);
    assert_eq!(records[0].strategy, TranscriptionStrategy::ManualEntry);
    assert_eq!(records[0].end_reason, EndReason::Error);
    assert!(records[0].fallback);
}

#[test]
fn a_decode_that_takes_too_long_is_slow_at_first_and_then_replaced() {
    let mut script = finalizing(false);
    assert_eq!(script.flow.next_deadline(), Some(script.at(4_520)));
    script.check(4_519, Event::TimePassed, &[]);
    assert!(!script.flow.is_slow());
    script.check(4_520, Event::TimePassed, &[notify(Notice::Slow)]);
    assert!(script.flow.is_slow());
    assert_eq!(script.flow.next_deadline(), Some(script.at(11_520)));
    script.check(11_519, Event::TimePassed, &[]);
    let [notice, decode] = again("decoding took over 10 s", 1_250, 2);
    let dropped = Effect::Stt(SttOrder::Drop { take: TAKE });
    script.check(11_520, Event::TimePassed, &[dropped, notice, decode]);
    assert!(script.flow.is_slow(), "the second attempt makes it no faster");
    script.check(11_600, finished(1, "late"), &[]);
    script.check(12_000, finished(2, "in time"), &[second_attempt(), typed("in time")]);
    assert!(!script.flow.is_slow());
    let records = records_of(&mut script, 12_010);
    assert_eq!(records[0].strategy, TranscriptionStrategy::BatchWhisper);
    assert!(records[0].fallback);
}

#[test]
fn a_clock_that_jumps_past_both_deadlines_reports_and_gives_up_at_once() {
    let mut script = finalizing(false);
    let [notice, decode] = again("decoding took over 10 s", 1_250, 2);
    let dropped = Effect::Stt(SttOrder::Drop { take: TAKE });
    script.check(99_000, Event::TimePassed, &[notify(Notice::Slow), dropped, notice, decode]);
}

#[test]
fn what_the_user_types_instead_goes_the_way_of_a_transcript() {
    let mut script = typing();
    script.check(
        9_000,
        accepted("Run\u{7} the tests."),
        &[Effect::Host(HostOrder::CloseReview), typed("Run the tests.")],
    );
    let records = records_of(&mut script, 9_010);
    let expected = VoiceLatencyMetrics {
        strategy: TranscriptionStrategy::ManualEntry,
        end_reason: EndReason::Error,
        fallback: true,
        error: Some("it broke".to_owned()),
        // How long the user typed says nothing about parlo.
        total: None,
        cancelled: false,
        ..records[0].clone()
    };
    assert_eq!(records, [expected]);
    script.check(
        9_100,
        Event::User(UserEvent::UndoPressed),
        &[Effect::Host(HostOrder::Erase { backspaces: 14 }), notify(Notice::Undone)],
    );
}

#[test]
fn the_take_is_remembered_before_the_line_is_offered_and_its_text_when_it_is_typed() {
    let mut script = finalizing(true);
    script.check(1_600, failed(1), &again("it broke", 1_250, 2));
    let remembered = |text: &str| Effect::Remember { take: TAKE, text: text.to_owned() };
    let effects = script.flow.step(script.at(1_700), failed(2));
    assert_eq!(effects, [gave_up("it broke"), remembered(""), offered("")]);
    let effects = script.flow.step(script.at(5_000), accepted("By hand."));
    assert_eq!(
        effects,
        [remembered("By hand."), Effect::Host(HostOrder::CloseReview), typed("By hand.")]
    );
}

#[test]
fn a_line_that_is_given_up_leaves_a_failed_take() {
    for event in [accepted(" "), cancelled()] {
        let mut script = typing();
        let notice = notify(Notice::Cancelled);
        let records = script.check(5_000, event, &[Effect::Host(HostOrder::CloseReview), notice]);
        let record = &records[0];
        assert_eq!(
            (records.len(), record.end_reason, record.cancelled),
            (1, EndReason::Error, true)
        );
        assert_eq!(record.error.as_deref(), Some("it broke"));
        assert_eq!(script.phase(), Phase::Idle);
    }
}

#[test]
fn what_is_said_again_comes_into_the_open_line() {
    let mut script = typing();
    script.check(
        3_000,
        Event::User(UserEvent::DictationToggled { next: NEXT }),
        &[Effect::Voice(VoiceOrder::Listen { take: NEXT })],
    );
    script.check(3_020, Event::Capture { take: NEXT, event: CaptureEvent::Started }, &[]);
    let end = match script.ended(EndCause::Silence, 1_000, 1_500) {
        Event::Capture { event: CaptureEvent::Ended { cause, speech, stats, .. }, .. } => {
            Event::Capture { take: NEXT, event: CaptureEvent::Ended { cause, speech, stats } }
        }
        other => panic!("{other:?}"),
    };
    script.flow.step(script.at(4_500), end);
    let text = "Said again.".to_owned();
    let done = Event::Decode {
        take: NEXT,
        event: DecodeEvent::Finished { job: 1, decoded: decoded(&text) },
    };
    // The texts are drafts that are typed at once otherwise; but now the line holds what was typed.
    script.check(4_600, done, &[Effect::Host(HostOrder::OfferForReview { text })]);
    assert_eq!(script.phase(), Phase::Reviewing);
}

#[test]
fn the_words_that_were_heard_meanwhile_are_in_the_line() {
    let mut script = Script::new();
    script.flow.offer_manual_entry();
    script.listen();
    let sufficed =
        Event::Capture { take: TAKE, event: CaptureEvent::SpeechSufficed(heard(500, 500)) };
    script.check(520, sufficed, &[decode(1, DecodeKind::Partial, 500)]);
    script.check(700, finished(1, "Run the"), &[]);
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[decode(2, DecodeKind::Final, 1_250)]);
    script.check(1_600, failed(2), &again("it broke", 1_250, 3));
    script.check(1_700, failed(3), &[gave_up("it broke"), offered("Run the")]);
    assert_eq!(script.flow.waiting_text(), Some("Run the"));
}

#[test]
fn a_text_that_is_held_comes_into_the_line_before_it() {
    let mut script = Script::new();
    script.flow.offer_manual_entry();
    let blocked = AgentState::Blocked(BlockKind::Permission);
    script.check(0, state(blocked), &[]);
    let held = Event::User(UserEvent::InsertRequested { take: NEXT, text: "Held.".to_owned() });
    script.check(1, held, &[notify(Notice::Held(Hold::Blocked(BlockKind::Permission)))]);
    script.listen();
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[decode(1, DecodeKind::Final, 1_250)]);
    script.check(1_600, failed(1), &again("it broke", 1_250, 2));
    script.check(1_700, failed(2), &[gave_up("it broke"), offered("Held.")]);
    // The dialog is still open; the line's text is held as any other.
    let notice = notify(Notice::Held(Hold::Blocked(BlockKind::Permission)));
    script.check(
        2_000,
        accepted("Held. By hand."),
        &[Effect::Host(HostOrder::CloseReview), notice],
    );
    assert_eq!(script.phase(), Phase::Held);
}

#[test]
fn a_part_that_was_restarted_is_reported_and_on_record() {
    let rebuilt = Event::PartRestarted(Part::Decoder);
    let notice = notify(Notice::Restarted(Part::Decoder));
    let mut script = finalizing(false);
    script.check(1_550, rebuilt.clone(), std::slice::from_ref(&notice));
    script.check(1_560, failed(1), &again("it broke", 1_250, 2));
    script.check(1_700, finished(2, "Run it."), &[second_attempt(), typed("Run it.")]);
    let records = records_of(&mut script, 1_710);
    assert!(records[0].recoverable_poison);
    // Between takes it is nobody's.
    script.check(3_000, rebuilt, &[notice]);
    script.check(4_000, toggled(), &[Effect::Voice(VoiceOrder::Listen { take: TAKE })]);
    let records =
        script.check(4_500, Event::SessionEnded, &[Effect::Voice(VoiceOrder::Drop { take: TAKE })]);
    assert!(!records[0].recoverable_poison);
}
