//! The report as one JSON object, for `scripts/perf-smoke` and to compare runs.

use parlo_core::metrics::Percentiles;
use serde_json::{Value, json};

use super::clips::Kind;
use super::metrics::{Ending, Judgement, Report, Row};
use super::summary::{Accuracy, Growth, Summary, lengths_and_latencies};
use crate::diag::summary::percentiles_json;

pub fn report(report: &Report) -> Value {
    let ending = report.conditions.ending();
    let long = report.rows_of(Kind::Joined);
    let points = lengths_and_latencies(&report.rows, ending);
    json!({
        "conditions": report.conditions,
        "summary": summary(&Summary::of(&report.rows_of(Kind::Single), ending)),
        "long": (!long.is_empty()).then(|| summary(&Summary::of(&long, ending))),
        "growth": Growth::of(&points),
        "clips": report.rows.iter().map(|clip| row(clip, ending)).collect::<Vec<_>>(),
        "left_out": report.left_out,
    })
}

fn summary(of: &Summary) -> Value {
    let percentiles = |of: Option<Percentiles>| of.map(percentiles_json);
    json!({
        "recordings": of.recordings,
        "takes": of.takes,
        "failed_takes": of.failed,
        "latency_ms": percentiles(of.latency),
        "total_ms": percentiles(of.total),
        "key_to_text_ms": percentiles(of.key_to_text),
        "endpoint_wait_ms": percentiles(of.endpoint_wait),
        "stt_ms": percentiles(of.stt),
        "first_words_ms": percentiles(of.first_words),
        "refresh_ms": percentiles(of.refresh),
        "words": accuracy(&of.words),
        "speculative_hits": of.speculative_hits,
        "speculative_misses": of.speculative_misses,
        "baseline": {
            "latency_ms": percentiles(of.script_latency),
            "decode_ms": percentiles(of.script_decode),
            "words": accuracy(&of.script_words),
        },
        "ratio": of.ratio.map(|(p50, p95)| json!({ "p50": p50, "p95": p95 })),
    })
}

fn accuracy(of: &Accuracy) -> Value {
    json!({
        "errors": of.errors.errors,
        "said": of.errors.reference_words,
        "rate": of.rate(),
        "loops": of.made_up,
    })
}

fn row(row: &Row, ending: Ending) -> Value {
    let errors = |of: Judgement| of.errors.map(|errors| errors.errors);
    json!({
        "file": row.name,
        "joined": row.kind == Kind::Joined,
        "audio_ms": row.audio_ms,
        "said": row.said,
        "heard": row.live.text,
        "errors": errors(row.live_words),
        "loops": row.live_words.made_up,
        "takes": row.live.takes,
        "baseline": {
            "heard": row.script_text,
            "errors": errors(row.script_words),
            "loops": row.script_words.made_up,
            "decode_ms": row.script_decode_ms,
            "latency_ms": row.script_latency_ms(ending),
        },
    })
}
