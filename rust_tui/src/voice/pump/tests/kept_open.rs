//! A microphone that stays open between takes: the word begun before the key is whole.

use parlo_core::flow::CaptureEvent;

use super::*;

fn kept_open() -> VoiceSettings {
    VoiceSettings { keep_microphone_open: true, ..VoiceSettings::default() }
}

/// A pump that has had its first take, and the microphone it left open.
fn after_a_take(settings: VoiceSettings) -> (Rig, Microphone) {
    let rig = Rig::new(settings, None);
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&sentence());
    assert_eq!(rig.end(TAKE).0, EndCause::Silence);
    microphone.taken();
    rig.frames.try_iter().for_each(drop);
    assert!(!microphone.is_closed());
    (rig, microphone)
}

#[test]
fn the_pre_roll_holds_the_word_begun_before_the_key() {
    let (rig, mut microphone) = after_a_take(kept_open());
    let said = sentence();
    // The key comes 300 ms into the sentence.
    let key = (600 + 300) * 16;
    microphone.sound(&silence(2_000));
    microphone.sound(&said[..key]);
    microphone.taken();
    rig.listen_on(TakeId(2));
    microphone.sound(&said[key..]);
    let (cause, speech) = rig.end(TakeId(2));
    assert_eq!(cause, EndCause::Silence);
    assert_eq!(rig.opens.load(Ordering::SeqCst), 1);
    let audio = rig.audio(TakeId(2));
    // Half a second from before the key, give or take the frames of 16 ms that were not full and
    // silence in excess of 250 ms.
    let from = place_of(&audio[..400], &said);
    assert!((7_400..8_300).contains(&(key - from)), "{} samples", key - from);
    assert_eq!(audio, said[from..from + audio.len()]);
    // It sounded 600 ms after the start of what was said.
    let onset = from as u64 + speech.unwrap().heard.onset;
    assert!((9_000..12_000).contains(&onset), "{onset}");
}

#[test]
fn what_was_said_and_done_before_the_key_is_not_part_of_the_take() {
    // Two seconds of pre-roll and a short tail: "Yes." to somebody else, and then the key.
    let settings = VoiceSettings {
        pre_roll: Duration::from_millis(2_000),
        silence_tail: Duration::from_millis(250),
        ..kept_open()
    };
    let (rig, mut microphone) = after_a_take(settings);
    microphone.sound(&said_in_a_room(500, "g11", 600));
    microphone.taken();
    rig.listen_on(TakeId(2));
    let word = said_in_a_room(300, "g12", 900);
    microphone.sound(&word);
    let (cause, speech) = rig.end(TakeId(2));
    assert_eq!(cause, EndCause::Silence);
    let audio = rig.audio(TakeId(2));
    let heard = speech.unwrap().heard;
    let end = place_of(&audio[audio.len() - 400..], &word) + 400;
    let began = (audio.len() - end) as u64;
    assert!(heard.onset > began, "the take holds speech from before the key: {heard:?}");
}

#[test]
fn a_dropped_take_leaves_the_microphone_open() {
    let (rig, mut microphone) = after_a_take(kept_open());
    rig.pump.perform(VoiceOrder::Listen { take: TakeId(2) });
    rig.pump.perform(VoiceOrder::Drop { take: TakeId(2) });
    rig.pump.perform(VoiceOrder::Listen { take: TakeId(3) });
    let started = Event::Capture { take: TakeId(3), event: CaptureEvent::Started };
    wait_until("the third take begins", || {
        microphone.sound(&silence(10));
        rig.events.try_iter().any(|fact| fact == started)
    });
    microphone.sound(&sentence());
    assert_eq!(rig.end(TakeId(3)).0, EndCause::Silence);
    assert_eq!(rig.opens.load(Ordering::SeqCst), 1);
}

#[test]
fn the_meter_shows_the_level_and_falls_when_the_microphone_is_closed() {
    let rig = Rig::new(VoiceSettings::default(), None);
    let meter = rig.pump.meter();
    assert_eq!(meter.level_dbfs(), FLOOR_DBFS);
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&crate::voice::testing::white_noise(500, -30.0));
    wait_until("the meter shows it", || (meter.level_dbfs() + 30.0).abs() < 2.0);
    rig.pump.perform(VoiceOrder::Drop { take: TAKE });
    wait_until("the meter falls", || meter.level_dbfs() == FLOOR_DBFS);
}
