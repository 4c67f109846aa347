//! The output of `parlo bench`. Its measurements over all samples are judged by
//! `scripts/perf-smoke`.

use parlo_core::wer::word_errors;
use serde_json::Value;

use super::succeeded;
use crate::support::parlo::Home;
use crate::support::samples;
use crate::support::{machine, repository, text};

#[track_caller]
fn milliseconds(value: &Value, range: std::ops::Range<f64>) -> f64 {
    let ms = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!(range.contains(&ms), "{ms} is outside {range:?}");
    ms
}

#[test]
fn a_pause_or_the_key_ends_an_utterance_and_both_are_measured_against_the_script() {
    let _machine = machine::shared();
    let home = Home::new();
    let clip = samples::named("g13.wav");
    let manifest = home.path().join("mine.tsv");
    let line = format!("file\ttext\tsource\n{}\t{}\tsamples\n", text(&clip.path), clip.text);
    std::fs::write(&manifest, line).unwrap();
    let page = home.path().join("report.html");
    let usual = ["bench", "--manifest", manifest.to_str().unwrap(), "--json"];

    let arguments = [&usual[..], &["--html", page.to_str().unwrap()]].concat();
    let report: Value = serde_json::from_str(&succeeded(&home.run(&arguments))).unwrap();
    let measured = &report["clips"][0];
    assert_eq!(measured["said"], clip.text.as_str(), "{report}");
    let heard = measured["heard"].as_str().unwrap();
    assert_eq!(measured["errors"], word_errors(&clip.text, heard).errors, "{measured}");
    assert_eq!(measured["loops"], false, "{measured}");
    let take = &measured["takes"][0];
    assert_eq!(take["end_reason"], "silence", "{take}");
    let total = milliseconds(&take["total_ms"], 100.0..10_000.0);
    let wait = milliseconds(&take["endpoint_wait_ms"], 100.0..total + 1.0);
    milliseconds(&take["delivery_ms"], 0.0..total - wait + 1.0);
    milliseconds(&take["first_words_ms"], 100.0..10_000.0);
    let decode = milliseconds(&measured["baseline"]["decode_ms"], 10.0..60_000.0);
    let script = milliseconds(&measured["baseline"]["latency_ms"], 500.0..60_500.0);
    assert!((script - decode - 500.0).abs() < 0.2, "{measured}");
    let summary = &report["summary"];
    assert_eq!(summary["total_ms"]["p50"], take["total_ms"], "{summary}");
    let ratio = summary["ratio"]["p50"].as_f64().unwrap();
    assert!((ratio - total / script).abs() < 1e-6, "{summary}");
    let html = std::fs::read_to_string(&page).unwrap();
    assert!(html.contains("<svg") && html.contains("g13.wav") && html.ends_with("</html>\n"));

    // A clip must not be overwritten by the page.
    let refused = home.run(&[&usual[..], &["--html", manifest.to_str().unwrap()]].concat());
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    assert!(std::fs::read_to_string(&manifest).unwrap().starts_with("file\ttext"));

    let arguments = [&usual[..], &["--end", "key", "--key-after-ms", "60"]].concat();
    let report: Value = serde_json::from_str(&succeeded(&home.run(&arguments))).unwrap();
    let take = &report["clips"][0]["takes"][0];
    assert_eq!(take["end_reason"], "manual", "{take}");
    let key_to_text = milliseconds(&take["key_to_text_ms"], 1.0..10_000.0);
    // The key was pressed in time, as far as two detectors agree on the last voiced sample.
    milliseconds(&take["total_ms"], key_to_text..key_to_text + 200.0);
    assert_eq!(report["summary"]["latency_ms"]["p50"], take["key_to_text_ms"]);
}

#[test]
fn unusable_input_is_refused_before_anything_plays() {
    let _machine = machine::shared();
    let home = Home::new();
    std::fs::write(home.path().join("bad.tsv"), "name,text\n").unwrap();
    let clip = text(&repository().join("samples/g11.wav"));
    for (arguments, code, names) in [
        (&["bench"][..], 2, "samples/manifest.tsv"),
        (&["bench", "--end", "never", &clip], 2, "never"),
        (&["bench", "absent.wav"], 1, "absent.wav"),
        (&["bench", "--manifest", "absent.tsv"], 1, "absent.tsv"),
        (&["bench", "--manifest", "bad.tsv"], 1, "bad.tsv:1"),
        (&["bench", "--html", "absent/report.html", &clip], 1, "absent/report.html"),
    ] {
        let output = home.run(arguments);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {message}");
        assert!(message.contains(names) && output.stdout.is_empty(), "{arguments:?}: {output:?}");
    }
}
