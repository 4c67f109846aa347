//! From the text to the agent: readiness, Enter, what cancel still can do.

use super::*;

/// A flow whose text has just been decided.
pub(super) fn decided(settings: VoiceSettings, agent_ready: bool, expected: &[Effect]) -> Script {
    let mut script = Script::with(settings, agent_ready);
    script.listen();
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[decode(1, DecodeKind::Final, 1_250)]);
    script.check(1_700, finished(1, "Hello."), expected);
    script
}

pub(super) fn sending() -> VoiceSettings {
    VoiceSettings { send: SendMode::Auto, ..VoiceSettings::default() }
}

#[test]
fn text_waits_for_an_agent_that_is_not_ready() {
    let waiting = [notify(Notice::WaitingForAgent)];
    let mut script = decided(VoiceSettings::default(), false, &waiting);
    assert_eq!(script.phase(), Phase::WaitingForAgent);
    assert_eq!(script.flow.next_deadline(), None);
    script.check(5_000, Event::Agent(AgentEvent::BecameReady), &[typed("Hello.")]);
    script.check(5_001, Event::Agent(AgentEvent::BecameReady), &[]);
    script.check(5_010, written(TAKE), &[]);
    let records = script.check(5_020, wrote(), &[]);
    assert_eq!(records[0].total, Some(Duration::from_millis(5_010 - 1_020)));
}

#[test]
fn text_that_waits_can_be_cancelled() {
    let mut script = decided(VoiceSettings::default(), false, &[notify(Notice::WaitingForAgent)]);
    assert!(script.flow.wants_cancel());
    script.check(2_000, cancelled(), &[notify(Notice::Cancelled)]);
    script.check(2_100, Event::Agent(AgentEvent::BecameReady), &[]);
}

#[test]
fn a_draft_is_never_sent() {
    let mut script = decided(VoiceSettings::default(), true, &[typed("Hello.")]);
    script.check(1_705, written(TAKE), &[]);
    let records = script.check(1_955, Event::TimePassed, &[]);
    assert_eq!(records[0].agent_round, None);
    assert_eq!(script.phase(), Phase::Idle);
}

#[test]
fn auto_presses_enter_after_the_delay() {
    let mut script = decided(sending(), true, &[typed("Hello.")]);
    script.check(1_705, written(TAKE), &[]);
    script.check(1_720, wrote(), &[]);
    script.check(1_954, Event::TimePassed, &[]);
    let records = script.check(1_955, Event::TimePassed, &[Effect::Host(HostOrder::PressEnter)]);
    assert_eq!(records[0].agent_round, Some(Duration::from_millis(15)));
}

#[test]
fn cancel_before_enter_leaves_a_draft() {
    let mut script = decided(sending(), true, &[typed("Hello.")]);
    script.check(1_705, written(TAKE), &[]);
    let records = script.check(1_800, cancelled(), &[]);
    assert_eq!((records.len(), records[0].cancelled), (1, false));
    script.check(2_000, Event::TimePassed, &[]);
}

#[test]
fn the_key_waits_for_enter_but_not_for_the_echo() {
    let mut script = decided(sending(), true, &[typed("Hello.")]);
    script.check(1_705, written(TAKE), &[]);
    script.check(1_710, toggled(), &[notify(Notice::StillTyping)]);

    let mut script = decided(VoiceSettings::default(), true, &[typed("Hello.")]);
    script.check(1_705, written(TAKE), &[]);
    let records = script.check(
        1_710,
        Event::User(UserEvent::DictationToggled { next: NEXT }),
        &[Effect::Voice(VoiceOrder::Listen { take: NEXT })],
    );
    assert_eq!(records[0].utterance_id, TAKE);
}

#[test]
fn an_agent_that_does_not_read_is_reported() {
    let mut script = decided(VoiceSettings::default(), true, &[typed("Hello.")]);
    let records = script.check(11_700, Event::TimePassed, &[notify(Notice::AgentDoesNotRead)]);
    let error = records[0].error.as_deref().unwrap_or_default();
    assert!(error.starts_with("the agent reads no input"), "{error}");
    assert_eq!(script.phase(), Phase::Idle);
}
