//! Files of metrics in, drawings out.

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::*;
use crate::diag::summary::charts;

fn row(number: u64, total_ms: Option<u64>, end: &str) -> Value {
    let day = 3 + number / 40;
    json!({
        "started_at": format!("2026-11-{day:02}T10:{:02}:00.000Z", number % 60),
        "strategy": "streaming_whisper", "model": "tiny.en", "end_reason": end,
        "capture_ms": 2_000.0, "stt_ms": 80.5, "total_ms": total_ms,
        "frames_dropped": 0, "channel_pressure": 0.031, "cancelled": end == "cancel",
        "fallback": false, "speculative_hits": 1, "speculative_misses": u64::from(number.is_multiple_of(4)),
        "error": null,
    })
}

fn summary_of(rows: impl IntoIterator<Item = Value>) -> MetricsSummary {
    let mut summary = MetricsSummary::default();
    for row in rows {
        let Value::Object(row) = row else { panic!("an object") };
        summary.add(&row, &TimeZone::UTC);
    }
    summary
}

/// A hundred takes of 200 to 398 ms, one that took a second, one cancelled and one that failed.
fn usual() -> MetricsSummary {
    let mut rows: Vec<Value> = (0..100).map(|n| row(n, Some(200 + 2 * n), "silence")).collect();
    rows.push(row(100, Some(1_000), "manual"));
    rows.push(row(101, None, "cancel"));
    let mut failed = row(102, None, "error");
    failed["error"] = json!("microphone: SECRET words");
    rows.push(failed);
    summary_of(rows)
}

fn drawn(summary: &MetricsSummary, columns: usize, glyphs: Glyphs) -> String {
    let mut out = Vec::new();
    let style = PrintStyle { glyphs, is_colored: false, columns: Some(columns) };
    drawing::write(&mut out, summary, "~/metrics.jsonl", &style).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn what_is_usual_is_drawn() {
    insta::assert_snapshot!(drawn(&usual(), 80, Glyphs::Unicode));
}

#[test]
fn it_is_useful_in_forty_columns_and_in_ascii() {
    let drawn = drawn(&usual(), 40, Glyphs::Ascii);
    assert!(drawn.is_ascii(), "{drawn}");
    assert!(drawn.lines().all(|line| line.len() <= 40), "{drawn}");
    insta::assert_snapshot!(drawn);
}

#[test]
fn numbers_are_added_up_by_day_end_and_kind_and_no_message_is_kept() {
    let summary = usual();
    assert_eq!((summary.takes, summary.errors, summary.flag("cancelled")), (103, 1, 1));
    assert_eq!(summary.ends["silence"], 100);
    assert_eq!(summary.models["tiny.en"], 103);
    let json = summary::json(&summary);
    assert_eq!(json["days"].as_array().unwrap().len(), 3);
    assert_eq!(json["days"][0]["utterances"], 40);
    assert_eq!(json["days"][0]["total_ms"]["p50"], 238.0);
    assert_eq!(json["columns"]["speculative_hits"]["sum"], 103.0);
    assert_eq!(json["first"], "2026-11-03T10:00:00Z");
    for shown in [json.to_string(), summary::page(&summary), drawn(&summary, 100, Glyphs::Unicode)]
    {
        assert!(!shown.contains("SECRET"), "{shown}");
    }
}

#[test]
fn what_a_file_calls_things_is_shown_only_where_parlo_would_call_them_so() {
    let mut strange = row(0, Some(300), "\u{1b}[2Jwords");
    strange["model"] = json!("/home/me/what I said");
    strange["what I said"] = json!(7);
    strange["odd_flag"] = json!(true);
    let summary = summary_of([strange]);
    assert_eq!(summary.ends["other"], 1);
    assert_eq!(summary.models["other"], 1);
    let shown = drawn(&summary, 80, Glyphs::Unicode) + &summary::page(&summary);
    assert!(!shown.contains("said") && !shown.contains('\u{1b}'), "{shown}");
    assert!(shown.contains("1 odd_flag"), "{shown}");
}

#[test]
fn bad_lines_and_dropped_sound_are_trouble_and_nothing_is_none() {
    assert!(
        drawn(&summary_of([row(1, Some(300), "silence")]), 80, Glyphs::Unicode).contains("none")
    );
    let mut summary = summary_of([row(1, None, "timeout")]);
    summary.bad = crate::diag::BadLines { count: 5, first: vec![3, 4, 9] };
    let shown = drawn(&summary, 80, Glyphs::Unicode);
    assert!(shown.contains("5 lines are unreadable (number 3, 4, 9, …)"), "{shown}");
    assert!(shown.contains("no take came to a text"), "{shown}");
    assert!(drawn(&MetricsSummary::default(), 80, Glyphs::Unicode).contains("no take yet"));
}

#[test]
fn the_page_stands_alone_with_anything_in_the_file() {
    for summary in [usual(), MetricsSummary::default(), summary_of([row(1, None, "cancel")])] {
        let page = summary::page(&summary);
        assert_eq!(page.matches("<svg ").count(), 6);
        for part in ["<script", "http", "src=", "@import", "url(", "NaN", "inf"] {
            assert!(!page.contains(part), "{part} in the page");
        }
    }
}

#[test]
fn a_history_keeps_its_shape_and_a_histogram_its_count() {
    let values: Vec<f64> = (0..1_000).map(f64::from).collect();
    assert_eq!(charts::history(&values, 4), [124.0, 374.0, 624.0, 874.0]);
    assert_eq!(charts::history(&values[..3], 60), [0.0, 1.0, 2.0]);
    assert_eq!(charts::history(&[], 60), [0.0; 0]);
    let mut spread = vec![310.0; 500];
    spread.extend([120.0, 20_000.0, f64::NAN, -1.0]);
    let bins = charts::histogram(&spread, 10);
    assert_eq!(bins.iter().map(|bin| bin.count).sum::<usize>(), 503);
    assert_eq!(bins.last().map(|bin| (bin.to, bin.count)), Some((f64::INFINITY, 1)));
    assert!(charts::histogram(&[0.0, 0.0], 10).is_empty());
    // Nothing is drawn beyond the last value.
    assert_eq!(charts::histogram(&[310.0; 500], 10).len(), 1);
}
