//! The table of the page: every take with its metrics, every recording with its words.

use super::super::metrics::{Judgement, Report, Row, TakeMetrics, ms_or_dash};
use crate::diag::page::escaped;

pub fn table(report: &Report) -> String {
    let rows: String = report.rows.iter().map(|row| recording(row, report)).collect();
    format!(
        "<section class=\"listing\">\n<h2>Every recording</h2>\n<table>\n<thead><tr>\
         <th>recording</th><th>audio<br>s</th><th>speech<br>s</th><th>wait<br>ms</th>\
         <th>decode<br>ms</th><th>text<br>ms</th><th>speculations<br>hit/all</th><th>errors<br>words</th>\
         <th>script<br>ms</th><th>errors<br>words</th><th class=\"words\">heard</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n</section>\n"
    )
}

fn recording(row: &Row, report: &Report) -> String {
    let ending = report.conditions.ending();
    let takes = &row.live.takes;
    let each = |shown: &dyn Fn(&TakeMetrics) -> String| -> String {
        takes.iter().map(shown).collect::<Vec<_>>().join("<br>")
    };
    let cells = [
        format!("{:.1}", row.audio_ms / 1_000.0),
        each(&|take| format!("{:.1}", take.speech_ms / 1_000.0)),
        each(&|take| ms_or_dash(take.endpoint_wait_ms)),
        each(&|take| ms_or_dash(take.stt_ms)),
        each(&|take| format!("<b>{}</b>", ms_or_dash(take.latency_ms(ending)))),
        each(&|TakeMetrics { speculative_hits: hits, speculative_misses: misses, .. }| {
            format!("{hits}/{}", hits + misses)
        }),
        errors(row.live_words),
        ms_or_dash(Some(row.script_latency_ms(ending))),
        errors(row.script_words),
    ];
    let cells: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
    format!(
        "<tr><th>{}</th>{cells}<td class=\"words\">{}</td></tr>\n",
        escaped(&row.name),
        words(row)
    )
}

fn errors(of: Judgement) -> String {
    let made_up = if of.made_up { "<br>made up" } else { "" };
    match of.is_wrong() || of.made_up {
        true => format!("<em>{}{made_up}</em>", of.count()),
        false => of.count(),
    }
}

/// What was heard; what was said too, where the two differ; and what failed.
fn words(row: &Row) -> String {
    let mut words = escaped(&row.live.text);
    if words.is_empty() {
        words.push_str("(nothing)");
    }
    if let Some(said) = row.said.as_ref().filter(|_| row.live_words.is_wrong()) {
        words += &format!("<br><span>said: {}</span>", escaped(said));
    }
    for failure in row.live.takes.iter().filter_map(|take| take.failure.as_ref()) {
        words += &format!("<br><em>{}</em>", escaped(failure));
    }
    words
}
