//! Every clip through the whole pipeline in real time: what it heard, and how soon.

mod gate;

use crate::support::parlo::{Home, read_metrics};
use crate::support::samples::{self, Clip};
use crate::support::{machine, text};
use parlo_core::wer::{WordErrors, word_errors};
use std::path::Path;
use std::process::Output;

/// Word errors over all clips together, live. Offline, with the full window and a beam of 5, the
/// model makes 2.4 %; what is more is the price of the short window and of guessing the end.
const LIVE_ERROR_BUDGET: f64 = 0.06;
/// The same for whole files.
const FILE_ERROR_BUDGET: f64 = 0.05;

/// What was said in a clip and what was heard.
struct Comparison {
    clip: Clip,
    heard: String,
}

impl Comparison {
    fn errors(&self) -> WordErrors {
        word_errors(&self.clip.text, &self.heard)
    }
}

/// Checks the errors of all clips together; a failure lists every clip that has one.
#[track_caller]
fn within_budget(budget: f64, comparisons: &[Comparison]) {
    let mut all = WordErrors::default();
    let mut report = String::new();
    for comparison in comparisons {
        let errors = comparison.errors();
        all += errors;
        if errors.errors > 0 {
            let Comparison { clip, heard } = comparison;
            report +=
                &format!("{}: {errors:?}\n  said  {}\n  heard {heard}\n", clip.name, clip.text);
        }
    }
    let rate = all.rate();
    assert!(rate <= budget, "word error rate {:.2} %\n{report}", rate * 100.0);
}

fn succeeded(output: &Output) -> String {
    assert!(output.status.success(), "{output:#?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The clips that fit into a take.
fn clips() -> Vec<Clip> {
    let mut clips = samples::all();
    clips.retain(|clip| !clip.exceeds_a_take());
    clips
}

/// Dictates the clips to the demo agent: per clip its text, where a pause ended a take within a
/// clip the takes' texts together.
fn dictate(home: &Home, clips: Vec<Clip>, metrics: &Path) -> Vec<Comparison> {
    let mut arguments = vec!["demo", "--metrics-file", metrics.to_str().unwrap()];
    let paths: Vec<String> = clips.iter().map(|clip| text(&clip.path)).collect();
    for path in &paths {
        arguments.extend(["--sample", path]);
    }
    let printed = succeeded(&home.run(&arguments));
    let heard = |clip: &Clip| {
        let start = format!("{}: ", clip.path.display());
        let lines = printed.lines().filter_map(|line| line.strip_prefix(&start));
        let texts: Vec<&str> = lines.collect();
        assert!(!texts.is_empty(), "no line for {} in:\n{printed}", clip.name);
        texts.join(" ")
    };
    clips.into_iter().map(|clip| Comparison { heard: heard(&clip), clip }).collect()
}

#[test]
fn every_clip_is_heard_right_and_in_time() {
    let _machine = machine::alone();
    // Kept where scripts/test looks for it.
    let metrics = Path::new(env!("CARGO_TARGET_TMPDIR")).join("replay-metrics.jsonl");
    if metrics.exists() {
        std::fs::remove_file(&metrics).unwrap();
    }
    let comparisons = dictate(&Home::new(), clips(), &metrics);
    within_budget(LIVE_ERROR_BUDGET, &comparisons);

    let takes = read_metrics(&metrics);
    assert!(takes.len() >= comparisons.len(), "{} takes", takes.len());
    for take in &takes {
        assert_eq!(take["end_reason"], "silence", "{take}");
        assert_eq!(take["frames_dropped"], 0, "{take}");
        assert_eq!(take["cancelled"], false, "{take}");
        assert!(take["error"].is_null(), "{take}");
    }
    let verdict = gate::judge(&metrics, 750);
    assert!(verdict.status.success(), "{verdict:#?}");
}

#[test]
fn speech_without_an_end_is_cut_where_a_take_must_end_and_nothing_of_it_is_lost() {
    let _machine = machine::alone();
    let home = Home::new();
    // Long pauses are the reader's way; only the length of the take may end it.
    let home = home.with_configuration("[voice]\nsilence_tail_ms = 2000\nmax_capture_ms = 10000\n");
    let comparisons = dictate(&home, vec![samples::named("cities.wav")], &home.metrics_file());
    let takes = home.metrics();
    let first = &takes[0];
    assert_eq!(first["end_reason"], "timeout", "{first}");
    assert_eq!(first["utterance_too_long"], true, "{first}");
    let capture = first["capture_ms"].as_f64().unwrap();
    assert!((9_900.0..10_300.0).contains(&capture), "{first}");
    let heard = &comparisons[0].heard;
    assert!(heard.to_lowercase().contains("best of times"), "{heard}");
    assert!(heard.to_lowercase().contains("age of"), "{heard}");
}

#[test]
fn files_are_transcribed_one_object_a_line() {
    let _machine = machine::alone();
    let clips = clips();
    let paths: Vec<String> = clips.iter().map(|clip| text(&clip.path)).collect();
    let mut arguments = vec!["transcribe", "--json"];
    arguments.extend(paths.iter().map(String::as_str));
    let printed = succeeded(&Home::new().run(&arguments));
    let lines: Vec<serde_json::Value> =
        printed.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
    assert_eq!(lines.len(), clips.len(), "{printed}");
    let comparisons: Vec<Comparison> = clips
        .into_iter()
        .zip(&lines)
        .map(|(clip, line)| {
            assert_eq!(line["file"], text(&clip.path), "{line}");
            let heard = line["text"].as_str().expect("a text").to_owned();
            Comparison { clip, heard }
        })
        .collect();
    within_budget(FILE_ERROR_BUDGET, &comparisons);
}

#[test]
fn a_file_is_transcribed_to_its_text_and_nothing_else() {
    let _machine = machine::alone();
    let clip = samples::named("g13.wav");
    let output = Home::new().run(&["transcribe", clip.path.to_str().unwrap()]);
    assert_eq!(succeeded(&output).trim_end(), clip.text);
    let noise = String::from_utf8_lossy(&output.stderr);
    for library in ["whisper_", "ggml", "ALSA", "jack"] {
        assert!(!noise.contains(library), "{noise}");
    }
}
