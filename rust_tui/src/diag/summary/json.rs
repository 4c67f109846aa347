//! The statistics as JSON.

use parlo_core::metrics::Percentiles;
use serde_json::{Map, Value, json};

use super::MetricsSummary;

/// Percentiles as a JSON object.
pub fn percentiles_json(of: Percentiles) -> Value {
    json!({ "count": of.count, "p50": of.p50, "p95": of.p95, "p99": of.p99, "max": of.max })
}

/// All of them.
pub fn json(summary: &MetricsSummary) -> Value {
    let columns: Map<String, Value> = summary
        .columns
        .iter()
        .filter_map(|(name, values)| {
            let mut summary = percentiles_json(Percentiles::of(values)?);
            summary["sum"] = json!(values.iter().sum::<f64>());
            Some((name.clone(), summary))
        })
        .collect();
    let flags: Map<String, Value> =
        summary.flags.iter().map(|(name, count)| (name.clone(), json!(count))).collect();
    let days: Vec<Value> = summary
        .days
        .iter()
        .map(|(date, day)| {
            let total = Percentiles::of(&day.total_ms);
            json!({ "day": date.to_string(), "utterances": day.takes, "errors": day.errors,
                    "total_ms": total.map(percentiles_json) })
        })
        .collect();
    json!({
        "utterances": summary.takes,
        "bad_lines": summary.bad.count,
        "first": summary.span.map(|(first, _)| first.to_string()),
        "last": summary.span.map(|(_, last)| last.to_string()),
        "errors": summary.errors,
        "end_reasons": summary.ends,
        "strategies": summary.strategies,
        "models": summary.models,
        "flags": flags,
        "columns": columns,
        "days": days,
    })
}
