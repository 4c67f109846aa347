//! Recordings through the whole pipeline: their transcripts. Latency and errors over all of them in
//! real time are judged by `scripts/perf-smoke`.

mod bench;
mod smoke;

use std::process::Output;

use parlo_core::wer::{WordErrors, word_errors};

use crate::support::parlo::Home;
use crate::support::samples::{self, Clip};
use crate::support::{machine, text};

/// Word errors over all clips together, as whole files.
const ERROR_BUDGET: f64 = 0.05;

/// The text of a clip and its transcript.
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
fn within_budget(comparisons: &[Comparison]) {
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
    assert!(rate <= ERROR_BUDGET, "word error rate {:.2} %\n{report}", rate * 100.0);
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

#[test]
fn endless_speech_is_cut_at_the_longest_take_and_nothing_is_lost() {
    let _machine = machine::shared();
    let home = Home::new();
    // The reader makes long pauses; only the length of the take may end it.
    let home = home.with_configuration("[voice]\nsilence_tail_ms = 2000\nmax_capture_ms = 10000\n");
    let (clip, metrics) = (home.path().join("long.wav"), home.metrics_file());
    write_beginning(&samples::named("cities.wav"), 24, &clip);
    let arguments = ["demo", "--metrics-file", metrics.to_str().unwrap(), "--sample"];
    let printed = succeeded(&home.run(&[&arguments[..], &[clip.to_str().unwrap()]].concat()));
    let takes = home.metrics();
    let first = &takes[0];
    assert_eq!(first["end_reason"], "timeout", "{first}");
    assert_eq!(first["utterance_too_long"], true, "{first}");
    let capture = first["capture_ms"].as_f64().unwrap();
    assert!((9_900.0..10_300.0).contains(&capture), "{first}");
    let printed = printed.to_lowercase();
    assert!(printed.contains("best of times") && printed.contains("age of"), "{printed}");
}

/// Writes so many seconds of a clip.
fn write_beginning(clip: &Clip, seconds: u32, path: &std::path::Path) {
    let mut clip = hound::WavReader::open(&clip.path).unwrap();
    let spec = clip.spec();
    let samples = seconds * spec.sample_rate * u32::from(spec.channels);
    let mut beginning = hound::WavWriter::create(path, spec).unwrap();
    for sample in clip.samples::<i16>().take(samples as usize) {
        beginning.write_sample(sample.unwrap()).unwrap();
    }
    beginning.finalize().unwrap();
}

#[test]
fn files_are_transcribed_one_object_a_line() {
    let _machine = machine::shared();
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
    within_budget(&comparisons);
}

#[test]
fn a_file_is_transcribed_to_its_text_and_nothing_else() {
    let _machine = machine::shared();
    let clip = samples::named("g13.wav");
    let home = Home::new();
    let output = home.run(&["transcribe", clip.path.to_str().unwrap()]);
    assert_eq!(succeeded(&output).trim_end(), clip.text);
    // From a pipe too, whose header claims more than comes.
    let mut bytes = std::fs::read(&clip.path).unwrap();
    bytes[42] += 1;
    let cut_off = home.run_with_input(&["transcribe", "-"], &bytes);
    assert_eq!(succeeded(&cut_off).trim_end(), clip.text);
    let warning = String::from_utf8_lossy(&cut_off.stderr);
    assert!(warning.contains("-: is cut off"), "{warning}");
    let noise = String::from_utf8_lossy(&output.stderr);
    for library in ["whisper_", "ggml", "ALSA", "jack"] {
        assert!(!noise.contains(library), "{noise}");
    }
}
