//! The report for a person at a terminal.

use std::io::{Result, Write};

use parlo_core::metrics::Percentiles;
use parlo_core::untrusted::printable;

use super::clips::Kind;
use super::metrics::{Ending, Report, Row, ms_or_dash};
use super::summary::{Accuracy, Growth, Summary, lengths_and_latencies};

/// The heads of the columns, those of parlo and those of the script, and their units.
const HEADS: [[&str; 3]; 2] = [
    ["recording", "audio speech wait decode text errors specul.", "script errors"],
    ["", "s s ms ms ms words hit/all", "ms words"],
];

pub fn write(out: &mut dyn Write, report: &Report) -> Result<()> {
    let ending = report.conditions.ending();
    write_rows(out, report)?;
    write_differences(out, &report.rows)?;
    for (kind, title) in [(Kind::Single, "recordings"), (Kind::Joined, "long utterances")] {
        let rows = report.rows_of(kind);
        if !rows.is_empty() {
            write_summary(out, title, &Summary::of(&rows, ending), ending)?;
        }
    }
    if let Some(growth) = Growth::of(&lengths_and_latencies(&report.rows, ending)) {
        writeln!(
            out,
            "\ngrowth  {:.2} x: {:.0} ms in the median of {} takes from 20 s on, {:.0} ms of {} \
             under 4 s",
            growth.ratio,
            growth.long_p50_ms,
            growth.long_takes,
            growth.short_p50_ms,
            growth.short_takes
        )?;
    }
    if !report.left_out.is_empty() {
        writeln!(out, "\nleft out, longer than a take: {}", report.left_out.join(", "))?;
    }
    let conditions = &report.conditions;
    writeln!(
        out,
        "\n{}, {} detector, {} threads on {} cores ({})",
        conditions.model,
        conditions.vad,
        conditions.threads,
        conditions.cores,
        conditions.processor
    )
}

fn write_rows(out: &mut dyn Write, report: &Report) -> Result<()> {
    let ending = report.conditions.ending();
    let width = report.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).max(9);
    let columns =
        |heads: &str| -> String { heads.split(' ').map(|head| format!(" {head:>7}")).collect() };
    for [name, live, script] in HEADS {
        writeln!(out, "{name:width$}{} {}", columns(live), columns(script))?;
    }
    for row in &report.rows {
        for (number, take) in row.live.takes.iter().enumerate() {
            let speculations = take.speculative_hits + take.speculative_misses;
            let once = |text: String| if number == 0 { text } else { String::new() };
            writeln!(
                out,
                "{:width$} {:>7} {:>7.1} {:>7} {:>7} {:>7} {:>7} {:>7}  {:>7} {:>7}{}",
                once(row.name.clone()),
                once(format!("{:.1}", row.audio_ms / 1_000.0)),
                take.speech_ms / 1_000.0,
                ms_or_dash(take.endpoint_wait_ms),
                ms_or_dash(take.stt_ms),
                ms_or_dash(take.latency_ms(ending)),
                once(row.live_words.count()),
                format!("{}/{speculations}", take.speculative_hits),
                once(ms_or_dash(Some(row.script_latency_ms(ending)))),
                once(row.script_words.count()),
                take.failure.as_ref().map_or_else(String::new, |why| format!("  {why}"))
            )?;
        }
    }
    Ok(())
}

/// What was said and what was heard, where the two differ.
fn write_differences(out: &mut dyn Write, rows: &[Row]) -> Result<()> {
    for row in rows {
        if !row.live_words.made_up && !row.live_words.is_wrong() {
            continue;
        }
        let loops = if row.live_words.made_up { "  (repeats or invents)" } else { "" };
        writeln!(out, "\n{}{loops}", row.name)?;
        writeln!(out, "  said    {}", printable(row.said.as_deref().unwrap_or("(not known)")))?;
        writeln!(out, "  heard   {}", row.live.text)?;
        if row.script_text != row.live.text {
            writeln!(out, "  script  {}", row.script_text)?;
        }
    }
    Ok(())
}

fn write_summary(
    out: &mut dyn Write,
    title: &str,
    summary: &Summary,
    ending: Ending,
) -> Result<()> {
    writeln!(
        out,
        "\n{:28} {:>7} {:>7} {:>7} {:>7} {:>5}",
        format!("{} {title}, {} takes", summary.recordings, summary.takes),
        "P50",
        "P95",
        "P99",
        "max",
        "n"
    )?;
    for (name, percentiles) in [
        ("last voiced sample to text", summary.total),
        ("key to text", summary.key_to_text),
        ("  wait for the pause or key", summary.endpoint_wait),
        ("  decode", summary.stt),
        ("first live words", summary.first_words),
        ("live words change after", summary.refresh),
        ("the script's user waits", summary.script_latency),
        ("  decode", summary.script_decode),
    ] {
        if let Some(Percentiles { count, p50, p95, p99, max }) = percentiles {
            writeln!(out, "{name:28} {p50:>7.0} {p95:>7.0} {p99:>7.0} {max:>7.0} {count:>5}")?;
        }
    }
    if let Some((p50, p95)) = summary.ratio {
        let what = match ending {
            Ending::Pause => "text compared with script",
            Ending::Key { .. } => "key compared with script",
        };
        writeln!(out, "{what:28} {p50:>6.2}x {p95:>6.2}x")?;
    }
    writeln!(
        out,
        "word errors {}, the script's {}; texts that repeat or invent: {}, the script's {}",
        rate(&summary.words),
        rate(&summary.script_words),
        summary.words.made_up,
        summary.script_words.made_up
    )?;
    writeln!(
        out,
        "decodes begun in a pause: {} were the last, {} were not; takes that failed: {}",
        summary.speculative_hits, summary.speculative_misses, summary.failed
    )
}

fn rate(of: &Accuracy) -> String {
    of.rate().map_or_else(
        || "unknown".to_owned(),
        |rate| {
            format!("{:.1} % ({}/{})", rate * 100.0, of.errors.errors, of.errors.reference_words)
        },
    )
}
