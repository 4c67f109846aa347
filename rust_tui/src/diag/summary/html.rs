//! The statistics as a page with plots.

use parlo_core::metrics::{Percentiles, percentile};

use super::super::page::plot::{Plot, largest};
use super::super::page::{self, Tile, escaped, figure};
use super::MetricsSummary;
use super::charts::{histogram, history};

const ROW_HEIGHT: f64 = 22.0;
/// Room for the names of rows.
const NAMES: f64 = 165.0;
/// More dots than this are one dot to the eye, and a slow page.
const MOST_DOTS: usize = 1_000;
/// So many bars in the histogram.
const BARS: usize = 20;
/// So many days are shown.
const DAYS: usize = 60;

/// The page.
pub fn page(summary: &MetricsSummary) -> String {
    let totals = summary.column("total_ms");
    let charts = [
        over_time(totals),
        distribution(totals),
        spread(totals),
        stages(summary),
        days(summary),
        ends(summary),
    ];
    let body = format!(
        "{}{}<section class=\"charts\">\n{}</section>\n{}",
        header(summary),
        tiles(summary, Percentiles::of(totals)),
        charts.concat(),
        table(summary)
    );
    page::page("parlo stats", &body)
}

fn header(summary: &MetricsSummary) -> String {
    let span = summary.span.map_or_else(String::new, |(first, last)| {
        format!(" from <time>{first:.0}</time> to <time>{last:.0}</time>")
    });
    let models: Vec<String> =
        summary.models.iter().map(|(name, count)| format!("{} ({count})", escaped(name))).collect();
    let models = if models.is_empty() {
        String::new()
    } else {
        format!(", decoded by {}", models.join(", "))
    };
    let bad = match summary.bad.count {
        0 => String::new(),
        count => format!(" Lines that could not be read: {count}."),
    };
    format!(
        "<header>\n<h1>parlo stats</h1>\n<p>{} takes{span}{models}.{bad}</p>\n</header>\n",
        summary.takes
    )
}

fn tiles(summary: &MetricsSummary, totals: Option<Percentiles>) -> String {
    let wait = |name, percentile: fn(&Percentiles) -> f64, most: Option<f64>| {
        Tile::ms(name, totals.as_ref().map(percentile), most)
    };
    let plain = |name, value: String, below: &str| Tile {
        name,
        value: Some((value, "")),
        below: below.to_owned(),
        goal: None,
    };
    let count = |name, count: u64, below| plain(name, count.to_string(), below);
    let dropped = summary.sum("frames_dropped") as u64;
    let hits = summary.sum("speculative_hits");
    let speculations = format!("{hits:.0}/{:.0}", hits + summary.sum("speculative_misses"));
    Tile::section(&[
        wait("last word to text, P50", |of| of.p50, Some(350.0)),
        wait("last word to text, P95", |of| of.p95, Some(500.0)),
        wait("last word to text, P99", |of| of.p99, None),
        count("failed", summary.errors, "the log says why"),
        count("cancelled", summary.flag("cancelled"), "by you"),
        count("second decodes", summary.flag("fallback"), "where the first one failed"),
        count("frames dropped", dropped, "sound the decoder did not take"),
        plain("decodes begun in a pause", speculations, "were the last of their take"),
    ])
}

fn over_time(totals: &[f64]) -> String {
    let values = history(totals, MOST_DOTS);
    let most = percentile(&values, 99.0).unwrap_or_default() * 1.2;
    let mut plot = Plot::new(totals.len() as f64, most);
    plot.x_axis("take, oldest to newest");
    plot.y_axis("last word to text (ms)", "");
    let step = totals.len() as f64 / values.len().max(1) as f64;
    for (number, ms) in values.iter().enumerate().filter(|(_, ms)| **ms <= most) {
        let at = (number as f64 + 0.5) * step;
        plot.dot("parlo", (at, *ms), &format!("{at:.0}: {ms:.0} ms"));
    }
    let caption = if values.len() < totals.len() {
        "Each dot is the median of several takes."
    } else {
        "Each dot is a take."
    };
    figure("Over time", caption, &[], plot)
}

fn distribution(totals: &[f64]) -> String {
    // A step a percent is as fine as the eye.
    let points = |values: &[f64]| {
        let steps = (1..=100_u32).map(f64::from);
        steps.filter_map(|percent| Some((percentile(values, percent)?, percent))).collect()
    };
    let axes = ("last word to text (ms)", "share of takes");
    let plot = Plot::distributions([("parlo", totals)], points, axes);
    let caption = "How many takes had their text after so long; dots: P50, P95.";
    figure("Wait for the text", caption, &[], plot)
}

/// Rows of bars from 0, each with its name and what it says when the pointer rests on it.
fn bars(title: &str, caption: &str, axis: &str, rows: &[(String, f64)]) -> String {
    let most = largest(rows.iter().map(|(_, value)| *value));
    let mut plot = Plot::of_rows(NAMES, rows.len(), ROW_HEIGHT, most * 1.08);
    plot.x_axis(axis);
    for (row, (name, value)) in rows.iter().enumerate() {
        plot.row_name(row, name);
        plot.bar("parlo", (0.0, *value), row, (0.15, 0.85), &format!("{name}: {value:.0}"));
    }
    figure(title, caption, &[], plot)
}

fn spread(totals: &[f64]) -> String {
    let rows: Vec<(String, f64)> =
        histogram(totals, BARS).iter().map(|bin| (bin.name(" – "), bin.count as f64)).collect();
    bars("How the waits are spread", "From the last word to the text.", "takes", &rows)
}

fn stages(summary: &MetricsSummary) -> String {
    const STAGES: [(&str, &str); 4] = [
        ("endpoint_wait_ms", "end of speech"),
        ("stt_ms", "last decode"),
        ("total_ms", "last word to text"),
        ("agent_round_ms", "agent answers"),
    ];
    let values = STAGES.map(|(column, name)| (name, Percentiles::of(summary.column(column))));
    let most = largest(values.iter().filter_map(|(_, of)| Some(of.as_ref()?.p95)));
    let mut plot = Plot::of_rows(NAMES, STAGES.len(), ROW_HEIGHT * 1.5, (most * 1.08).max(1.0));
    plot.x_axis("milliseconds");
    for (row, (name, of)) in values.iter().enumerate() {
        plot.row_name(row, name);
        let Some(of) = of else { continue };
        for (half, class, name, ms) in
            [(0.1, "wait", "P95", of.p95), (0.5, "decode", "P50", of.p50)]
        {
            plot.bar(class, (0.0, ms), row, (half, half + 0.4), &format!("{name}: {ms:.0} ms"));
        }
    }
    let caption = "The decode runs while the end of speech is waited for.";
    figure("Stages", caption, &[("wait", "P95"), ("decode", "P50")], plot)
}

fn days(summary: &MetricsSummary) -> String {
    let rows: Vec<(String, f64)> = summary
        .days
        .iter()
        .rev()
        .take(DAYS)
        .map(|(date, day)| {
            let p50 = percentile(&day.total_ms, 50.0);
            let p50 = p50.map_or_else(String::new, |ms| format!(" · {ms:.0} ms"));
            (format!("{date}{p50}"), day.takes as f64)
        })
        .collect();
    bars("By day", "Takes, and the median wait of the day.", "takes", &rows)
}

fn ends(summary: &MetricsSummary) -> String {
    let ends = summary.ends.iter().map(|(name, count)| ((*name).to_owned(), *count as f64));
    let sources = summary.strategies.iter();
    let sources = sources.map(|(name, count)| (name.replace('_', " "), *count as f64));
    let rows: Vec<(String, f64)> = ends.chain(sources).collect();
    bars("How takes ended, and what wrote the text", "", "takes", &rows)
}

fn table(summary: &MetricsSummary) -> String {
    let rows: String = summary
        .columns
        .iter()
        .filter_map(|(name, values)| {
            let of = Percentiles::of(values)?;
            let cells: String =
                [of.count as f64, of.p50, of.p95, of.p99, of.max, values.iter().sum()]
                    .iter()
                    .map(|value| format!("<td>{value:.0}</td>"))
                    .collect();
            Some(format!("<tr><th>{}</th>{cells}</tr>\n", escaped(name)))
        })
        .collect();
    format!(
        "<section class=\"listing\">\n<h2>All measurements</h2>\n<table>\n<thead><tr><th>column</th>\
         <th>n</th><th>P50</th><th>P95</th><th>P99</th><th>max</th><th>sum</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n</section>\n"
    )
}
