//! `scripts/perf-smoke`: what passes and what fails, on made-up reports.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::support::repository;

fn judge(report: &Path) -> Output {
    let mut script = Command::new(repository().join("scripts/perf-smoke"));
    script.arg("--judge").arg(report);
    script.output().expect("scripts/perf-smoke can be started")
}

/// Whether this text passes as a report, and the script's output.
fn verdict(text: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    std::fs::write(&file, text).unwrap();
    let output = judge(&file);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}", output.status);
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

/// A report that passes every gate, with latency and lead at their limits.
fn report() -> Value {
    let times = |p50: f64, p95: f64| json!({ "count": 20, "p50": p50, "p95": p95, "p99": p95, "max": 9_000.0 });
    let take = json!({
        "total_ms": 400.0, "end_reason": "silence", "frames_dropped": 0, "fallback": false,
        "failure": null, "speculative_hits": 1, "speculative_misses": 0,
    });
    let clip = json!({
        "file": "a.wav", "said": "hello", "heard": "Hello.", "loops": false, "takes": [take],
    });
    json!({
        "conditions": { "model": "tiny.en", "threads": 2, "processor": "none" },
        "summary": {
            "total_ms": times(420.0, 750.0),
            "endpoint_wait_ms": times(400.0, 450.0),
            "stt_ms": times(200.0, 300.0),
            "first_words_ms": null,
            "refresh_ms": null,
            "words": { "errors": 8, "said": 400 },
            "baseline": {
                "latency_ms": times(600.0, 900.0),
                "words": { "errors": 5, "said": 400 },
            },
            "ratio": { "p50": 0.7, "p95": 0.8 },
        },
        "clips": [clip],
    })
}

/// Checks that the report with another value at a place fails at this gate only, for this reason.
#[track_caller]
fn fails_with(place: &str, value: Value, gate: &str, reason: &str) {
    let mut report = report();
    *report.pointer_mut(place).expect("a place in the report") = value;
    let (passed, said) = verdict(&report.to_string());
    let failed: Vec<&str> = said.lines().filter(|line| line.contains("FAILED")).collect();
    assert!(!passed && failed.len() == 1, "{said}");
    assert!(failed[0].starts_with(gate) && failed[0].contains(reason), "{said}");
}

#[test]
fn values_at_their_limits_pass_every_gate() {
    let (passed, said) = verdict(&report().to_string());
    assert!(passed, "{said}");
    for gate in ["takes", "latency", "lead", "words", "loops"] {
        let line = said.lines().find(|line| line.starts_with(gate));
        assert!(line.is_some_and(|line| line.contains(" ok ")), "no {gate} in:\n{said}");
    }
}

#[test]
fn text_that_comes_too_late_fails() {
    fails_with("/summary/total_ms/p95", json!(751.0), "latency", "P95 751 ms, at most 750 ms");
    fails_with("/summary/total_ms", Value::Null, "latency", "nothing was measured");
}

#[test]
fn a_lead_that_is_lost_fails() {
    fails_with("/summary/ratio/p50", json!(0.72), "lead", "0.72");
    fails_with("/summary/ratio", Value::Null, "lead", "nothing to compare");
}

#[test]
fn at_most_half_a_point_and_two_words_more_than_the_baseline_pass() {
    // 5 errors of the script, 2 of 400 words, and two words.
    fails_with("/summary/words/errors", json!(10), "words", "10 errors in 400 words, at most 9.0");
    fails_with("/summary/words/said", json!(0), "words", "0 words");
}

#[test]
fn a_looping_text_fails_and_is_named() {
    fails_with("/clips/0/loops", json!(true), "loops", "a.wav");
}

#[test]
fn a_failed_take_fails_and_is_named() {
    fails_with("/clips/0/takes/0/failure", json!("no microphone"), "takes", "a.wav: no microphone");
    fails_with("/clips/0/takes/0/end_reason", json!("timeout"), "takes", "timeout");
    fails_with("/clips/0/takes/0/total_ms", Value::Null, "takes", "no latency");
    fails_with("/clips/0/takes/0/frames_dropped", json!(3), "takes", "3 frames lost");
    fails_with("/clips/0/takes/0/fallback", json!(true), "takes", "a second one was needed");
    fails_with("/clips/0/heard", json!(""), "takes", "nothing was typed");
    fails_with("/clips", json!([]), "takes", "no take");
}

#[test]
fn an_invalid_report_fails() {
    for text in ["", "no JSON", "{}", "[]"] {
        let (passed, said) = verdict(text);
        assert!(!passed && said.contains("no report"), "{text:?}: {said}");
    }
    let absent = judge(Path::new("absent.json"));
    assert_eq!(absent.status.code(), Some(1), "{absent:?}");
}
