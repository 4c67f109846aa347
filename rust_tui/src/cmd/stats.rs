//! `parlo stats`: percentiles of a metrics file.

use super::failure::failure;
use super::print;
use crate::diag::{Summary, read_metrics, summarise};
use anyhow::Result;
use parlo_core::metrics::Percentiles;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// Columns whose values are counts of a whole run rather than of one utterance, best seen added up.
const COUNTS: [&str; 5] =
    ["frames_dropped", "channel_full_events", "speculative_hits", "speculative_misses", "frames"];

/// Prints the summary.
///
/// # Errors
/// The file is unreadable, malformed or empty.
pub fn run(path: &Path, as_json: bool) -> Result<()> {
    let rows = read_metrics(path)?;
    if rows.is_empty() {
        return Err(failure(format!(
            "{}: holds no utterance; write some with --metrics-file",
            path.display()
        )));
    }
    let mut out = print::output();
    if as_json {
        writeln!(out, "{}", print::json(&to_json(&rows)))?;
    } else {
        write_table(&mut out, &rows)?;
    }
    Ok(())
}

fn ends(rows: &[Map<String, Value>]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for row in rows {
        let reason = row.get("end_reason").and_then(Value::as_str).unwrap_or("unknown");
        *counts.entry(reason).or_insert(0) += 1;
    }
    counts
}

fn to_json(rows: &[Map<String, Value>]) -> Value {
    let columns: Map<String, Value> = summarise(rows)
        .into_iter()
        .map(|summary| (summary.column, percentiles_json(summary.percentiles)))
        .collect();
    json!({ "utterances": rows.len(), "end_reasons": ends(rows), "columns": columns })
}

/// Percentiles as a JSON object.
pub fn percentiles_json(of: Percentiles) -> Value {
    json!({ "count": of.count, "p50": of.p50, "p95": of.p95, "p99": of.p99, "max": of.max })
}

fn write_table(out: &mut impl Write, rows: &[Map<String, Value>]) -> std::io::Result<()> {
    let reasons: Vec<String> =
        ends(rows).into_iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    writeln!(out, "{} utterances, ended by: {}\n", rows.len(), reasons.join(", "))?;
    writeln!(
        out,
        "{:<22}{:>6}{:>11}{:>11}{:>11}{:>11}",
        "column", "n", "P50", "P95", "P99", "max"
    )?;
    for summary in summarise(rows) {
        let Summary { column: name, percentiles: of } = &summary;
        if COUNTS.contains(&name.as_str()) {
            let total: f64 = rows.iter().filter_map(|row| row.get(name)?.as_f64()).sum();
            writeln!(out, "{name:<22}{:>6}{:>11} in all", of.count, total)?;
        } else {
            let (p50, p95) = (figure(of.p50), figure(of.p95));
            let (p99, max) = (figure(of.p99), figure(of.max));
            writeln!(out, "{name:<22}{:>6}{p50:>11}{p95:>11}{p99:>11}{max:>11}", of.count)?;
        }
    }
    Ok(())
}

/// Whole numbers without a fraction, others with at most three digits of one.
fn figure(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
