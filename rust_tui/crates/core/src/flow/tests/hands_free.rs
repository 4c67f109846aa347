//! Hands-free: listening by itself, and when it does not.

use super::held::state;
use super::*;
use crate::agent_state::{AgentState, BlockKind};
use crate::device::DeviceCause;

const LISTEN: Effect = Effect::Voice(VoiceOrder::Listen { take: TAKE });
const ASK: Effect = Effect::RequestTake;

fn again() -> Event {
    Event::User(UserEvent::TakeGranted { next: TAKE })
}

fn off(end: HandsFreeEnd) -> Effect {
    notify(Notice::HandsFreeOff(end))
}

/// A flow that has begun to listen by itself.
fn listening() -> Script {
    let mut script = Script::new();
    script.check(0, Event::User(UserEvent::HandsFreeToggled), &[notify(Notice::HandsFreeOn), ASK]);
    script.check(0, again(), &[LISTEN]);
    script.check(20, Event::Capture { take: TAKE, event: CaptureEvent::Started }, &[]);
    script
}

fn silent(cause: EndCause) -> Event {
    Event::Capture {
        take: TAKE,
        event: CaptureEvent::Ended { cause, speech: None, stats: stats() },
    }
}

#[test]
fn it_listens_again_after_a_take() {
    let mut script = listening();
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[decode(1, DecodeKind::Final, 1_250)]);
    script.check(1_700, finished(1, "Run it."), &[typed("Run it.")]);
    script.check(1_705, written(TAKE), &[]);
    script.check(1_720, wrote(), &[ASK]);
    script.check(1_720, again(), &[LISTEN]);
    assert!(script.flow.is_hands_free());
}

#[test]
fn the_microphone_closes_while_the_agent_works_or_asks() {
    for (busy, name) in [
        (AgentState::Working, "at work"),
        (AgentState::Blocked(BlockKind::Permission), "in a dialog"),
    ] {
        let mut script = listening();
        let records =
            script.check(500, state(busy), &[Effect::Voice(VoiceOrder::Drop { take: TAKE })]);
        assert_eq!(records.len(), 1, "{name}");
        script.check(600, again(), &[]);
        script.check(90_000, state(AgentState::Idle), &[ASK]);
        script.check(90_000, again(), &[LISTEN]);
        // The silence of the agent's turn does not count.
        script.check(120_000, silent(EndCause::TooLong), &[ASK]);
    }
}

#[test]
fn what_is_being_said_is_heard_to_its_end() {
    let mut script = listening();
    let speech =
        Event::Capture { take: TAKE, event: CaptureEvent::SpeechSufficed(heard(400, 400)) };
    script.check(400, speech, &[decode(1, DecodeKind::Partial, 400)]);
    script.check(500, state(AgentState::Working), &[]);
    assert_eq!(script.phase(), Phase::Transcribing);
}

#[test]
fn silence_is_not_reported_until_it_ends_the_mode() {
    let mut script = listening();
    script.check(30_000, silent(EndCause::TooLong), &[ASK]);
    script.check(30_000, again(), &[LISTEN]);
    script.check(59_999, silent(EndCause::TooLong), &[ASK]);
    script.check(59_999, again(), &[LISTEN]);
    script.check(90_000, silent(EndCause::TooLong), &[off(HandsFreeEnd::Silence)]);
    assert!(!script.flow.is_hands_free());
}

#[test]
fn the_user_ends_it_by_any_of_three_keys() {
    let dropped = Effect::Voice(VoiceOrder::Drop { take: TAKE });
    let ended = off(HandsFreeEnd::Asked);
    let mut script = listening();
    script.check(900, Event::User(UserEvent::HandsFreeToggled), &[dropped.clone(), ended.clone()]);
    let mut script = listening();
    script.check(900, cancelled(), &[dropped, notify(Notice::Cancelled), ended.clone()]);
    let mut script = listening();
    script.check(900, toggled(), &[Effect::Voice(VoiceOrder::Stop { take: TAKE }), ended]);
}

#[test]
fn a_failure_ends_it() {
    let mut script = listening();
    let unusable = failure(DeviceCause::Unusable("no format".to_owned()));
    let notice = notify(Notice::MicrophoneFailed(unusable.clone()));
    let end = silent(EndCause::DeviceFailed(unusable));
    script.check(900, end, &[notice, off(HandsFreeEnd::Failure)]);
}

#[test]
fn while_the_agent_is_not_ready_it_waits() {
    let mut script = Script::with(VoiceSettings::default(), false);
    script.check(0, Event::User(UserEvent::HandsFreeToggled), &[notify(Notice::HandsFreeOn)]);
    script.check(2_000, Event::Agent(AgentEvent::BecameReady), &[ASK]);
    // Cancel is the agent's while parlo does not listen.
    assert!(!script.flow.wants_cancel());
}
