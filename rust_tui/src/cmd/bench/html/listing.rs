//! The table of the page: every take with its figures, every recording with its words.

use super::super::metrics::{Judgement, Report, Row};
use crate::diag::page::escaped;

/// The table.
pub fn table(report: &Report) -> String {
    let rows: String = report.rows.iter().map(|row| recording(row, report)).collect();
    format!(
        "<section class=\"listing\">\n<h2>Every recording</h2>\n<table>\n<thead><tr>\
         <th>recording</th><th>audio<br>s</th><th>speech<br>s</th><th>wait<br>ms</th>\
         <th>decode<br>ms</th><th>text<br>ms</th><th>guesses<br>hit/all</th><th>errors<br>words</th>\
         <th>script<br>ms</th><th>errors<br>words</th><th class=\"words\">heard</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n</section>\n"
    )
}

fn recording(row: &Row, report: &Report) -> String {
    let ending = report.conditions.ending;
    let takes = &row.live.takes;
    let each = |figure: &dyn Fn(usize) -> String| -> String {
        (0..takes.len()).map(figure).collect::<Vec<_>>().join("<br>")
    };
    let ms =
        |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.0}"));
    let cells = [
        format!("{:.1}", row.audio_ms / 1_000.0),
        each(&|take| format!("{:.1}", takes[take].speech_ms / 1_000.0)),
        each(&|take| ms(takes[take].endpoint_wait_ms)),
        each(&|take| ms(takes[take].stt_ms)),
        each(&|take| format!("<b>{}</b>", ms(takes[take].latency_ms(ending)))),
        each(&|take| {
            let hits = takes[take].speculative_hits;
            format!("{hits}/{}", hits + takes[take].speculative_misses)
        }),
        errors(row.live_words),
        ms(Some(row.script_latency_ms(ending))),
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
    let count = of.errors.map_or_else(
        || "–".to_owned(),
        |errors| format!("{}/{}", errors.errors, errors.reference_words),
    );
    let wrong = of.errors.is_some_and(|errors| errors.errors > 0);
    let made_up = if of.made_up { "<br>made up" } else { "" };
    if wrong || of.made_up { format!("<em>{count}{made_up}</em>") } else { count }
}

/// What was heard; what was said too, where the two differ; and what failed.
fn words(row: &Row) -> String {
    let mut words = escaped(&row.live.text);
    if words.is_empty() {
        words.push_str("(nothing)");
    }
    let differs = row.live_words.errors.is_some_and(|errors| errors.errors > 0);
    if let Some(said) = row.said.as_ref().filter(|_| differs) {
        words += &format!("<br><span>said: {}</span>", escaped(said));
    }
    for failure in row.live.takes.iter().filter_map(|take| take.failure.as_ref()) {
        words += &format!("<br><em>{}</em>", escaped(failure));
    }
    words
}
