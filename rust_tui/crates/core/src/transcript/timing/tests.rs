//! Tones in place of speech: where they begin and end is known.

use super::*;

const RATE: usize = SAMPLE_RATE_HZ as usize;

/// Stretches of sound (true) and silence, in milliseconds.
fn audio(stretches: &[(bool, usize)]) -> Vec<f32> {
    let mut samples = Vec::new();
    for (sounds, ms) in stretches {
        let from = samples.len();
        samples.extend((0..ms * RATE / 1_000).map(|at| {
            let noise = ((at * 7_919 + from) % 101) as f32 / 101.0 - 0.5;
            if *sounds { ((at as f32) * 0.3).sin() * 0.3 } else { noise * 0.000_2 }
        }));
    }
    samples
}

fn spans_ms(audio: &[f32], words: &[&str]) -> Vec<(u64, u64)> {
    word_spans(audio, words).iter().map(|span| (span.start / 16, span.end / 16)).collect()
}

#[test]
fn words_between_pauses_are_found_where_they_sound() {
    let audio = audio(&[
        (false, 300),
        (true, 200),
        (false, 300),
        (true, 500),
        (false, 200),
        (true, 300),
        (false, 250),
    ]);
    let found = spans_ms(&audio, &["Yes,", "refactor", "that."]);
    assert_eq!(found, [(300, 500), (800, 1_300), (1_500, 1_800)]);
}

#[test]
fn words_without_a_pause_share_the_sound_by_their_length() {
    let audio = audio(&[(false, 100), (true, 900), (false, 100)]);
    let found = spans_ms(&audio, &["a", "documentation"]);
    assert_eq!((found[0].0, found[1].1), (100, 1_000));
    assert_eq!(found[0].1, found[1].0);
    assert!((120..=250).contains(&found[0].1), "{found:?}");
}

#[test]
fn a_single_word_is_all_that_sounds() {
    let audio = audio(&[(false, 100), (true, 250), (false, 50), (true, 150), (false, 100)]);
    assert_eq!(spans_ms(&audio, &["Undo"]), [(100, 550)]);
}

#[test]
fn spans_are_ordered_and_within_the_audio_whatever_it_is() {
    let loud = vec![0.5; 5_000];
    let short = audio(&[(true, 15)]);
    let long = audio(&[(true, 9_000), (false, 8_000), (true, 3_000)]);
    let many: Vec<&str> = "run the tests, then commit 1813 files".split(' ').collect();
    let endless = ["x"; 200];
    for samples in [&[][..], &[0.0; 3], &[0.0; 16_000], &loud, &short, &long] {
        for words in [&[][..], &["–"], &["日本語です"], &many, &endless] {
            let spans = word_spans(samples, words);
            assert_eq!(spans.len(), words.len());
            let mut end = 0;
            for span in spans {
                assert!(end <= span.start && span.start <= span.end, "{words:?}");
                end = span.end;
            }
            assert!(end <= samples.len() as u64);
        }
    }
}
