//! The ways a take ends without text: cancel, silence, failures, deadlines.

use super::*;
use crate::metrics::EndReason;

#[test]
fn cancel_while_listening_types_nothing() {
    let mut script = Script::listening();
    script.check(
        400,
        Event::Capture { take: TAKE, event: CaptureEvent::SpeechSufficed(heard(400, 400)) },
        &[decode(1, DecodeKind::Partial, 400)],
    );
    let records = script.check(
        500,
        cancelled(),
        &[
            Effect::Voice(VoiceOrder::Drop { take: TAKE }),
            Effect::Stt(SttOrder::Drop { take: TAKE }),
            notify(Notice::Cancelled),
        ],
    );
    assert_eq!((records[0].state, records[0].total), ("transcribing", None));
    // Whatever still arrives for the cancelled take changes nothing.
    script.check(520, finished(1, "late"), &[]);
    let end = script.ended(EndCause::Silence, 400, 900);
    script.check(530, end, &[]);
    assert_eq!(script.phase(), Phase::Idle);
}

#[test]
fn cancel_while_finalizing_types_nothing() {
    let mut script = Script::listening();
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[decode(1, DecodeKind::Final, 1_250)]);
    script.check(
        1_530,
        cancelled(),
        &[Effect::Stt(SttOrder::Drop { take: TAKE }), notify(Notice::Cancelled)],
    );
    script.check(1_700, finished(1, "late"), &[]);
}

#[test]
fn cancel_with_no_take_is_the_agents_key() {
    let mut script = Script::new();
    assert!(!script.flow.wants_cancel());
    script.check(0, cancelled(), &[Effect::Host(HostOrder::PassCancelKey)]);
}

#[test]
fn a_take_without_speech_ends_quietly() {
    let mut script = Script::listening();
    let end = Event::Capture {
        take: TAKE,
        event: CaptureEvent::Ended { cause: EndCause::TooLong, speech: None, stats: stats() },
    };
    let records = script.check(30_020, end, &[notify(Notice::HeardNothing)]);
    assert_eq!(records[0].end_reason, EndReason::Timeout);
    assert!(!records[0].utterance_too_long);
}

#[test]
fn sound_without_words_types_nothing() {
    let mut script = Script::listening();
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[decode(1, DecodeKind::Final, 1_250)]);
    let records = script.check(1_700, finished(1, "[BLANK_AUDIO]"), &[notify(Notice::NoWords)]);
    assert_eq!((records[0].stt, records[0].total), (Some(Duration::from_millis(200)), None));
}

#[test]
fn a_take_cut_at_its_longest_is_still_typed() {
    let mut script = Script::listening();
    let end = script.ended(EndCause::TooLong, 29_900, 30_000);
    script.check(30_020, end, &[notify(Notice::TooLong), decode(1, DecodeKind::Final, 30_000)]);
    script.check(30_600, finished(1, "long"), &[typed("long")]);
    script.check(30_610, written(TAKE), &[]);
    let records = script.check(30_620, wrote(), &[]);
    assert!(records[0].utterance_too_long);
}

#[test]
fn a_full_queue_ends_the_take_with_a_reason() {
    let mut script = Script::listening();
    assert!(!script.flow.is_slow());
    script.check(8_500, Event::Capture { take: NEXT, event: CaptureEvent::DecoderLagged }, &[]);
    let lagged = Event::Capture { take: TAKE, event: CaptureEvent::DecoderLagged };
    script.check(8_600, lagged, &[notify(Notice::DecoderLags)]);
    assert!(script.flow.is_slow());
    let end = script.ended(EndCause::QueueFull, 9_000, 9_500);
    let records = script.check(9_520, end, &[notify(Notice::QueueFull)]);
    assert!(records[0].backpressure_abort);
    assert_eq!(records[0].end_reason, EndReason::Error);
    assert_eq!(script.phase(), Phase::Idle);
}

#[test]
fn a_failed_speculation_is_decoded_again_at_the_end() {
    let mut script = Script::listening();
    script.check(
        850,
        Event::Capture { take: TAKE, event: CaptureEvent::PauseHeard(heard(600, 850)) },
        &[decode(1, DecodeKind::Speculative, 850)],
    );
    script.check(
        900,
        Event::Decode {
            take: TAKE,
            event: DecodeEvent::Failed { job: 1, error: "it broke".to_owned() },
        },
        &[],
    );
    let end = script.ended(EndCause::Silence, 600, 1_100);
    script.check(1_120, end, &[decode(2, DecodeKind::Final, 850)]);
}

#[test]
fn a_pump_that_does_not_stop_is_given_up() {
    let mut script = Script::listening();
    script.check(1_000, toggled(), &[Effect::Voice(VoiceOrder::Stop { take: TAKE })]);
    script.check(
        3_000,
        Event::TimePassed,
        &[Effect::Voice(VoiceOrder::Drop { take: TAKE }), notify(Notice::CaptureStuck)],
    );
}

#[test]
fn the_end_of_the_session_ends_the_take() {
    let mut script = Script::listening();
    let records =
        script.check(500, Event::SessionEnded, &[Effect::Voice(VoiceOrder::Drop { take: TAKE })]);
    assert!(records[0].cancelled);
    assert_eq!(script.check(510, Event::SessionEnded, &[]), []);
}
