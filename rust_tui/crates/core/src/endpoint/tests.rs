//! Scripts of voiced and unvoiced stretches, and the boundaries they must yield.

use super::*;

/// Round numbers: a pause after 250 ms, the end after 500.
fn settings() -> VoiceSettings {
    VoiceSettings {
        silence_tail: Duration::from_millis(500),
        speculate_after: Duration::from_millis(250),
        ..VoiceSettings::default()
    }
}

/// Runs a script of `(voiced, milliseconds)` in 20 ms frames; yields `(ms, boundary)`.
fn run(settings: &VoiceSettings, script: &[(bool, u64)]) -> Vec<(u64, Boundary)> {
    let mut endpointer = Endpointer::new(settings);
    let mut out = Vec::new();
    let mut now_ms = 0;
    for &(voiced, length_ms) in script {
        for _ in 0..length_ms / 20 {
            now_ms += 20;
            if let Some(boundary) = endpointer.push(voiced, 320) {
                out.push((now_ms, boundary));
            }
        }
    }
    out
}

fn names(boundaries: &[(u64, Boundary)]) -> Vec<(u64, &'static str)> {
    let name = |boundary: &Boundary| match boundary {
        Boundary::Started(_) => "started",
        Boundary::Sufficed(_) => "sufficed",
        Boundary::Paused(_) => "paused",
        Boundary::Resumed { .. } => "resumed",
        Boundary::Retracted => "retracted",
        Boundary::Ended(_) => "ended",
        Boundary::TooLong(_) => "too long",
    };
    boundaries.iter().map(|(at, boundary)| (*at, name(boundary))).collect()
}

fn check(script: &[(bool, u64)], expected: &[(u64, &str)]) {
    let boundaries = run(&settings(), script);
    assert_eq!(names(&boundaries), expected);
}

#[test]
fn an_utterance_from_onset_to_end() {
    let boundaries = run(&settings(), &[(false, 400), (true, 1_000), (false, 1_000)]);
    assert_eq!(
        names(&boundaries),
        [(460, "started"), (700, "sufficed"), (1_660, "paused"), (1_900, "ended")]
    );
    let Boundary::Ended(heard) = boundaries[3].1 else { panic!("not an end") };
    let ms = |samples: u64| samples / 16;
    assert_eq!((ms(heard.onset), ms(heard.voiced_end), ms(heard.voiced)), (400, 1_400, 1_000));
    let span = heard.span(Duration::from_millis(500), Duration::from_millis(250));
    assert_eq!((ms(span.start), ms(span.end)), (0, 1_650));
}

#[test]
fn silence_yields_nothing_until_the_limit() {
    check(&[(false, 29_980)], &[]);
    check(&[(false, 31_000)], &[(30_000, "too long")]);
}

#[test]
fn a_take_that_ends_in_silence_has_heard_nothing_before_or_after_its_end() {
    for knock_ms in [0, 120] {
        let mut endpointer = Endpointer::new(&settings());
        for (voiced, length_ms) in [(true, knock_ms), (false, 31_000)] {
            for _ in 0..length_ms / 20 {
                let boundary = endpointer.push(voiced, 320);
                assert!(!matches!(boundary, Some(Boundary::TooLong(Some(_)))), "{boundary:?}");
            }
        }
        assert_eq!(endpointer.heard(), None);
    }
}

#[test]
fn endless_speech_ends_at_the_limit() {
    check(&[(true, 31_000)], &[(60, "started"), (300, "sufficed"), (30_000, "too long")]);
}

#[test]
fn a_click_opens_nothing() {
    check(&[(false, 100), (true, 40), (false, 2_000)], &[]);
}

#[test]
fn clicks_far_apart_do_not_add_up() {
    check(&[(true, 40), (false, 140), (true, 40), (false, 140), (true, 40), (false, 500)], &[]);
}

#[test]
fn a_knock_is_retracted_and_the_take_goes_on() {
    check(
        &[(true, 120), (false, 600), (true, 400), (false, 600)],
        &[
            (60, "started"),
            (380, "retracted"),
            (780, "started"),
            (1_020, "sufficed"),
            (1_380, "paused"),
            (1_620, "ended"),
        ],
    );
}

#[test]
fn a_thinking_pause_is_not_the_end() {
    check(
        &[(true, 600), (false, 400), (true, 600), (false, 600)],
        &[
            (60, "started"),
            (300, "sufficed"),
            (860, "paused"),
            (1_060, "resumed"),
            (1_860, "paused"),
            (2_100, "ended"),
        ],
    );
}

#[test]
fn a_click_in_the_tail_does_not_postpone_the_end_for_long() {
    check(
        &[(true, 600), (false, 300), (true, 20), (false, 600)],
        &[(60, "started"), (300, "sufficed"), (860, "paused"), (1_100, "ended")],
    );
}

#[test]
fn a_word_begun_at_the_last_moment_is_kept() {
    check(
        &[(true, 600), (false, 480), (true, 400), (false, 600)],
        &[
            (60, "started"),
            (300, "sufficed"),
            (860, "paused"),
            (1_140, "resumed"),
            (1_740, "paused"),
            (1_980, "ended"),
        ],
    );
}

#[test]
fn after_the_end_frames_mean_nothing() {
    let mut endpointer = Endpointer::new(&settings());
    for _ in 0..50 {
        endpointer.push(true, 320);
    }
    for _ in 0..50 {
        endpointer.push(false, 320);
    }
    assert_eq!((0..100).find_map(|_| endpointer.push(true, 320)), None);
}

#[test]
fn a_stop_between_words_is_not_mid_speech() {
    let mut endpointer = Endpointer::new(&VoiceSettings::default());
    for _ in 0..20 {
        endpointer.push(true, 320);
    }
    assert!(endpointer.is_mid_speech());
    for _ in 0..10 {
        endpointer.push(false, 320);
    }
    assert!(!endpointer.is_mid_speech());
}

#[test]
fn the_tail_of_one_pause_can_be_set_and_the_next_is_as_usual() {
    let mut endpointer = Endpointer::new(&settings());
    let mut ends = Vec::new();
    let mut run = |endpointer: &mut Endpointer, voiced: bool, milliseconds: u64| {
        for _ in 0..milliseconds / 20 {
            ends.extend(endpointer.push(voiced, 320));
        }
    };
    run(&mut endpointer, true, 600);
    run(&mut endpointer, false, 300);
    endpointer.set_tail(Duration::from_millis(1_000));
    run(&mut endpointer, false, 600);
    run(&mut endpointer, true, 200);
    // Not in a pause: nothing to set.
    endpointer.set_tail(Duration::from_millis(1_000));
    run(&mut endpointer, false, 500);
    let kinds: Vec<&str> = names(&ends.iter().map(|end| (0, *end)).collect::<Vec<_>>())
        .into_iter()
        .map(|(_, name)| name)
        .collect();
    assert_eq!(kinds, ["started", "sufficed", "paused", "resumed", "paused", "ended"]);
}

#[test]
fn a_shorter_tail_ends_the_pause_at_once_if_it_has_lasted_so_long() {
    let mut endpointer = Endpointer::new(&settings());
    for voiced in [[true; 30].as_slice(), [false; 20].as_slice()].concat() {
        let _ = endpointer.push(voiced, 320);
    }
    endpointer.set_tail(Duration::from_millis(300));
    assert!(matches!(endpointer.push(false, 320), Some(Boundary::Ended(_))));
}
