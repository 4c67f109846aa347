//! `parlo stats` on ordinary, empty, damaged, large and missing files.

use std::fmt::Write;
use std::process::Output;

use serde_json::Value;

use crate::support::machine;
use crate::support::parlo::Home;

/// Metrics lines with these latencies, one a minute.
fn lines(waits_ms: impl Iterator<Item = u64>) -> String {
    let mut lines = String::new();
    for (number, wait) in waits_ms.enumerate() {
        let (day, hour, minute) = (1 + number / 1_440 % 28, number / 60 % 24, number % 60);
        writeln!(
            lines,
            "{{\"started_at\":\"2026-11-{day:02}T{hour:02}:{minute:02}:00.000Z\",\
             \"strategy\":\"streaming_whisper\",\"model\":\"tiny.en\",\"end_reason\":\"silence\",\
             \"stt_ms\":{}.5,\"total_ms\":{wait},\"frames_dropped\":0,\"cancelled\":false,\
             \"error\":null}}",
            wait / 4
        )
        .unwrap();
    }
    lines
}

fn home(name: &str, text: &str) -> Home {
    let home = Home::new().with_environment(vec![("TZ".into(), "UTC".into())]);
    std::fs::write(home.path().join(name), text).unwrap();
    home
}

#[track_caller]
fn shown(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
fn refused(output: &Output, code: i32, names: &[&str]) {
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{message}");
    for name in names {
        assert!(message.contains(name), "no {name:?} in: {message}");
    }
}

#[test]
fn metrics_are_summarised_and_drawn() {
    let _machine = machine::shared();
    let home = home("metrics.jsonl", &lines((1..=20).map(|n| n * 100)));
    let output = home.run(&["stats", "metrics.jsonl", "--json"]);
    let stats: Value = serde_json::from_str(&shown(&output)).unwrap();
    let total = &stats["columns"]["total_ms"];
    assert_eq!(
        [&total["p50"], &total["p95"], &total["p99"]].map(Value::as_f64),
        [Some(1_000.0), Some(1_900.0), Some(2_000.0)],
        "{stats}"
    );
    let drawn = shown(&home.run(&["stats", "metrics.jsonl", "--html", "page.html"]));
    for part in ["20 takes", "P95 1900", "▁", "█", "total_ms", "silence"] {
        assert!(drawn.contains(part), "no {part:?} in {drawn}");
    }
    let page = std::fs::read_to_string(home.path().join("page.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("<svg "), "{page}");
    // A page replaces an older one, never the metrics.
    shown(&home.run(&["stats", "metrics.jsonl", "--html", "page.html"]));
    for words in [
        ["--html", "metrics.jsonl", "metrics.jsonl"],
        ["metrics.jsonl", "--html", "./metrics.jsonl"],
    ] {
        refused(
            &home.run(&[&["stats"], &words[..]].concat()),
            2,
            &["metrics.jsonl", "no HTML page"],
        );
    }
    let ascii = shown(&home.run(&["stats", "metrics.jsonl", "--ascii"]));
    assert!(ascii.is_ascii(), "{ascii}");
}

#[test]
fn a_damaged_file_is_read_as_far_as_possible_and_a_wrong_one_is_refused() {
    let _machine = machine::shared();
    let mut text = lines([300, 400].into_iter());
    text.insert_str(0, "\u{0}\u{0}\u{0}\n");
    text += "{\"total_ms\": 5";
    let home = home("broken.jsonl", &text);
    let drawn = shown(&home.run(&["stats", "broken.jsonl"]));
    assert!(drawn.contains("2 takes"), "{drawn}");
    assert!(drawn.contains("2 lines are unreadable (number 1, 4)"), "{drawn}");
    std::fs::write(home.path().join("notes.txt"), "no metrics\n").unwrap();
    refused(&home.run(&["stats", "notes.txt"]), 1, &["notes.txt", "none of its 1 lines"]);
    refused(&home.run(&["stats", "absent.jsonl"]), 1, &["absent.jsonl"]);
    refused(&home.run(&["stats", "broken.jsonl", "--html", "no/page.html"]), 1, &["no/page.html"]);
    std::fs::write(home.path().join("empty.jsonl"), "").unwrap();
    assert!(shown(&home.run(&["stats", "empty.jsonl"])).contains("no take yet"));
}

#[test]
fn the_configured_file_is_read_where_none_is_named() {
    let _machine = machine::shared();
    let home = home("metrics.jsonl", &lines([250].into_iter()));
    refused(&home.run(&["stats"]), 2, &["[metrics]", "config.toml", "--metrics-file"]);
    let path = home.path().join("metrics.jsonl");
    let home = home.with_configuration(&format!("[metrics]\nfile = {:?}\n", path.display()));
    assert!(shown(&home.run(&["stats"])).contains("1 take\n"));
    // It is created with the first take.
    std::fs::remove_file(path).unwrap();
    assert!(shown(&home.run(&["stats"])).contains("no take yet"));
}

#[test]
fn years_of_metrics_are_read() {
    let _machine = machine::shared();
    let home = home("years.jsonl", &lines((0..40_000).map(|n| 200 + n % 300)));
    let output = home.run(&["stats", "years.jsonl", "--html", "page.html"]);
    assert!(shown(&output).contains("40000 takes"));
    let page = std::fs::metadata(home.path().join("page.html")).unwrap();
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
}
