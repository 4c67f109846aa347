//! Review: the text is offered for editing before it is typed.

use super::held::state;
use super::*;
use crate::agent_state::{AgentState, BlockKind};
use crate::live::LiveStage;

fn offered(text: &str) -> Effect {
    Effect::Host(HostOrder::OfferForReview { text: text.to_owned() })
}

fn accepted(text: &str) -> Event {
    Event::User(UserEvent::ReviewAccepted { text: text.to_owned() })
}

/// A flow whose text has been offered at 1 700 ms.
fn reviewing() -> Script {
    let settings = VoiceSettings { send: SendMode::Review, ..VoiceSettings::default() };
    let mut script = Script::with(settings, true);
    script.listen();
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[decode(1, DecodeKind::Final, 1_250)]);
    script.check(1_700, finished(1, "Run the test."), &[offered("Run the test.")]);
    assert_eq!(script.phase(), Phase::Reviewing);
    script
}

#[test]
fn what_the_user_made_of_it_is_typed_as_a_draft() {
    let mut script = reviewing();
    let expected = [Effect::Host(HostOrder::CloseReview), typed("Run the tests.")];
    script.check(9_000, accepted("Run the tests.\n"), &expected);
    script.check(9_005, written(TAKE), &[]);
    let records = script.check(9_010, wrote(), &[]);
    // The user's reading and editing is not parlo's latency: it ends with the offer.
    assert_eq!(records[0].total, Some(Duration::from_millis(1_700 - 1_020)));
    script.check(9_100, accepted("again"), &[]);
}

#[test]
fn a_reviewed_text_can_be_sent_at_once() {
    let mut script = reviewing();
    let sent = Event::User(UserEvent::ReviewSent { text: "Run the tests.".to_owned() });
    let expected = [Effect::Host(HostOrder::CloseReview), typed("Run the tests.")];
    script.check(9_000, sent, &expected);
    script.check(9_005, written(TAKE), &[]);
    script.check(9_300, Event::TimePassed, &[Effect::Host(HostOrder::PressEnter)]);
    // The next text is a draft again.
    assert_eq!(script.phase(), Phase::Idle);
}

#[test]
fn nothing_left_or_escape_types_nothing() {
    for event in [accepted("  "), cancelled(), Event::User(UserEvent::UndoPressed)] {
        let mut script = reviewing();
        assert!(script.flow.wants_cancel());
        let expected = [Effect::Host(HostOrder::CloseReview), notify(Notice::Cancelled)];
        let mut records = Vec::new();
        for effect in script.flow.step(script.at(5_000), event) {
            match effect {
                Effect::Record(metrics) => records.push(metrics),
                Effect::Words(live) => assert_eq!(live.stage, LiveStage::Cancelled),
                other => assert!(expected.contains(&other), "{other:?}"),
            }
        }
        assert_eq!((records.len(), records[0].cancelled, records[0].state), (1, true, "reviewing"));
        assert_eq!(script.phase(), Phase::Idle);
    }
}

#[test]
fn further_dictation_follows_what_is_under_review() {
    let mut script = reviewing();
    let next = Event::User(UserEvent::DictationToggled { next: NEXT });
    script.check(2_000, next, &[Effect::Voice(VoiceOrder::Listen { take: NEXT })]);
    assert_eq!(second_text(&mut script), offered("Then commit."));
    let text = "Run the test. Then commit.".to_owned();
    let effects = [
        Effect::Host(HostOrder::CloseReview),
        Effect::Host(HostOrder::Type { take: NEXT, text: text.clone() }),
    ];
    script.check(5_000, accepted(&text), &effects);
    script.check(5_005, written(NEXT), &[]);
    assert_eq!(script.check(5_010, wrote(), &[]).len(), 2, "both takes are over");
}

#[test]
fn accepted_text_is_held_behind_a_dialog() {
    let mut script = reviewing();
    let asks = AgentState::Blocked(BlockKind::Question);
    script.check(2_000, state(asks), &[]);
    let notice = notify(Notice::Held(Hold::Blocked(BlockKind::Question)));
    script.check(3_000, accepted("Go."), &[Effect::Host(HostOrder::CloseReview), notice]);
    script.check(4_000, state(AgentState::Idle), &[]);
    script.check(4_400, Event::TimePassed, &[typed("Go.")]);
}
