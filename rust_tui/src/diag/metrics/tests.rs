//! The schema of a metrics line, and what is read back.

use std::path::Path;
use std::time::Instant;

use parlo_core::metrics::{CaptureStats, EndReason, TranscriptionStrategy};
use parlo_core::take_id::TakeId;
use serde_json::Map;

use super::*;

fn metrics(total_ms: Option<u64>) -> VoiceLatencyMetrics {
    VoiceLatencyMetrics {
        utterance_id: TakeId(0x0123_4567_89ab_4cde_8123_4567_89ab_cdef),
        started_at: Instant::now(),
        strategy: TranscriptionStrategy::StreamingWhisper,
        end_reason: EndReason::Silence,
        capture: Duration::from_micros(2_500_040),
        speech: Duration::from_millis(1_800),
        endpoint_wait: Some(Duration::from_millis(500)),
        stt: None,
        overlap: Duration::ZERO,
        total: total_ms.map(Duration::from_millis),
        agent_round: None,
        capture_stats: CaptureStats { frames: 25, bytes: 160_000, ..CaptureStats::default() },
        utterance_too_long: false,
        backpressure_abort: false,
        recoverable_poison: false,
        cancelled: false,
        fallback: false,
        speculative_hits: 1,
        speculative_misses: 0,
        state: "done",
        error: None,
    }
}

#[test]
fn a_line_has_every_field_of_the_schema_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("metrics.jsonl");
    let file = MetricsFile::new(path.clone(), "whisper.cpp", "tiny.en");
    file.record(&metrics(Some(510))).unwrap();
    let line = std::fs::read_to_string(&path).unwrap();
    assert_eq!(line.matches('\n').count(), 1);
    let row: Map<String, Value> = serde_json::from_str(&line).unwrap();
    let names: Vec<&str> = row.keys().map(String::as_str).collect();
    let schema = "utterance_id started_at strategy engine model end_reason capture_ms speech_ms \
        endpoint_wait_ms stt_ms overlap_ms total_ms agent_round_ms frames frames_dropped bytes \
        channel_pressure channel_full_events invalid_samples zero_samples utterance_too_long \
        backpressure_abort recoverable_poison cancelled fallback speculative_hits \
        speculative_misses state error";
    assert_eq!(names, schema.split_whitespace().collect::<Vec<_>>());
    assert_eq!(row["utterance_id"], "01234567-89ab-4cde-8123-456789abcdef");
    assert_eq!(row["capture_ms"], 2_500.0);
    assert_eq!(row["total_ms"], 510.0);
    assert_eq!(row["stt_ms"], Value::Null);
    let started: jiff::Timestamp = row["started_at"].as_str().unwrap().parse().unwrap();
    assert!(started.duration_until(jiff::Timestamp::now()) < jiff::SignedDuration::from_secs(5));
}

#[test]
fn lines_are_appended_for_this_user_only_and_read_back() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/metrics.jsonl");
    let file = MetricsFile::new(path.clone(), "whisper.cpp", "tiny.en");
    for total in [100, 200, 300] {
        file.record(&metrics(Some(total))).unwrap();
    }
    file.record(&metrics(None)).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let (rows, bad) = read(&path);
    let totals: Vec<Option<f64>> = rows.iter().map(|row| row["total_ms"].as_f64()).collect();
    assert_eq!(totals, [Some(100.0), Some(200.0), Some(300.0), None]);
    assert_eq!(bad, BadLines::default());
}

#[test]
fn bad_lines_are_skipped_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("metrics.jsonl");
    let mut bytes = b"{\"total_ms\": 1}\n\nnot json\n[1]\n{\"other\": 1}\n\xff\xfe\n".to_vec();
    // What a crash of the machine may leave: a long line of zeros.
    bytes.extend(std::iter::repeat_n(0, 200_000));
    bytes.extend_from_slice(b"\n{\"total_ms\": null}\n{\"total_ms\": 3");
    std::fs::write(&path, bytes).unwrap();
    let (rows, bad) = read(&path);
    assert_eq!(rows.len(), 2);
    assert_eq!(bad, BadLines { count: 6, first: vec![3, 4, 5] });
}

fn read(path: &Path) -> (Vec<Map<String, Value>>, BadLines) {
    let mut rows = Vec::new();
    let bad = read_metrics(path, |row| rows.push(row)).unwrap();
    (rows, bad)
}

#[test]
fn a_file_that_cannot_be_written_is_named_at_the_start() {
    let error =
        MetricsFile::new(PathBuf::from("/proc/none/metrics.jsonl"), "e", "m").check().unwrap_err();
    assert!(error.to_string().starts_with("/proc/none/metrics.jsonl: "));
}
