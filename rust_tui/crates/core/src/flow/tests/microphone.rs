//! A microphone that fails, delivers nothing, or delivers nothing that can be heard.

use super::*;
use crate::device::{DeviceCause, SignalProblem};
use crate::metrics::{CaptureStats, EndReason};

/// The take of these tests has the id 1, so that its waits are 150, 375 and 900 ms.
const OPEN: Effect = Effect::Voice(VoiceOrder::Listen { take: TAKE });

fn fails(cause: DeviceCause) -> Event {
    let cause = EndCause::DeviceFailed(failure(cause));
    Event::Capture {
        take: TAKE,
        event: CaptureEvent::Ended { cause, speech: None, stats: CaptureStats::default() },
    }
}

fn retried(cause: DeviceCause) -> Effect {
    notify(Notice::MicrophoneRetried(failure(cause)))
}

fn gave_up(cause: DeviceCause) -> Effect {
    notify(Notice::MicrophoneFailed(failure(cause)))
}

/// A take whose microphone was busy when it was opened.
fn busy() -> Script {
    let mut script = Script::new();
    script.check(0, toggled(), &[OPEN]);
    script.check(10, fails(DeviceCause::Busy), &[retried(DeviceCause::Busy)]);
    assert_eq!(script.phase(), Phase::Reopening);
    script
}

#[test]
fn a_microphone_that_stays_busy_is_opened_four_times_and_then_reported() {
    let mut script = busy();
    for due in [160, 545, 1_455] {
        assert_eq!(script.flow.next_deadline(), Some(script.at(due)));
        script.check(due - 1, Event::TimePassed, &[]);
        script.check(due, Event::TimePassed, &[OPEN]);
        assert_eq!(script.phase(), Phase::Opening);
        // It is reported once as long as nothing else is wrong.
        if due < 1_455 {
            script.check(due + 10, fails(DeviceCause::Busy), &[]);
        }
    }
    let records = script.check(1_510, fails(DeviceCause::Busy), &[gave_up(DeviceCause::Busy)]);
    assert_eq!(records[0].end_reason, EndReason::Error);
    assert!(records[0].error.as_ref().is_some_and(|error| error.contains("in use")));
    assert_eq!((script.phase(), script.flow.next_deadline()), (Phase::Idle, None));
}

#[test]
fn a_microphone_that_is_free_again_is_listened_to_in_the_same_take() {
    let mut script = busy();
    script.check(160, Event::TimePassed, &[OPEN]);
    script.check(180, Event::Capture { take: TAKE, event: CaptureEvent::Started }, &[]);
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_700, end, &[decode(1, DecodeKind::Final, 1_250)]);
    script.check(1_800, finished(1, "here I am"), &[typed("here I am")]);
}

#[test]
fn another_cause_is_reported() {
    let mut script = busy();
    script.check(160, Event::TimePassed, &[OPEN]);
    script.check(170, fails(DeviceCause::Gone), &[retried(DeviceCause::Gone)]);
}

#[test]
fn what_cannot_pass_is_reported_at_once() {
    let mut script = Script::new();
    script.check(0, toggled(), &[OPEN]);
    let ambiguous = DeviceCause::Ambiguous(vec!["a".to_owned(), "ab".to_owned()]);
    let records = script.check(10, fails(ambiguous.clone()), &[gave_up(ambiguous)]);
    assert_eq!(records.len(), 1);
}

#[test]
fn a_key_ends_the_waiting_for_a_microphone() {
    let mut script = busy();
    let records = script.check(100, cancelled(), &[notify(Notice::Cancelled)]);
    assert!(records[0].cancelled);
    script.check(160, Event::TimePassed, &[]);

    // The dictation key does so too, though not when it is pressed twice.
    let settings = VoiceSettings { double_press: Duration::ZERO, ..VoiceSettings::default() };
    let mut script = Script::with(settings, true);
    script.check(0, toggled(), &[OPEN]);
    script.check(10, fails(DeviceCause::Gone), &[retried(DeviceCause::Gone)]);
    let records = script.check(100, toggled(), &[gave_up(DeviceCause::Gone)]);
    assert_eq!(records[0].end_reason, EndReason::Error);
    script.check(160, Event::TimePassed, &[]);
    // Nor is it tried again for a take that the user has ended while it was being opened.
    let mut script = Script::new();
    script.check(0, toggled(), &[OPEN]);
    script.check(1_500, toggled(), &[Effect::Voice(VoiceOrder::Stop { take: TAKE })]);
    script.check(1_510, fails(DeviceCause::Busy), &[gave_up(DeviceCause::Busy)]);
}

#[test]
fn a_microphone_lost_before_a_word_is_replaced_within_the_take() {
    let mut script = Script::listening();
    script.check(500, fails(DeviceCause::Gone), &[retried(DeviceCause::Gone)]);
    script.check(650, Event::TimePassed, &[OPEN]);
    script.check(680, Event::Capture { take: TAKE, event: CaptureEvent::Started }, &[]);
    assert_eq!(script.phase(), Phase::Capturing);
    // The longest take counts from here.
    assert_eq!(script.flow.next_deadline(), Some(script.at(680 + 30_000 + 2_000)));
}

#[test]
fn a_microphone_lost_after_a_word_yields_what_was_said_and_sends_nothing() {
    let settings = VoiceSettings { send: SendMode::Auto, ..VoiceSettings::default() };
    let mut script = Script::with(settings, true);
    script.listen();
    let end = script.ended(EndCause::DeviceFailed(failure(DeviceCause::Gone)), 900, 900);
    let notice = Notice::MicrophoneLost(failure(DeviceCause::Gone));
    script.check(920, end, &[notify(notice.clone()), decode(1, DecodeKind::Final, 900)]);
    script.check(1_100, finished(1, "so far"), &[typed("so far")]);
    script.check(1_110, written(TAKE), &[]);
    let records = script.check(1_120, wrote(), &[]);
    assert_eq!(records[0].error, Some(notice.to_string()));
    assert_eq!(script.phase(), Phase::Idle);
}

#[test]
fn a_microphone_without_samples_is_suspect_and_then_given_up() {
    let mut script = Script::new();
    script.check(0, toggled(), &[OPEN]);
    assert_eq!(script.phase(), Phase::Opening);
    assert_eq!(script.flow.next_deadline(), Some(script.at(1_000)));
    let suspect = notify(Notice::SignalSuspect(SignalProblem::NothingArrives));
    script.check(1_000, Event::TimePassed, &[suspect]);
    // The pump has noticed it as well.
    let suspect = Event::Capture {
        take: TAKE,
        event: CaptureEvent::SignalSuspect(SignalProblem::NothingArrives),
    };
    script.check(1_020, suspect, &[]);
    assert_eq!(script.flow.next_deadline(), Some(script.at(3_000)));
    script.check(
        3_000,
        Event::TimePassed,
        &[Effect::Voice(VoiceOrder::Drop { take: TAKE }), notify(Notice::MicrophoneSilent)],
    );
    assert_eq!(script.phase(), Phase::Idle);
}

#[test]
fn odd_sound_is_a_hint_and_no_end() {
    let mut script = Script::listening();
    let suspect = |take| Event::Capture {
        take,
        event: CaptureEvent::SignalSuspect(SignalProblem::OnlyZeros),
    };
    script.check(1_020, suspect(NEXT), &[]);
    let hint = notify(Notice::SignalSuspect(SignalProblem::OnlyZeros));
    script.check(1_020, suspect(TAKE), &[hint]);
    let end = script.ended(EndCause::Silence, 4_000, 4_500);
    script.check(4_520, end, &[decode(1, DecodeKind::Final, 4_250)]);
}

#[test]
fn a_take_of_zeros_says_why_it_heard_nothing() {
    for (invalid_samples, problem) in
        [(0, SignalProblem::OnlyZeros), (7, SignalProblem::OnlyInvalid)]
    {
        let mut script = Script::listening();
        let stats = CaptureStats { zero_samples: 32_000, invalid_samples, ..stats() };
        let end = Event::Capture {
            take: TAKE,
            event: CaptureEvent::Ended { cause: EndCause::TooLong, speech: None, stats },
        };
        script.check(30_020, end, &[notify(Notice::NoSound(problem))]);
    }
}
