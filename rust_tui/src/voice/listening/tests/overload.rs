//! Takes that end by themselves: no speech in a file, too much speech, a decoder that is away.

use super::*;

#[test]
fn a_source_that_ends_in_silence_ends_the_take_after_the_tail() {
    let mut rig = Rig::new(&settings(), 320);
    rig.push(false, 1_000);
    rig.listening.as_mut().unwrap().source_ended();
    assert_eq!(rig.push(false, 3_000), Some(EndCause::SourceEnded));
    assert_eq!(rig.position, 1_500 * 16);
    rig.finish(EndCause::SourceEnded);
    assert_eq!(end_of(&rig.facts()).1, None);
}

#[test]
fn a_source_that_ends_with_speech_gets_the_silence_after_it() {
    let mut rig = Rig::new(&settings(), 320);
    rig.push(true, 1_000);
    rig.listening.as_mut().unwrap().source_ended();
    assert_eq!(rig.push(false, 3_000), Some(EndCause::Silence));
    assert_eq!(rig.position, 1_500 * 16);
}

#[test]
fn a_knock_before_the_end_of_a_file_does_not_keep_the_take_open() {
    let mut rig = Rig::new(&settings(), 320);
    rig.push(true, 100);
    rig.listening.as_mut().unwrap().source_ended();
    assert_eq!(rig.push(false, 3_000), Some(EndCause::SourceEnded));
}

#[test]
fn endless_speech_is_ended_at_the_limit_with_all_of_it() {
    // Room for every frame: a fact about speech that goes on cuts its last one short.
    let settings = VoiceSettings { channel_capacity: 1_000, ..settings() };
    let mut rig = Rig::new(&settings, 256);
    assert_eq!(rig.push(true, 40_000), Some(EndCause::TooLong));
    rig.finish(EndCause::TooLong);
    let facts = rig.facts();
    let (cause, speech, stats) = end_of(&facts);
    assert_eq!(cause, EndCause::TooLong);
    let heard = speech.unwrap().heard;
    assert_eq!((heard.onset, heard.position), (0, rig.position));
    assert!(rig.position - 30 * 16_000 < 256);
    assert_eq!(stats.bytes, rig.position * 4);
    assert_eq!(rig.audio(), rig.position);
    // Until the end ever more speech is reported, every 250 ms.
    let advances = facts.iter().filter(|fact| name(fact) == "advanced").count();
    assert!((110..=119).contains(&advances), "{advances}");
}

#[test]
fn silence_ends_at_the_limit_without_speech() {
    let settings = VoiceSettings { channel_capacity: 400, ..settings() };
    let mut rig = Rig::new(&settings, 320);
    assert_eq!(rig.push(false, 40_000), Some(EndCause::TooLong));
    rig.finish(EndCause::TooLong);
    assert_eq!(end_of(&rig.facts()).1, None);
}

#[test]
fn a_decoder_that_takes_nothing_ends_the_take_with_the_newest_audio_kept() {
    let settings = VoiceSettings { channel_capacity: 10, ..settings() };
    let mut rig = Rig::new(&settings, 320);
    assert_eq!(rig.push(false, 40_000), Some(EndCause::QueueFull));
    // Full after 10 frames of 100 ms, and then more than a second.
    assert_eq!(rig.position, 2_100 * 16);
    rig.finish(EndCause::QueueFull);
    let facts = rig.facts();
    let warnings = facts.iter().filter(|fact| matches!(fact, CaptureEvent::DecoderLagged)).count();
    assert_eq!(warnings, 1, "before it is too late, and once");
    let (cause, _, stats) = end_of(&facts);
    assert_eq!(cause, EndCause::QueueFull);
    assert_eq!((stats.frames, stats.frames_dropped, stats.channel_full_events), (21, 11, 11));
    assert_eq!(stats.channel_pressure, 1.0);
    let left: Vec<u64> = rig.frames.try_iter().map(|frame| frame.start).collect();
    assert_eq!(left, (11..21).map(|number| number * 1_600).collect::<Vec<_>>());
}

#[test]
fn a_decoder_that_comes_back_in_time_saves_the_take() {
    let settings = VoiceSettings { channel_capacity: 10, ..settings() };
    let mut rig = Rig::new(&settings, 320);
    assert_eq!(rig.push(true, 1_800), None);
    assert_eq!(rig.frames.try_iter().count(), 10);
    assert_eq!(rig.push(true, 900), None);
    assert_eq!(rig.push(false, 1_000), Some(EndCause::Silence));
    rig.finish(EndCause::Silence);
    let (_, _, stats) = end_of(&rig.facts());
    assert!(stats.frames_dropped > 0, "{stats:?}");
}
