//! The report of `parlo bench` as a page with plots.

mod charts;
mod listing;

use parlo_core::metrics::Percentiles;

use super::clips::Kind;
use super::metrics::{Conditions, Ending, Report};
use super::summary::{Accuracy, Growth, Summary, lengths_and_latencies};
use crate::diag::page::{self, Tile, escaped};

pub fn page(report: &Report) -> String {
    let ending = report.conditions.ending();
    let summary = Summary::of(&report.rows_of(Kind::Single), ending);
    let growth = Growth::of(&lengths_and_latencies(&report.rows, ending));
    let body = [
        header(&report.conditions, &summary),
        tiles(&summary, growth, ending),
        charts::all(report),
        listing::table(report),
        explanation(&report.left_out, ending),
    ];
    page::page("parlo bench", &body.concat())
}

fn header(conditions: &Conditions, summary: &Summary) -> String {
    let ending = match conditions.ending() {
        Ending::Pause => "a pause ends each".to_owned(),
        Ending::Key { after_ms } => {
            format!("the key ends each, {after_ms:.0} ms after the last voiced sample")
        }
    };
    let rounds = if conditions.rounds > 1 { ", in several rounds" } else { "" };
    format!(
        "<header>\n<h1>parlo bench</h1>\n<p>{} recordings played in real time{rounds}, {ending}. \
         {} with {}, {} detector, {} threads on {} cores of {}. parlo {}, \
         <time>{}</time>.</p>\n</header>\n",
        summary.recordings,
        escaped(&conditions.model),
        conditions.engine,
        conditions.vad,
        conditions.threads,
        conditions.cores,
        escaped(&conditions.processor),
        conditions.parlo,
        conditions.started_at,
    )
}

fn tiles(summary: &Summary, growth: Option<Growth>, ending: Ending) -> String {
    let (p50_goal, p95_goal) = match ending {
        Ending::Pause => (350.0, 500.0),
        Ending::Key { .. } => (120.0, 300.0),
    };
    let ratios = summary.ratio.unzip();
    let Accuracy { errors, made_up } = summary.words;
    let speculations = summary.speculative_hits + summary.speculative_misses;
    let mut tiles = vec![
        wait_tile("wait for the text, P50", summary, |of| of.p50, ratios.0, p50_goal),
        wait_tile("wait for the text, P95", summary, |of| of.p95, ratios.1, p95_goal),
        Tile {
            name: "word errors",
            value: summary.words.rate().map(|rate| (format!("{:.1}", rate * 100.0), "%")),
            below: if errors.reference_words == 0 {
                "it is not known what was said".to_owned()
            } else {
                format!(
                    "{} of {} words, the script's {}",
                    errors.errors, errors.reference_words, summary.script_words.errors.errors
                )
            },
            // Half a point more, as scripts/perf-smoke allows.
            goal: summary.words.rate().zip(summary.script_words.rate()).map(|(live, script)| {
                let most = script + 0.005;
                (format!("goal {:.1} %", most * 100.0), live <= most)
            }),
        },
        Tile {
            name: "texts that repeat or invent",
            value: Some((made_up.to_string(), "")),
            goal: Some(("goal 0".to_owned(), made_up == 0)),
            ..Tile::default()
        },
        Tile {
            goal: Tile::ms("", summary.first_words.map(|of| of.p95), Some(700.0)).goal,
            ..median_tile("first live words, P50", summary.first_words, None)
        },
        median_tile("live words change after, P50", summary.refresh, Some(300.0)),
        Tile {
            name: "decodes begun in a pause",
            value: Some((format!("{}/{speculations}", summary.speculative_hits), "")),
            below: "were the last of their take".to_owned(),
            goal: None,
        },
    ];
    tiles.extend(growth.map(|growth| Tile {
        name: "growth with length",
        value: Some((format!("{:.2}", growth.ratio), "×")),
        below: format!(
            "{:.0} ms from 20 s on ({} takes), {:.0} ms under 4 s ({})",
            growth.long_p50_ms, growth.long_takes, growth.short_p50_ms, growth.short_takes
        ),
        goal: Some(("goal 1.2 ×".to_owned(), growth.ratio <= 1.2)),
    }));
    Tile::section(&tiles)
}

fn median_tile(name: &'static str, of: Option<Percentiles>, most: Option<f64>) -> Tile {
    let below = of.map_or_else(String::new, |of| format!("P95 {:.0} ms", of.p95));
    Tile { below, ..Tile::ms(name, of.map(|of| of.p50), most) }
}

fn wait_tile(
    name: &'static str,
    summary: &Summary,
    percentile: fn(&Percentiles) -> f64,
    ratio: Option<f64>,
    most: f64,
) -> Tile {
    let script = summary.script_latency.as_ref().map(percentile).zip(ratio);
    let below = script
        .map_or_else(String::new, |(ms, ratio)| format!("{ratio:.2} × the script's {ms:.0} ms"));
    Tile { below, ..Tile::ms(name, summary.latency.as_ref().map(percentile), Some(most)) }
}

fn explanation(left_out: &[String], ending: Ending) -> String {
    let (from, script) = match ending {
        Ending::Pause => ("the last voiced sample", "waits for 500 ms of silence and then "),
        Ending::Key { .. } => ("the key", ""),
    };
    let left_out = if left_out.is_empty() {
        String::new()
    } else {
        format!(" Left out, longer than a take: {}.", escaped(&left_out.join(", ")))
    };
    format!(
        "<footer>\n<p>The wait runs from {from} to the last byte of the text in the agent's \
         terminal. The script {script}decodes the whole recording, full window, beam of 5, in the \
         same run on the same machine; its delivery of the text counts as nothing. A recording with \
         a long pause in it makes several takes.{left_out}</p>\n</footer>\n"
    )
}

#[cfg(test)]
mod tests;
