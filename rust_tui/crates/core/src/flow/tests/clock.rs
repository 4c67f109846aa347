//! The clock: jumps of a whole night in every state, and a day of work without a break.

use super::delivery::{decided, sending};
use super::*;
use crate::agent_state::{AgentState, BlockKind};
use crate::take_id::TakeId;

/// A night, in milliseconds.
const NIGHT_MS: u64 = 8 * 3_600 * 1_000;

/// A flow in every state in which time matters, at 1 700 ms at the latest.
fn everywhere() -> Vec<(&'static str, Script)> {
    let mut opening = Script::new();
    opening.check(0, toggled(), &[Effect::Voice(VoiceOrder::Listen { take: TAKE })]);
    let mut transcribing = Script::listening();
    let sufficed =
        Event::Capture { take: TAKE, event: CaptureEvent::SpeechSufficed(heard(400, 400)) };
    transcribing.check(400, sufficed, &[decode(1, DecodeKind::Partial, 400)]);
    let mut paused = Script::listening();
    let pause = Event::Capture { take: TAKE, event: CaptureEvent::PauseHeard(heard(600, 850)) };
    paused.check(850, pause, &[decode(1, DecodeKind::Speculative, 850)]);
    let mut stopping = Script::listening();
    stopping.check(1_000, toggled(), &[Effect::Voice(VoiceOrder::Stop { take: TAKE })]);
    let mut suspended = Script::listening();
    suspended.check(1_000, Event::Suspended, &[Effect::Voice(VoiceOrder::Stop { take: TAKE })]);
    let mut finalizing = Script::listening();
    let end = finalizing.ended(EndCause::Silence, 1_000, 1_500);
    finalizing.check(1_520, end, &[decode(1, DecodeKind::Final, 1_250)]);
    let writing = || decided(VoiceSettings::default(), true, &[typed("Hello.")]);
    let mut echoing = writing();
    echoing.check(1_710, written(TAKE), &[]);
    let mut enter_follows = decided(sending(), true, &[typed("Hello.")]);
    enter_follows.check(1_710, written(TAKE), &[]);
    let mut in_dialog = Script::new();
    let blocked = AgentState::Blocked(BlockKind::Dialog);
    in_dialog.check(0, Event::Agent(AgentEvent::StateChanged(blocked)), &[]);
    let mut by_itself = Script::new();
    by_itself.flow.step(by_itself.at(0), Event::User(UserEvent::HandsFreeToggled));
    by_itself.flow.step(by_itself.at(1), Event::User(UserEvent::TakeGranted { next: TAKE }));
    vec![
        ("opening", opening),
        ("capturing", Script::listening()),
        ("transcribing", transcribing),
        ("paused", paused),
        ("stopping", stopping),
        ("suspended", suspended),
        ("finalizing", finalizing),
        ("writing", writing()),
        ("echoing", echoing),
        ("enter follows", enter_follows),
        ("in a dialog", in_dialog),
        ("listening by itself", by_itself),
    ]
}

#[test]
fn after_a_night_in_any_state_every_take_has_ended_once_and_the_next_one_works() {
    for (state, mut script) in everywhere() {
        let idle = script.phase() == Phase::Idle;
        let (mut now, mut ended) = (script.at(NIGHT_MS), 0);
        let mut steps = 0;
        while let Some(deadline) = script.flow.next_deadline() {
            now = now.max(deadline);
            let effects = script.flow.step(now, Event::TimePassed);
            ended += effects.iter().filter(|it| matches!(it, Effect::Record(_))).count();
            steps += 1;
            assert!(steps < 5, "{state}: still waiting for {deadline:?}");
        }
        assert_eq!(ended, usize::from(!idle), "{state}");
        // What the threads still have to say of it in the morning comes too late.
        let late = [
            script.ended(EndCause::Stopped, 1_000, 1_100),
            finished(1, "late"),
            finished(2, "later"),
            written(TAKE),
        ];
        for event in late {
            let effects = script.flow.step(now, event);
            assert!(
                !effects.iter().any(|it| matches!(it, Effect::Host(HostOrder::Type { .. }))),
                "{state}"
            );
        }
        script.flow.step(now, Event::Agent(AgentEvent::StateChanged(AgentState::Idle)));
        assert!(!script.flow.is_hands_free(), "{state}");
        assert_eq!(script.phase(), Phase::Idle, "{state}");
        let toggled = Event::User(UserEvent::DictationToggled { next: NEXT });
        let mut effects = script.flow.step(now, toggled);
        effects.retain(|effect| !matches!(effect, Effect::Words(_)));
        assert_eq!(effects, [Effect::Voice(VoiceOrder::Listen { take: NEXT })], "{state}");
    }
}

#[test]
fn ten_hours_of_takes_are_all_typed_and_leave_nothing_waiting() {
    let mut script = Script::new();
    let every_ms = 30_000_u64;
    for number in 0..10 * 3_600_000 / every_ms {
        let take = TakeId(u128::from(number) + 1);
        let began_ms = number * every_ms;
        let at = |ms| script.at(began_ms + ms);
        let heard = heard(1_000, 1_500);
        let speech = Some(Speech { heard, last_voiced_at: at(1_020) });
        let ended = Event::Capture {
            take,
            event: CaptureEvent::Ended { cause: EndCause::Silence, speech, stats: stats() },
        };
        let facts = [
            (0, Event::User(UserEvent::DictationToggled { next: take })),
            (20, Event::Capture { take, event: CaptureEvent::Started }),
            (1_520, ended),
            (
                1_700,
                Event::Decode {
                    take,
                    event: DecodeEvent::Finished { job: 1, decoded: decoded("So.") },
                },
            ),
            (1_705, Event::Agent(AgentEvent::TextWritten { take })),
            (1_710, Event::User(UserEvent::Acted)),
            (1_720, wrote()),
        ];
        let times = facts.map(|(ms, event)| (at(ms), event));
        let effects: Vec<Effect> =
            times.into_iter().flat_map(|(now, event)| script.flow.step(now, event)).collect();
        assert!(
            effects.contains(&Effect::Host(HostOrder::Type { take, text: "So.".to_owned() })),
            "{effects:?}"
        );
        let total = effects.iter().find_map(|effect| match effect {
            Effect::Record(metrics) => metrics.total,
            _ => None,
        });
        assert_eq!(total, Some(Duration::from_millis(1_705 - 1_020)), "take {number}");
        assert_eq!((script.phase(), script.flow.next_deadline()), (Phase::Idle, None));
    }
}
