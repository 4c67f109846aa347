//! The plots of the page: how the waits are distributed, over the length, in stages; word errors.

use parlo_core::metrics::percentile;

use super::super::clips::Kind;
use super::super::metrics::{Ending, Report, Row, TakeMetrics};
use super::super::summary::{distribution, lengths_and_latencies};
use crate::diag::page::figure;
use crate::diag::page::plot::{Plot, largest};

const ROW_HEIGHT: f64 = 20.0;
/// Room for the name of a recording.
const NAMES: f64 = 110.0;

pub fn all(report: &Report) -> String {
    let charts = [
        waits(report),
        waits_over_length(report),
        live_words(report),
        decodes_over_length(report),
        stages(report),
        word_errors(report),
    ];
    format!("<section class=\"charts\">\n{}</section>\n", charts.concat())
}

const PARLO_AND_SCRIPT: [(&str, &str); 2] = [("parlo", "parlo"), ("script", "script")];

/// The values in order, each with the percentage of values up to it.
fn percentages(values: &[f64]) -> Vec<(f64, f64)> {
    distribution(values).into_iter().map(|(ms, share)| (ms, share * 100.0)).collect()
}

fn waits(report: &Report) -> String {
    let ending = report.conditions.ending();
    let rows = report.rows_of(Kind::Single);
    let takes = rows.iter().flat_map(|row| &row.live.takes);
    let parlo: Vec<f64> = takes.filter_map(|take| take.latency_ms(ending)).collect();
    let script: Vec<f64> = rows.iter().map(|row| row.script_latency_ms(ending)).collect();
    let series: [(&str, &[f64]); 2] = [("script", &script), ("parlo", &parlo)];
    let axes = ("wait for the text (ms)", "share of takes");
    let plot = Plot::distributions(series, percentages, axes);
    let caption = "How many takes had their text after so long; dots: P50, P95.";
    figure("Wait for the text", caption, &PARLO_AND_SCRIPT, plot)
}

/// A dot for every take, given as length and time in milliseconds.
fn over_length(parlo: &[(f64, f64)], script: &[(f64, f64)], y_name: &str) -> Plot {
    let points = || parlo.iter().chain(script);
    let longest_s = largest(points().map(|point| point.0)) / 1_000.0;
    let most_ms = largest(points().map(|point| point.1));
    let mut plot = Plot::new(longest_s * 1.04, most_ms * 1.08);
    plot.x_axis("length of the take (s)");
    plot.y_axis(y_name, "");
    for (class, points) in [("script", script), ("parlo", parlo)] {
        for (length, time) in points {
            let seconds = length / 1_000.0;
            plot.dot(class, (seconds, *time), &format!("{seconds:.1} s: {time:.0} ms"));
        }
    }
    plot
}

fn waits_over_length(report: &Report) -> String {
    let ending = report.conditions.ending();
    let takes = lengths_and_latencies(&report.rows, ending);
    let scripts: Vec<(f64, f64)> =
        report.rows.iter().map(|row| (row.audio_ms, row.script_latency_ms(ending))).collect();
    let plot = over_length(&takes, &scripts, "wait for the text (ms)");
    let caption = "Each dot is a take; it should not matter how long one has spoken.";
    figure("Wait over length", caption, &PARLO_AND_SCRIPT, plot)
}

fn decodes_over_length(report: &Report) -> String {
    let takes = report.rows.iter().flat_map(|row| &row.live.takes);
    let takes: Vec<(f64, f64)> =
        takes.filter_map(|take| Some((take.utterance_ms, take.stt_ms?))).collect();
    let scripts: Vec<(f64, f64)> =
        report.rows.iter().map(|row| (row.audio_ms, row.script_decode_ms)).collect();
    let plot = over_length(&takes, &scripts, "last decode (ms)");
    let caption = "The decode that gave the text; parlo's runs while the pause lasts.";
    figure("Decode over length", caption, &PARLO_AND_SCRIPT, plot)
}

/// The names of the recordings in their order, each with its rows of all rounds.
fn recordings(report: &Report) -> Vec<(&str, Vec<&Row>)> {
    let mut recordings: Vec<(&str, Vec<&Row>)> = Vec::new();
    for row in &report.rows {
        match recordings.iter_mut().find(|(name, _)| *name == row.name) {
            Some((_, rows)) => rows.push(row),
            None => recordings.push((&row.name, vec![row])),
        }
    }
    recordings
}

/// The take whose wait is the median of those of a recording.
fn typical_take<'a>(rows: &[&'a Row], ending: Ending) -> Option<&'a TakeMetrics> {
    let takes = || rows.iter().flat_map(|row| &row.live.takes);
    let latencies: Vec<f64> = takes().filter_map(|take| take.latency_ms(ending)).collect();
    let median = percentile(&latencies, 50.0)?;
    takes().find(|take| take.latency_ms(ending) == Some(median))
}

const STAGES: [(&str, &str); 3] =
    [("wait", "wait for the end"), ("decode", "decode not hidden in it"), ("delivery", "delivery")];

fn stages(report: &Report) -> String {
    let ending = report.conditions.ending();
    let recordings = recordings(report);
    let stages: Vec<Option<[f64; 3]>> = recordings
        .iter()
        .map(|(_, rows)| typical_take(rows, ending).and_then(|take| take.stages_ms(ending)))
        .collect();
    let most = largest(stages.iter().flatten().map(|stages| stages.iter().sum()));
    let mut plot = Plot::of_rows(NAMES, recordings.len(), ROW_HEIGHT, most * 1.08);
    plot.x_axis(match ending {
        Ending::Pause => "time after the last voiced sample (ms)",
        Ending::Key { .. } => "time after the key (ms)",
    });
    for (row, ((name, _), stages)) in recordings.iter().zip(&stages).enumerate() {
        plot.row_name(row, name);
        let mut from = 0.0;
        for ((class, stage), ms) in STAGES.iter().zip(stages.unwrap_or_default()) {
            let title = format!("{name}: {stage} {ms:.0} ms");
            plot.bar(class, (from, from + ms), row, (0.15, 0.85), &title);
            from += ms;
        }
    }
    let caption = "What the wait is made of; of several takes of a recording, the median one.";
    figure("Stages of the wait", caption, &STAGES, plot)
}

/// Errors per playback, averaged over the rounds.
fn errors_per_round(rows: &[&Row], errors: fn(&Row) -> Option<usize>) -> Option<f64> {
    let known: Vec<usize> = rows.iter().filter_map(|row| errors(row)).collect();
    (!known.is_empty()).then(|| known.iter().sum::<usize>() as f64 / known.len() as f64)
}

fn word_errors(report: &Report) -> String {
    let recordings = recordings(report);
    let both: Vec<[Option<f64>; 2]> = recordings
        .iter()
        .map(|(_, rows)| {
            let live = errors_per_round(rows, |row| Some(row.live_words.errors?.errors));
            let script = errors_per_round(rows, |row| Some(row.script_words.errors?.errors));
            [live, script]
        })
        .collect();
    let most = largest(both.iter().flatten().flatten().copied());
    let mut plot = Plot::of_rows(NAMES, recordings.len(), ROW_HEIGHT, (most * 1.08).max(4.0));
    plot.x_axis("words wrong, missing or too many");
    for (row, ((name, _), both)) in recordings.iter().zip(both).enumerate() {
        plot.row_name(row, name);
        for (half, (class, errors)) in [(0.1, ("parlo", both[0])), (0.5, ("script", both[1]))] {
            let errors = errors.unwrap_or_default();
            let title = format!("{name}, {class}: {errors:.1}");
            plot.bar(class, (0.0, errors), row, (half, half + 0.4), &title);
        }
    }
    let caption = "Case, punctuation and the spelling of numbers do not count.";
    figure("Word errors", caption, &PARLO_AND_SCRIPT, plot)
}

fn live_words(report: &Report) -> String {
    let takes = || report.rows.iter().flat_map(|row| &row.live.takes);
    let first: Vec<f64> = takes().filter_map(|take| take.first_words_ms).collect();
    let refresh: Vec<f64> = takes().flat_map(|take| &take.refresh_ms).copied().collect();
    let legend = [("parlo", "first words after speech begins"), ("wait", "until they change")];
    let series: [(&str, &[f64]); 2] = [("wait", &refresh), ("parlo", &first)];
    let plot = Plot::distributions(series, percentages, ("time (ms)", "share of times"));
    let caption = "The words shown while one speaks; dots: P50, P95.";
    figure("Live words", caption, &legend, plot)
}
