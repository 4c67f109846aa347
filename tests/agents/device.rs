//! A microphone that is busy, refused, unplugged, or delivers no usable sound: an ALSA device that
//! the test breaks, and the real parlo around a recorder.

use std::time::Duration;

use parlo::voice::read_wav;

use super::TEXT;
use super::stage::{Stage, pasted};
use crate::support::alsa::{Condition, Format, SoftMicrophone, USUAL};
use crate::support::parlo::Home;
use crate::support::recorder::{PASTE_BEGIN, PASTE_END};
use crate::support::samples::{self, Clip};
use crate::support::{machine, wait};

/// A take with its retries, its decode and a busy machine.
const TAKE: Duration = Duration::from_secs(20);

fn spoken(clip: &Clip) -> Vec<f32> {
    read_wav(&clip.path).unwrap().to_mono_16k().unwrap()
}

/// A room too quiet to be heard, which is not digital silence.
fn room(milliseconds: usize) -> Vec<f32> {
    [0.0003, -0.0003, 0.0001].into_iter().cycle().take(milliseconds * 16).collect()
}

/// A device that plays the clip half a second after it was opened.
fn speaking(format: Format, clip: &Clip) -> SoftMicrophone {
    SoftMicrophone::new(format, &[room(500), spoken(clip), room(3_000)].concat())
}

fn home_with(microphone: &SoftMicrophone) -> Home {
    Home::new().with_environment(microphone.environment())
}

/// The standard output and standard error of a single utterance.
fn listen(home: &Home) -> (String, String) {
    let output = home.run(&["listen"]);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_microphone_that_cannot_be_opened_is_named_with_the_cause_and_the_remedy() {
    let _machine = machine::shared();
    let microphone = SoftMicrophone::new(USUAL, &room(100));
    let home = home_with(&microphone);
    for (condition, message) in [
        (Condition::Busy, "microphone in use: close the program that uses it"),
        (Condition::Refused, "microphone refused: allow it for this terminal"),
        (Condition::Absent, "microphone not found: connect one"),
    ] {
        // Opened once and retried three times: of five refusals one is left.
        microphone.refuses(condition, 5);
        let (text, trouble) = listen(&home);
        assert_eq!(microphone.refusals_left(), 1, "{condition:?}");
        assert_eq!(text, "");
        let lines: Vec<&str> = trouble.lines().collect();
        assert_eq!(lines.len(), 2, "{trouble}");
        assert!(
            lines.iter().all(|line| line.contains(message) && line.contains("(default")),
            "{trouble}"
        );
        assert!(lines[0].ends_with("; trying again"), "{trouble}");
    }
}

#[test]
fn a_microphone_that_is_free_again_is_heard_in_the_same_take() {
    let clip = samples::named("g01.wav");
    let microphone = speaking(USUAL, &clip);
    let stage = Stage::set_where("", &[], microphone.environment());
    stage.open_composer();
    microphone.refuses(Condition::Busy, 3);
    stage.terminal.keys(&["C-r"]);
    stage.terminal.wait_for_text("microphone in use: close the program", wait::SOON);
    stage.wait_for(&pasted(&clip), TAKE);
    let take = stage.take(TEXT);
    assert_eq!((&take["end_reason"], &take["error"]), (&"silence".into(), &().into()), "{take}");
    stage.nothing_but(&pasted(&clip));
}

/// Breaks a device in the middle of a long sentence and checks what is typed and reported.
fn break_mid_sentence(condition: Condition, messages: &[&str]) {
    let clip = samples::named("cities.wav");
    let microphone = speaking(USUAL, &clip);
    let configuration = "[voice]\nsend = \"auto\"\nsilence_tail_ms = 3000\n";
    let stage = Stage::set_where(configuration, &[], microphone.environment());
    stage.open_composer();
    stage.terminal.keys(&["C-r"]);
    stage.terminal.wait_for_text("best of times", TAKE);
    microphone.becomes(condition);
    for message in messages {
        stage.terminal.wait_for_text(message, TAKE);
    }
    let begins = format!("{PASTE_BEGIN}It was the best of times");
    let typed = |it: &str| it.starts_with(&begins) && it.ends_with(PASTE_END);
    stage.recorder.wait_for("what was said before", TAKE, typed, || stage.terminal.scene());
    let take = stage.take(TAKE);
    assert_eq!(take["end_reason"], "error", "{take}");
    let error = take["error"].as_str().unwrap_or_default();
    assert!(messages.iter().any(|message| error.contains(message)), "{take}");
    // Half a sentence is not sent automatically: nothing comes between it and the user's key.
    let before = stage.recorder.received();
    stage.nothing_but(&before);

    // The same device works again, or another one in its place.
    microphone.becomes(Condition::Fine);
    stage.terminal.keys(&["C-r"]);
    stage.terminal.wait_for_text("best of times", TAKE);
    stage.terminal.keys(&["C-r"]);
    let take = stage.home.wait_for_metrics(2, TAKE, || stage.terminal.scene());
    assert_eq!(take["end_reason"], "manual", "{take}");
}

#[test]
fn a_microphone_unplugged_while_speaking_keeps_what_was_said() {
    break_mid_sentence(Condition::Absent, &["microphone gone: connect it"]);
}

#[test]
fn a_microphone_that_stalls_while_speaking_is_reported_and_keeps_what_was_said() {
    let messages =
        ["microphone delivers nothing", "microphone delivers no sound: connect it again"];
    break_mid_sentence(Condition::Stalled, &messages);
}

#[test]
fn a_device_that_hangs_while_opening_is_reported_and_works_once_it_answers() {
    let clip = samples::named("g01.wav");
    let microphone = speaking(USUAL, &clip);
    let stage = Stage::set_where("", &[], microphone.environment());
    stage.open_composer();
    microphone.becomes(Condition::Hanging);
    stage.terminal.keys(&["C-r"]);
    stage.terminal.wait_for_text("microphone delivers nothing: connect it again", wait::SOON);
    let take = stage.take(wait::SOON);
    assert_eq!(take["end_reason"], "error", "{take}");
    microphone.becomes(Condition::Fine);
    stage.terminal.keys(&["C-r"]);
    stage.wait_for(&pasted(&clip), TAKE);
}

#[test]
fn pure_silence_gives_a_hint_and_the_words_after_it_are_typed() {
    let clip = samples::named("g01.wav");
    let sound = [vec![0.0; 2 * 16_000], spoken(&clip), room(3_000)].concat();
    let microphone = SoftMicrophone::new(USUAL, &sound);
    let stage = Stage::set_where("", &[], microphone.environment());
    stage.open_composer();
    stage.terminal.keys(&["C-r"]);
    stage.terminal.wait_for_text("microphone delivers pure silence: unmute it", wait::SOON);
    stage.wait_for(&pasted(&clip), TAKE);
}

#[test]
fn invalid_samples_are_reported_counted_and_ignored() {
    let _machine = machine::shared();
    let microphone = SoftMicrophone::new(USUAL, &room(100));
    microphone.becomes(Condition::Invalid);
    let home = home_with(&microphone).with_configuration("[voice]\nmax_capture_ms = 2000\n");
    let file = home.metrics_file();
    let output = home.run(&["listen", "--metrics-file", file.to_str().unwrap()]);
    let trouble = String::from_utf8_lossy(&output.stderr);
    assert_eq!(trouble.matches("microphone delivers no valid sound").count(), 1, "{trouble}");
    assert_eq!(trouble.lines().last(), Some("parlo: heard nothing"), "{trouble}");
    let take = home.wait_for_metrics(1, wait::SOON, || trouble.to_string());
    assert!(take["invalid_samples"].as_u64() >= Some(90_000), "{take}");
    assert_eq!(take["end_reason"], "timeout", "{take}");
}

#[test]
fn unusual_rates_and_channels_are_heard() {
    let _machine = machine::shared();
    let clip = samples::named("g01.wav");
    for (rate_hz, channels) in [(8_000, 1), (192_000, 8)] {
        let microphone = speaking(Format { rate_hz, channels }, &clip);
        let heard = listen(&home_with(&microphone));
        assert_eq!(heard, (clip.text.clone(), String::new()), "{rate_hz} Hz, {channels} channels");
    }
}
