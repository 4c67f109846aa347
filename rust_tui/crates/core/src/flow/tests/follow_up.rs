//! Takes that follow by themselves, and the space between two texts.

use super::*;

fn followed() -> Event {
    Event::Capture { take: TAKE, event: CaptureEvent::FollowUpHeard { next: NEXT } }
}

const LISTEN_ON: Effect = Effect::Voice(VoiceOrder::Listen { take: NEXT });

/// A flow in which a pause has ended a take; its decode, job 1, is running.
fn ended(settings: VoiceSettings) -> Script {
    let mut script = Script::with(settings, true);
    script.listen();
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[decode(1, DecodeKind::Final, 1_250)]);
    script
}

/// The same after its text has been typed.
fn typed_at_1705(settings: VoiceSettings) -> Script {
    let mut script = ended(settings);
    script.check(1_700, finished(1, "Run the tests."), &[typed("Run the tests.")]);
    script.check(1_705, written(TAKE), &[]);
    script
}

/// Lets the second take say something; yields what is typed.
pub(super) fn second_text(script: &mut Script) -> Effect {
    script.check(2_100, Event::Capture { take: NEXT, event: CaptureEvent::Started }, &[]);
    let speech = Speech { heard: heard(900, 1_000), last_voiced_at: script.at(3_000) };
    let end = Event::Capture {
        take: NEXT,
        event: CaptureEvent::Ended {
            cause: EndCause::Stopped,
            speech: Some(speech),
            stats: stats(),
        },
    };
    script.flow.step(script.at(3_100), end);
    let decoded = Event::Decode {
        take: NEXT,
        event: DecodeEvent::Finished { job: 1, decoded: decoded("Then commit.") },
    };
    let mut effects = script.flow.step(script.at(3_200), decoded);
    effects.retain(|effect| !matches!(effect, Effect::Remember { .. } | Effect::Words(_)));
    assert_eq!(effects.len(), 1, "{effects:?}");
    effects.remove(0)
}

#[test]
fn a_speaker_who_goes_on_is_heard_and_the_texts_are_joined() {
    let mut script = typed_at_1705(VoiceSettings::default());
    script.check(1_720, wrote(), &[]);
    assert_eq!(script.phase(), Phase::Idle);
    script.check(2_000, followed(), &[LISTEN_ON]);
    let text = " Then commit.".to_owned();
    assert_eq!(second_text(&mut script), Effect::Host(HostOrder::Type { take: NEXT, text }));
}

#[test]
fn the_take_that_follows_waits_for_the_text_before_it() {
    let mut script = ended(VoiceSettings::default());
    script.check(1_600, followed(), &[]);
    script.check(1_700, finished(1, "Run the tests."), &[typed("Run the tests.")]);
    // It begins as soon as the text is written; the echo is not waited for.
    let records = script.check(1_705, written(TAKE), &[LISTEN_ON]);
    assert_eq!(records[0].state, "done");
    assert_eq!(script.phase(), Phase::Opening);
}

#[test]
fn noise_after_noise_is_not_followed() {
    let mut script = ended(VoiceSettings::default());
    script.check(1_600, followed(), &[]);
    script.check(1_700, finished(1, "[BLANK_AUDIO]"), &[notify(Notice::NoWords)]);
    script.check(1_710, followed(), &[]);
    assert_eq!(script.phase(), Phase::Idle);
}

#[test]
fn what_waited_too_long_for_the_text_before_it_is_not_begun() {
    let mut script = ended(VoiceSettings::default());
    script.check(1_600, followed(), &[]);
    script.check(3_200, finished(1, "Run the tests."), &[typed("Run the tests.")]);
    script.check(3_205, written(TAKE), &[]);
}

#[test]
fn enter_waits_for_the_whole_text() {
    let settings = VoiceSettings { send: SendMode::Auto, ..VoiceSettings::default() };
    let mut script = typed_at_1705(settings);
    script.check(1_900, followed(), &[LISTEN_ON]);
    assert_eq!(script.flow.step(script.at(1_955), Event::TimePassed), []);
    let text = " Then commit.".to_owned();
    assert_eq!(second_text(&mut script), Effect::Host(HostOrder::Type { take: NEXT, text }));
    script.check(3_210, written(NEXT), &[]);
    script.check(3_460, Event::TimePassed, &[Effect::Host(HostOrder::PressEnter)]);
}

#[test]
fn a_user_who_has_moved_on_is_not_listened_to() {
    for act in [Event::User(UserEvent::Acted), cancelled()] {
        let mut script = typed_at_1705(VoiceSettings::default());
        script.check(1_720, wrote(), &[]);
        script.flow.step(script.at(1_800), act);
        script.check(2_000, followed(), &[]);
    }
}

#[test]
fn only_a_take_that_a_pause_ended_is_followed() {
    let mut script = Script::listening();
    let end = script.ended(EndCause::Stopped, 1_000, 1_500);
    script.check(1_520, end, &[decode(1, DecodeKind::Final, 1_250)]);
    script.check(1_700, finished(1, "Run the tests."), &[typed("Run the tests.")]);
    script.check(1_705, written(TAKE), &[]);
    script.check(1_800, followed(), &[]);
}

#[test]
fn a_space_separates_dictated_texts_unless_the_user_did_something_between_them() {
    for (act, expected) in
        [(None, " Then commit."), (Some(Event::User(UserEvent::Acted)), "Then commit.")]
    {
        let mut script = typed_at_1705(VoiceSettings::default());
        script.check(1_720, wrote(), &[]);
        act.map(|act| script.flow.step(script.at(1_800), act));
        script.check(2_000, Event::User(UserEvent::DictationToggled { next: NEXT }), &[LISTEN_ON]);
        let text = expected.to_owned();
        assert_eq!(second_text(&mut script), Effect::Host(HostOrder::Type { take: NEXT, text }));
    }
}
