//! Hold-to-talk: the release of a key that was held ends the take.

use super::*;

const STOP: Effect = Effect::Voice(VoiceOrder::Stop { take: TAKE });

/// A flow in a terminal that reports releases, listening since the key went down at 0 ms.
fn held() -> Script {
    let mut script = Script::with(VoiceSettings::default(), true);
    script.flow.set_releases_reported(true);
    script.listen();
    script
}

fn pause() -> Event {
    Event::Capture { take: TAKE, event: CaptureEvent::PauseHeard(heard(1_000, 1_100)) }
}

fn tail(tail: Duration) -> Effect {
    Effect::Voice(VoiceOrder::SetTail { take: TAKE, tail })
}

#[test]
fn a_long_hold_ends_with_the_release() {
    let mut script = held();
    script.check(1_200, Event::User(UserEvent::DictationReleased), &[STOP]);
    script.check(1_210, Event::User(UserEvent::DictationReleased), &[]);
}

#[test]
fn a_short_press_is_a_toggle() {
    let mut script = held();
    script.check(399, Event::User(UserEvent::DictationReleased), &[]);
    script.check(3_000, toggled(), &[STOP]);
    script.check(3_900, Event::User(UserEvent::DictationReleased), &[]);
}

#[test]
fn no_pause_ends_the_take_while_the_key_is_down() {
    let mut script = held();
    let patience = tail(VoiceSettings::default().max_capture);
    let speculative = decode(1, DecodeKind::Speculative, 1_100);
    script.check(1_100, pause(), &[speculative, patience]);
    // What the words say about the pause does not matter either.
    script.check(1_200, finished(1, "Undo that."), &[]);
    script.check(4_000, Event::User(UserEvent::DictationReleased), &[STOP]);
}

#[test]
fn a_pause_counts_again_once_a_short_press_is_over() {
    let mut script = Script::with(
        VoiceSettings { hold_to_talk: Duration::from_secs(2), ..VoiceSettings::default() },
        true,
    );
    script.flow.set_releases_reported(true);
    script.listen();
    script.flow.step(script.at(1_100), pause());
    let usual = tail(VoiceSettings::default().silence_tail);
    script.check(1_200, Event::User(UserEvent::DictationReleased), &[usual]);
}

#[test]
fn without_releases_or_switched_off_it_is_a_toggle() {
    let mut script = Script::with(VoiceSettings::default(), true);
    script.listen();
    script.check(1_100, pause(), &[decode(1, DecodeKind::Speculative, 1_100)]);

    let settings = VoiceSettings { hold_to_talk: Duration::ZERO, ..VoiceSettings::default() };
    let mut script = Script::with(settings, true);
    script.flow.set_releases_reported(true);
    script.listen();
    script.check(1_200, Event::User(UserEvent::DictationReleased), &[]);
}
