//! A recorder in place of the agent: exactly which bytes a dictation types, and when.

use std::time::Duration;

use super::stage::{Stage, pasted, pasted_text};
use super::{TEXT, check_total};
use crate::support::parlo::Home;
use crate::support::pulse::Room;
use crate::support::{machine, samples, wait};

/// What parlo waits at least between the text and its Enter.
const SEND_DELAY: Duration = Duration::from_millis(250);

#[test]
fn a_sentence_is_typed_as_one_paste_without_enter_and_timed_correctly() {
    let stage = Stage::to_be_timed("");
    let clip = samples::named("g13.wav");
    let user = stage.user();
    user.dictate(&clip);
    stage.wait_for(&pasted(&clip), TEXT);
    let take = stage.take(TEXT);
    let arrivals = stage.recorder.arrivals();
    check_total(&take, user.speech_end(), arrivals.last().unwrap().wall);
    assert_eq!(take["end_reason"], "silence", "{take}");
    assert_eq!(take["frames_dropped"], 0, "{take}");
    stage.nothing_but(&pasted(&clip));
}

#[test]
fn the_second_press_of_the_key_ends_the_take_at_once() {
    // A tail that silence does not reach in this test.
    let stage = Stage::to_be_timed("[voice]\nsilence_tail_ms = 5000\n");
    let clip = samples::named("g01.wav");
    let user = stage.user();
    user.dictate(&clip);
    stage.terminal.keys(&["C-r"]);
    stage.wait_for(&pasted(&clip), TEXT);
    let take = stage.take(TEXT);
    assert_eq!(take["end_reason"], "manual", "{take}");
    let arrivals = stage.recorder.arrivals();
    check_total(&take, user.speech_end(), arrivals.last().unwrap().wall);
    stage.nothing_but(&pasted(&clip));
}

#[test]
fn escape_cancels_and_is_not_forwarded() {
    let stage = Stage::with_composer("", &[]);
    let user = stage.user();
    user.start_dictation();
    let _playback = user.begin_to_say(&samples::named("g05.wav"));
    stage.terminal.keys(&["Escape"]);
    let take = stage.take(wait::SOON);
    assert_eq!(take["cancelled"], true, "{take}");
    assert_eq!(take["end_reason"], "cancel", "{take}");
    assert!(take["total_ms"].is_null(), "{take}");
    stage.room.wait_for_listeners(1, wait::SOON);
    stage.nothing_but("");
}

#[test]
fn silence_types_nothing() {
    let stage = Stage::with_composer("[voice]\nmax_capture_ms = 3000\n", &[]);
    stage.user().start_dictation();
    let take = stage.take(wait::SOON);
    assert_eq!(take["end_reason"], "timeout", "{take}");
    assert_eq!(take["speech_ms"].as_f64(), Some(0.0), "{take}");
    // Silence is not even decoded: a model hears words in it.
    assert!(take["stt_ms"].is_null(), "{take}");
    assert_eq!(take["utterance_too_long"], false, "{take}");
    stage.terminal.wait_for_text("microphone delivers pure silence", wait::SOON);
    stage.nothing_but("");
}

#[test]
fn room_noise_types_nothing() {
    let stage = Stage::with_composer("[voice]\nmax_capture_ms = 4000\n", &[]);
    let noise = stage.home.path().join("noise.wav");
    write_noise(&noise, Duration::from_secs(5));
    let user = stage.user();
    user.start_dictation();
    let _playback = stage.room.play(&noise);
    stage.take(wait::SOON);
    stage.nothing_but("");
}

/// White noise at −45 dBFS: a fan near the microphone.
fn write_noise(path: &std::path::Path, length: Duration) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(path, spec).unwrap();
    // Knuth's MMIX generator; its upper bits are uniform enough for noise.
    let mut state = 1_u64;
    let amplitude = 32_768.0 * 10_f64.powf(-45.0 / 20.0) * 3_f64.sqrt();
    for _ in 0..length.as_secs() * 16_000 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let even = (state >> 40) as f64 / (1_u64 << 23) as f64 - 1.0;
        wav.write_sample((even * amplitude) as i16).unwrap();
    }
    wav.finalize().unwrap();
}

#[test]
fn the_key_pressed_twice_is_forwarded_to_the_agent() {
    let stage = Stage::with_composer("", &[]);
    stage.terminal.keys(&["C-r", "C-r"]);
    stage.wait_for("\u{12}", wait::SOON);
    stage.room.wait_for_listeners(0, wait::SOON);
    stage.nothing_but("\u{12}");
}

#[test]
fn a_dictation_waits_for_the_composer() {
    let stage = Stage::set("[agent]\nready_timeout_ms = 60000\n", &[]);
    let clip = samples::named("g13.wav");
    stage.user().dictate(&clip);
    // Listening is over; typed now, the text would arrive without paste markers.
    stage.room.wait_for_listeners(0, TEXT);
    stage.open_composer();
    stage.wait_for(&pasted(&clip), TEXT);
    stage.nothing_but(&pasted(&clip));
}

#[test]
fn with_send_auto_enter_follows_by_itself_after_a_moment() {
    let stage = Stage::with_composer("", &["--send", "auto"]);
    let clip = samples::named("g01.wav");
    stage.user().dictate(&clip);
    let text = pasted(&clip);
    stage.wait_for(&format!("{text}\r"), TEXT);
    let arrivals = stage.recorder.arrivals();
    let [.., last_of_text, enter] = arrivals.as_slice() else {
        panic!("text and Enter in one write: {arrivals:?}");
    };
    assert_eq!(enter.bytes, b"\r");
    let gap = enter.monotonic - last_of_text.monotonic;
    assert!(gap >= SEND_DELAY, "Enter after {gap:?}");
    stage.nothing_but(&format!("{text}\r"));
}

#[test]
fn two_sentences_in_a_row_are_both_heard_from_their_first_word() {
    let stage = Stage::with_composer("", &[]);
    let clips = [samples::named("g13.wav"), samples::named("g06.wav")];
    let user = stage.user();
    let mut expected = String::new();
    for (number, clip) in (1..).zip(&clips) {
        user.dictate(clip);
        let space = if number == 1 { "" } else { " " };
        expected += &pasted_text(&format!("{space}{}", clip.text));
        stage.wait_for(&expected, TEXT);
        stage.home.wait_for_metrics(number, TEXT, || stage.terminal.scene());
        stage.room.wait_for_listeners(1, wait::SOON);
    }
    stage.nothing_but(&expected);
}

#[test]
fn a_speaker_who_thinks_for_longer_than_the_pause_is_heard_to_the_end() {
    let stage = Stage::with_composer("[voice]\nfollow_up_ms = 3000\n", &[]);
    let clips = [samples::named("g13.wav"), samples::named("g06.wav")];
    let user = stage.user();
    user.dictate(&clips[0]);
    let first = pasted(&clips[0]);
    stage.wait_for(&first, TEXT);
    // No key: the microphone is still open, and the voice begins the second take.
    stage.room.play(&clips[1].path).finish();
    let both = first + &pasted_text(&format!(" {}", clips[1].text));
    stage.wait_for(&both, TEXT);
    stage.room.wait_for_listeners(1, wait::SOON);
    stage.nothing_but(&both);
}

#[test]
fn listen_prints_one_utterance_and_nothing_else() {
    let _machine = machine::shared();
    let room = Room::open();
    let home = Home::in_room(&room);
    let clip = samples::named("g13.wav");
    let heard = std::thread::scope(|scope| {
        let listening = scope.spawn(|| home.run(&["listen"]));
        room.wait_for_listeners(1, wait::START);
        room.play(&clip.path).finish();
        listening.join().unwrap()
    });
    assert!(heard.status.success(), "{heard:?}");
    assert_eq!(String::from_utf8_lossy(&heard.stdout), format!("{}\n", clip.text));
    let noise = String::from_utf8_lossy(&heard.stderr);
    assert!(!noise.contains("ALSA") && !noise.contains("ggml"), "{noise}");
}

#[test]
fn the_microphone_of_the_room_is_listed() {
    let _machine = machine::shared();
    let room = Room::open();
    let devices = Home::in_room(&room).run(&["devices"]);
    assert!(devices.status.success(), "{devices:?}");
    let list = String::from_utf8_lossy(&devices.stdout);
    assert!(list.contains("default") && list.contains("Hz"), "{list}");
    let noise = String::from_utf8_lossy(&devices.stderr);
    assert!(!noise.contains("ALSA") && !noise.contains("jack"), "{noise}");
}

#[test]
fn an_incomplete_paste_of_the_user_is_not_interrupted() {
    let stage = Stage::with_composer("", &[]);
    let clip = samples::named("g13.wav");
    let user = stage.user();
    user.start_dictation();
    let playback = user.begin_to_say(&clip);
    stage.terminal.send_bytes(b"\x1b[200~one half, ");
    playback.finish();
    // The sentence is transcribed, and the paste has no end yet.
    stage.terminal.wait_for_text("your paste is still coming in", TEXT);
    stage.wait_for("\x1b[200~one half, ", wait::SOON);
    stage.terminal.send_bytes(b"the other\x1b[201~");
    let expected = format!("\x1b[200~one half, the other\x1b[201~{}", pasted(&clip));
    stage.wait_for(&expected, TEXT);
    stage.nothing_but(&expected);
}

#[test]
fn an_agent_that_says_it_is_blocked_gets_neither_text_nor_enter() {
    let stage = Stage::with_composer("", &["--send", "auto"]);
    let clip = samples::named("g13.wav");
    // Any program may report it; nothing else is known about this one.
    stage.recorder.emit("\x1b]7501;state=blocked:kind=permission\x1b\\");
    stage.user().dictate(&clip);
    stage.terminal.wait_for_text("the agent asks for permission", TEXT);
    // The user's own key is forwarded, and nothing came before it.
    stage.nothing_but("");
    stage.recorder.emit("\x1b]7501;state=idle\x1b\\");
    let expected = format!("~{}\r", pasted(&clip));
    stage.wait_for(&expected, TEXT);
    stage.nothing_but(&expected);
}

#[test]
fn a_dialog_that_opens_after_the_text_gets_no_enter() {
    let stage = Stage::with_composer("[voice]\nsend_delay_ms = 3000\n", &["--send", "auto"]);
    let clip = samples::named("g13.wav");
    stage.user().dictate(&clip);
    stage.wait_for(&pasted(&clip), TEXT);
    stage.recorder.emit("\x1b]7501;state=blocked:kind=question\x1b\\");
    stage.terminal.wait_for_text("Enter not pressed: the agent asks a question", TEXT);
    stage.recorder.emit("\x1b]7501;state=idle\x1b\\");
    stage.take(TEXT);
    stage.nothing_but(&pasted(&clip));
}
