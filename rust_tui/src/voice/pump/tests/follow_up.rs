//! The microphone after a take that a pause ended.

use parlo_core::flow::CaptureEvent;

use super::*;

/// A pump whose first take a pause has ended, and the microphone it left open.
fn after_a_pause() -> (Rig, Microphone) {
    let rig = Rig::new(VoiceSettings::default(), None);
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&sentence());
    assert_eq!(rig.end(TAKE).0, EndCause::Silence);
    microphone.taken();
    rig.frames.try_iter().for_each(drop);
    (rig, microphone)
}

#[test]
fn a_speaker_who_goes_on_is_reported_and_no_word_is_lost() {
    let (rig, mut microphone) = after_a_pause();
    assert!(!microphone.is_closed());
    let rest = said_in_a_room(300, "g12", 0);
    microphone.sound(&rest);
    let next = match rig.events.recv_timeout(DEADLINE).unwrap() {
        Event::Capture { take: TAKE, event: CaptureEvent::FollowUpHeard { next } } => next,
        other => panic!("{other:?}"),
    };
    // What sounds until the take begins waits for it.
    microphone.taken();
    rig.listen_on(next);
    microphone.sound(&silence(1_000));
    let (cause, speech) = rig.end(next);
    assert_eq!(cause, EndCause::Silence);
    let audio = rig.audio(next);
    let from = place_of(&audio[..400], &rest);
    assert!(from < 300 * 16, "the take begins {} ms late", from / 16);
    assert!(speech.unwrap().heard.voiced > 300 * 16);
    assert_eq!(rig.opens.load(Ordering::SeqCst), 1);
}

#[test]
fn the_microphone_is_closed_when_nobody_goes_on() {
    let (rig, mut microphone) = after_a_pause();
    for _ in 0..110 {
        if microphone.is_closed() {
            break;
        }
        microphone.sound(&silence(10));
    }
    wait_until("the microphone is closed", || microphone.is_closed());
    assert!(rig.events.try_iter().next().is_none());
}

#[test]
fn a_stopped_take_closes_the_microphone_at_once() {
    let rig = Rig::new(VoiceSettings::default(), None);
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&silence(200));
    rig.pump.perform(VoiceOrder::Stop { take: TAKE });
    wait_until("the microphone is closed", || microphone.is_closed());
}
