//! Recordings cut into utterances: everything said is in one of them, nothing is in two.

use std::ops::Range;
use std::time::Duration;

use parlo::voice::{Utterance, utterances};
use parlo_core::audio::samples_in;
use parlo_core::level::rms_dbfs;
use parlo_core::settings::{VadKind, VoiceSettings};
use parlo_sounds::{pink_noise, silence};

use super::{at_level, sample};

fn with(vad: VadKind) -> VoiceSettings {
    VoiceSettings { vad, ..VoiceSettings::default() }
}

fn spans_of(samples: &[f32], settings: &VoiceSettings) -> Vec<Range<usize>> {
    let found = utterances(samples, settings);
    for Utterance { samples, spoken } in &found {
        assert!(!spoken.is_zero() && samples_in(*spoken) <= samples.len() as u64, "{found:?}");
    }
    found.into_iter().map(|utterance| utterance.samples).collect()
}

/// Checks order, limits, and that every 100 ms within 18 dB of the loudest ones is covered. Only a
/// scrap of a word right after a cut at the limit may be lost: too short to be taken for speech.
fn check(samples: &[f32], settings: &VoiceSettings) -> Vec<Range<usize>> {
    let spans = spans_of(samples, settings);
    let longest = samples_in(settings.max_capture) as usize;
    let scrap = samples_in(settings.min_recording) as usize;
    let mut covered = Vec::new();
    for span in &spans {
        let last_end = covered.last().map_or(0, |last: &Range<usize>| last.end);
        assert!(span.end <= samples.len() && !span.is_empty(), "{spans:?}");
        assert!(span.len() <= longest, "longer than a take: {spans:?}");
        assert!(spans.iter().all(|other| other.end <= span.start || other.start >= span.start));
        let cut = span.len() + 320 > longest;
        covered.push(span.start.max(last_end)..span.end + if cut { scrap } else { 0 });
    }
    let levels: Vec<f32> = samples.chunks_exact(1_600).map(rms_dbfs).collect();
    let floor = levels.iter().copied().fold(f32::MIN, f32::max) - 18.0;
    for (number, level) in levels.iter().enumerate() {
        let at = number * 1_600;
        let within = |at: usize| covered.iter().any(|span| span.contains(&at));
        let whole = (at..at + 1_600).step_by(160).all(within);
        assert!(*level < floor || whole, "{} ms is in none of {spans:?}", at / 16);
    }
    spans
}

#[test]
fn two_sentences_with_a_pause_are_two_utterances() {
    for vad in VadKind::ALL {
        let parts = [silence(700), sample("g01"), silence(1_000), sample("g03"), silence(300)];
        let spans = check(&parts.concat(), &with(vad));
        assert_eq!(spans.len(), 2, "{}: {spans:?}", vad.name());
        let second = parts[..3].iter().map(Vec::len).sum::<usize>();
        assert!(spans[0].end < second && spans[1].start + 500 * 16 >= second, "{spans:?}");
    }
}

#[test]
fn a_sentence_without_any_silence_around_it_is_whole() {
    for vad in VadKind::ALL {
        let clip = sample("g07");
        let loud = |frame: &[f32]| rms_dbfs(frame) > -40.0;
        let first = clip.chunks_exact(160).position(loud).unwrap_or(0) * 160;
        let last = (clip.chunks_exact(160).rposition(loud).unwrap_or(0) + 1) * 160;
        assert_eq!(check(&clip[first..last], &with(vad)).len(), 1, "{}", vad.name());
    }
}

#[test]
fn a_word_right_after_the_end_of_an_utterance_is_whole() {
    // The word begins as the silence tail of the first one is over.
    for vad in VadKind::ALL {
        for pause_ms in (300..700).step_by(20) {
            let parts = [silence(300), sample("g11"), silence(pause_ms), sample("g12")];
            check(&parts.concat(), &with(vad));
        }
    }
}

#[test]
fn a_long_reading_is_cut_into_takes_that_cover_all_of_it() {
    for vad in VadKind::ALL {
        // Then something knocks, which is not to be covered.
        let reading = &sample("cities")[..42 * 16_000];
        let spans = check(reading, &with(vad));
        assert!(spans.len() >= 2, "{}: {spans:?}", vad.name());
    }
}

#[test]
fn a_short_limit_cuts_at_pauses_or_at_the_limit() {
    for vad in VadKind::ALL {
        for max_capture_ms in [1_000, 2_345, 5_000] {
            let max_capture = Duration::from_millis(max_capture_ms);
            let settings = VoiceSettings { max_capture, ..with(vad) };
            check(&sample("ls1088"), &settings);
        }
    }
}

#[test]
fn a_long_silence_in_the_middle_hides_nothing_after_it() {
    for vad in VadKind::ALL {
        let parts = [sample("g11"), silence(65_000), sample("g12"), silence(31_000)];
        assert_eq!(check(&parts.concat(), &with(vad)).len(), 2, "{}", vad.name());
    }
}

#[test]
fn silence_and_noise_hold_no_utterance() {
    for vad in VadKind::ALL {
        let quiet = [silence(65_000), pink_noise(65_000, -60.0), Vec::new(), vec![0.5; 100]];
        for samples in quiet {
            let spans = spans_of(&samples, &with(vad));
            assert!(spans.is_empty(), "{}: {spans:?}", vad.name());
        }
    }
}

#[test]
fn a_soft_sentence_is_found() {
    for vad in VadKind::ALL {
        let clip = at_level(sample("g05"), -38.0);
        let spans = spans_of(&[silence(1_000), clip, silence(1_000)].concat(), &with(vad));
        assert_eq!(spans.len(), 1, "{}: {spans:?}", vad.name());
    }
}
