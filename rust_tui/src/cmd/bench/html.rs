//! The report as one page with plots that needs nothing else: style and SVG are in it, no script.
//!
//! The plots are drawn by hand, [`plot`]: chart libraries either bring a script along or write
//! fixed colours, which a page for light and dark screens cannot use.

mod charts;
mod listing;
mod plot;

use super::clips::Kind;
use super::figures::{Conditions, Ending, Report};
use super::summary::{Accuracy, Growth, Summary, lengths_and_latencies};
use parlo_core::metrics::Percentiles;

const STYLE: &str = include_str!("html/style.css");

/// The page.
pub fn page(report: &Report) -> String {
    let ending = report.conditions.ending;
    let summary = Summary::of(&report.rows_of(Kind::Single), ending);
    let growth = Growth::of(&lengths_and_latencies(&report.rows, ending));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>parlo bench</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n{}{}{}{}{}</body>\n</html>\n",
        header(&report.conditions, &summary),
        tiles(&summary, growth, ending),
        charts::all(report),
        listing::table(report),
        explanation(&report.left_out, ending),
    )
}

fn header(conditions: &Conditions, summary: &Summary) -> String {
    let ending = match conditions.ending {
        Ending::Pause => "a pause ends each".to_owned(),
        Ending::Key { after_ms } => {
            format!("the key ends each, {after_ms:.0} ms after the last voiced sample")
        }
    };
    let rounds = if conditions.rounds > 1 { ", in several rounds" } else { "" };
    format!(
        "<header>\n<h1>parlo bench</h1>\n<p>{} recordings played in real time{rounds}, {ending}. \
         {} with {}, {} detector, {} threads on {} cores of {}. parlo {}, {}.</p>\n</header>\n",
        summary.recordings,
        escaped(&conditions.model),
        conditions.engine,
        conditions.vad,
        conditions.threads,
        conditions.cores,
        escaped(&conditions.processor),
        env!("CARGO_PKG_VERSION"),
        conditions.started_at,
    )
}

fn tiles(summary: &Summary, growth: Option<Growth>, ending: Ending) -> String {
    let goals = Goals::of(ending);
    let script = summary.script_latency;
    let waited = |percentile: fn(&Percentiles) -> f64, ratio: Option<f64>, goal: f64| {
        let value = summary.latency.as_ref().map(percentile);
        let than =
            script.as_ref().map(percentile).zip(ratio).map_or_else(String::new, |(ms, ratio)| {
                format!("{ratio:.2} × the script's {ms:.0} ms")
            });
        (value.map(|ms| (format!("{ms:.0}"), "ms")), than, format!("goal {goal:.0} ms"))
    };
    let (p50, p50_than, p50_goal) =
        waited(|of| of.p50, summary.ratio.map(|ratio| ratio.p50), goals.latency_p50_ms);
    let (p95, p95_than, p95_goal) =
        waited(|of| of.p95, summary.ratio.map(|ratio| ratio.p95), goals.latency_p95_ms);
    let Accuracy { errors, made_up } = summary.words;
    let wrong = format!("{} of {} words", errors.errors, errors.reference_words);
    let script_rate = summary
        .script_words
        .rate()
        .map_or_else(String::new, |rate| format!("the script's {:.1} %", rate * 100.0));
    let guesses = summary.speculative_hits + summary.speculative_misses;
    let live = summary.first_words.map(|of| (format!("{:.0}", of.p95), "ms"));
    let refresh = summary.refresh.map_or_else(String::new, |of| {
        format!("then new ones after {:.0} ms (P50), {:.0} ms (P95)", of.p50, of.p95)
    });
    let mut tiles = vec![
        tile("wait for the text, P50", p50, &p50_than, &p50_goal),
        tile("wait for the text, P95", p95, &p95_than, &p95_goal),
        tile(
            "word errors",
            summary.words.rate().map(|rate| (format!("{:.1}", rate * 100.0), "%")),
            &wrong,
            &script_rate,
        ),
        tile("texts that repeat or invent", Some((made_up.to_string(), "")), "", "goal 0"),
        tile("first live words, P95", live, &refresh, "goal 700 ms, then 300 ms"),
        tile(
            "decodes begun in a pause",
            Some((format!("{}/{guesses}", summary.speculative_hits), "")),
            "were the last of their take",
            "",
        ),
    ];
    if let Some(growth) = growth {
        let medians = format!(
            "{:.0} ms from 20 s on ({} takes), {:.0} ms under 4 s ({})",
            growth.long_ms, growth.long_count, growth.short_ms, growth.short_count
        );
        let value = Some((format!("{:.2}", growth.ratio()), "×"));
        tiles.push(tile("growth with length", value, &medians, "goal 1.2 ×"));
    }
    format!("<section class=\"tiles\">\n{}</section>\n", tiles.concat())
}

fn tile(name: &str, value: Option<(String, &str)>, below: &str, goal: &str) -> String {
    let (value, unit) = value.unwrap_or(("–".to_owned(), ""));
    format!(
        "<div class=\"tile\"><h2>{name}</h2><p class=\"value\">{value}<span>{unit}</span></p>\
         <p>{below}</p><p class=\"goal\">{goal}</p></div>\n"
    )
}

/// What parlo is built to reach; see `docs/architecture`.
struct Goals {
    latency_p50_ms: f64,
    latency_p95_ms: f64,
}

impl Goals {
    fn of(ending: Ending) -> Goals {
        match ending {
            Ending::Pause => Goals { latency_p50_ms: 350.0, latency_p95_ms: 500.0 },
            Ending::Key { .. } => Goals { latency_p50_ms: 120.0, latency_p95_ms: 300.0 },
        }
    }
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

/// Text as it may stand in HTML and SVG.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests;
