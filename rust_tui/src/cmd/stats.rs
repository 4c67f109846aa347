//! `parlo stats`: what the metrics file amounts to, drawn in the terminal, as JSON, or as a page.
//!
//! Numbers go in and numbers come out: of the texts in a line only the names parlo itself gives
//! (how it ended, which strategy, which model) are counted, so that no word and no message that may
//! have come into a file is ever shown.

mod drawing;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::cli::StatsOptions;
use super::print_style::PrintStyle;
use crate::config::failure::{failure, usage};
use crate::config::paths::short_path;
use crate::config::{ConfigSource, Settings};
use crate::diag::page::refuse_other;
use crate::diag::print;
use crate::diag::read_metrics;
use crate::diag::summary::{self, MetricsSummary};
use crate::ui::theme::Glyphs;

/// Reads the file and says what is in it.
///
/// # Errors
/// No file is named or configured, it cannot be read, or there are lines in it and none of them is
/// a metrics line.
pub fn run(options: &StatsOptions, source: impl FnOnce() -> Result<ConfigSource>) -> Result<()> {
    let path = match &options.file {
        Some(path) => path.clone(),
        None => {
            let source = source()?;
            configured(&source.load()?, &source)?
        }
    };
    if let Some(page) = &options.html {
        refuse_other(page).map_err(usage)?;
    }
    // A file that is configured is begun with the first take.
    let not_begun = options.file.is_none() && !path.exists();
    let sums = if not_begun { MetricsSummary::default() } else { read(&path)? };
    if let Some(page) = &options.html {
        std::fs::write(page, summary::page(&sums))
            .with_context(|| format!("{}: cannot be written", page.display()))?;
    }
    let mut out = print::painted();
    if options.json {
        writeln!(out, "{}", print::json(&summary::json(&sums)))?;
    } else {
        let glyphs = if options.ascii { Glyphs::Ascii } else { Glyphs::Unicode };
        drawing::write(&mut out, &sums, &short_path(&path), &PrintStyle::of_stdout(glyphs))?;
    }
    Ok(())
}

fn configured(settings: &Settings, source: &ConfigSource) -> Result<PathBuf> {
    settings.metrics_file.clone().ok_or_else(|| {
        usage(format!(
            "no metrics are kept; set `file = \"FILE\"` under [metrics] in {}, or start parlo with \
             --metrics-file FILE; `parlo stats FILE` reads another file",
            source.path().display()
        ))
    })
}

fn read(path: &Path) -> Result<MetricsSummary> {
    let mut summary = MetricsSummary::default();
    let zone = jiff::tz::TimeZone::system();
    summary.bad = read_metrics(path, |row| summary.add(&row, &zone))?;
    if summary.takes == 0 && summary.bad.count > 0 {
        return Err(failure(format!(
            "{}: none of its {} lines is a metrics line; name a file that --metrics-file wrote",
            path.display(),
            summary.bad.count
        )));
    }
    Ok(summary)
}

#[cfg(test)]
mod tests;
