//! Scripts of facts against a virtual clock; every effect is compared as a whole.

use std::time::Duration;

use super::*;
use crate::metrics::{EndReason, TranscriptionStrategy, VoiceLatencyMetrics};
use crate::settings::SendMode;

mod clock;
mod delivery;
mod ends;
mod fallback;
mod follow_up;
mod hands_free;
mod held;
mod held_key;
mod live;
mod long;
mod microphone;
mod orders;
mod review;
mod script;
mod undo;

use follow_up::second_text;
use script::*;

#[test]
fn a_sentence_whose_decode_hides_in_the_silence_tail() {
    let mut script = Script::listening();
    script.check(
        400,
        Event::Capture { take: TAKE, event: CaptureEvent::SpeechSufficed(heard(400, 400)) },
        &[decode(1, DecodeKind::Partial, 400)],
    );
    assert_eq!(script.phase(), Phase::Transcribing);
    script.check(600, finished(1, "run the"), &[]);
    assert_eq!(script.flow.live().map(|live| live.text.as_str()), Some("run the"));
    script.check(
        1_250,
        Event::Capture { take: TAKE, event: CaptureEvent::PauseHeard(heard(1_000, 1_250)) },
        &[decode(2, DecodeKind::Speculative, 1_250)],
    );
    script.check(1_450, finished(2, " Run the tests."), &[]);
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[typed("Run the tests.")]);
    assert_eq!(script.phase(), Phase::Done);
    script.check(1_525, written(TAKE), &[]);
    let records = script.check(1_560, wrote(), &[]);
    assert_eq!(script.phase(), Phase::Idle);
    let ms = Duration::from_millis;
    assert_eq!(
        records,
        [VoiceLatencyMetrics {
            utterance_id: TAKE,
            started_at: script.at(0),
            strategy: TranscriptionStrategy::StreamingWhisper,
            end_reason: EndReason::Silence,
            capture: ms(1_500),
            speech: ms(900),
            endpoint_wait: Some(ms(500)),
            stt: Some(ms(200)),
            overlap: ms(400),
            total: Some(ms(505)),
            agent_round: Some(ms(35)),
            capture_stats: stats(),
            utterance_too_long: false,
            backpressure_abort: false,
            recoverable_poison: false,
            cancelled: false,
            fallback: false,
            speculative_hits: 1,
            speculative_misses: 0,
            state: "done",
            error: None,
        }]
    );
}

#[test]
fn a_decode_still_running_at_the_end_is_waited_for() {
    let mut script = Script::listening();
    script.check(
        1_250,
        Event::Capture { take: TAKE, event: CaptureEvent::PauseHeard(heard(1_000, 1_250)) },
        &[decode(1, DecodeKind::Speculative, 1_250)],
    );
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[]);
    assert_eq!(script.phase(), Phase::Finalizing);
    script.check(1_700, finished(1, "Yes."), &[typed("Yes.")]);
}

#[test]
fn a_speculation_is_dropped_when_speech_goes_on() {
    let mut script = Script::listening();
    script.check(
        850,
        Event::Capture { take: TAKE, event: CaptureEvent::PauseHeard(heard(600, 850)) },
        &[decode(1, DecodeKind::Speculative, 850)],
    );
    script.check(
        1_000,
        Event::Capture { take: TAKE, event: CaptureEvent::SpeechResumed { at: 950 * 16 } },
        &[],
    );
    // The result of the dropped speculation is worth showing, not typing.
    script.check(1_050, finished(1, "first half"), &[]);
    assert_eq!(script.flow.live().map(|live| live.text.as_str()), Some("first half"));
    script.check(
        1_850,
        Event::Capture { take: TAKE, event: CaptureEvent::PauseHeard(heard(1_600, 1_850)) },
        &[decode(2, DecodeKind::Speculative, 1_850)],
    );
    script.check(2_000, finished(2, "first half second half"), &[]);
    let end = script.ended(EndCause::Silence, 1_600, 2_100);
    script.check(2_120, end, &[typed("first half second half")]);
    script.check(2_121, written(TAKE), &[]);
    let records = script.check(2_140, wrote(), &[]);
    assert_eq!((records[0].speculative_hits, records[0].speculative_misses), (1, 1));
}

#[test]
fn a_speculation_that_misses_the_last_word_is_not_typed() {
    let mut script = Script::listening();
    script.check(
        850,
        Event::Capture { take: TAKE, event: CaptureEvent::PauseHeard(heard(600, 850)) },
        &[decode(1, DecodeKind::Speculative, 850)],
    );
    script.check(900, finished(1, "first"), &[]);
    let end = script.ended(EndCause::Stopped, 1_000, 1_100);
    script.check(1_120, end, &[decode(2, DecodeKind::Final, 1_100)]);
    script.check(1_300, finished(1, "first"), &[]);
    script.check(1_320, finished(2, "first word"), &[typed("first word")]);
}

#[test]
fn partial_decodes_follow_one_another_but_never_pile_up() {
    let mut script = Script::listening();
    let advanced = |until| Event::Capture {
        take: TAKE,
        event: CaptureEvent::SpeechAdvanced(heard(until, until)),
    };
    script.check(
        400,
        Event::Capture { take: TAKE, event: CaptureEvent::SpeechSufficed(heard(400, 400)) },
        &[decode(1, DecodeKind::Partial, 400)],
    );
    script.check(700, advanced(700), &[]);
    script.check(720, finished(1, "a"), &[]);
    script.check(1_000, advanced(1_000), &[decode(2, DecodeKind::Partial, 1_000)]);
}

#[test]
fn a_partial_decode_that_is_left_out_is_not_waited_for() {
    let mut script = Script::listening();
    let advanced = |until| Event::Capture {
        take: TAKE,
        event: CaptureEvent::SpeechAdvanced(heard(until, until)),
    };
    let skipped = |job| Event::Decode { take: TAKE, event: DecodeEvent::Skipped { job } };
    script.check(
        400,
        Event::Capture { take: TAKE, event: CaptureEvent::SpeechSufficed(heard(400, 400)) },
        &[decode(1, DecodeKind::Partial, 400)],
    );
    script.check(401, skipped(1), &[]);
    script.check(700, advanced(700), &[decode(2, DecodeKind::Partial, 700)]);
    // One that is late, as is one of a take that is over, frees nothing.
    script.check(701, skipped(1), &[]);
    script.check(702, Event::Decode { take: NEXT, event: DecodeEvent::Skipped { job: 2 } }, &[]);
    script.check(1_000, advanced(1_000), &[]);
    let end = script.ended(EndCause::Stopped, 1_000, 1_100);
    script.check(1_120, end, &[decode(3, DecodeKind::Final, 1_100)]);
    assert_eq!(script.words(), [], "no words were shown");
    script.check(1_320, finished(3, "first word"), &[typed("first word")]);
}

#[test]
fn the_dictation_key_ends_a_take_at_once() {
    let mut script = Script::listening();
    script.check(1_000, toggled(), &[Effect::Voice(VoiceOrder::Stop { take: TAKE })]);
    script.check(1_050, toggled(), &[]);
    let end = script.ended(EndCause::Stopped, 980, 1_060);
    script.check(1_080, end, &[decode(1, DecodeKind::Final, 1_060)]);
    script.check(1_090, toggled(), &[notify(Notice::StillTranscribing)]);
    script.check(1_200, finished(1, "Undo that."), &[typed("Undo that.")]);
}

#[test]
fn a_double_press_hands_the_key_to_the_agent() {
    let mut script = Script::new();
    script.check(0, toggled(), &[Effect::Voice(VoiceOrder::Listen { take: TAKE })]);
    let records = script.check(
        300,
        toggled(),
        &[
            Effect::Voice(VoiceOrder::Drop { take: TAKE }),
            Effect::Host(HostOrder::PassDictationKey),
        ],
    );
    assert_eq!(script.phase(), Phase::Idle);
    assert_eq!((records[0].end_reason, records[0].cancelled), (EndReason::Cancel, true));
}

#[test]
fn the_words_of_a_speculation_decide_how_long_the_pause_must_be() {
    for (text, probability, percent) in [("Undo that.", 0.95, 66), ("Undo the", 0.0, 140)] {
        let mut script = Script::with(VoiceSettings::default(), true);
        script.listen();
        script.check(
            1_100,
            Event::Capture { take: TAKE, event: CaptureEvent::PauseHeard(heard(1_000, 1_100)) },
            &[decode(1, DecodeKind::Speculative, 1_100)],
        );
        let mut decoded = decoded(text);
        decoded.evidence.sentence_end_probability = Some(probability);
        let tail = VoiceSettings::default().silence_tail * percent / 100;
        script.check(
            1_300,
            Event::Decode { take: TAKE, event: DecodeEvent::Finished { job: 1, decoded } },
            &[Effect::Voice(VoiceOrder::SetTail { take: TAKE, tail })],
        );
    }
}
