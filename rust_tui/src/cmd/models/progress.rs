//! Shows how far a download or an import has come: a bar on a terminal, a few plain lines elsewhere.

use std::io::Write;

use indicatif::{ProgressBar, ProgressStyle};
use parlo_core::untrusted::printable;

use crate::diag::print;
use crate::stt::model::Progress;

/// What is being counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Bytes,
    Tensors,
}

impl Unit {
    const fn template(self) -> &'static str {
        match self {
            Self::Bytes => {
                "{msg} {wide_bar} {binary_bytes}/{binary_total_bytes} {binary_bytes_per_sec} {eta}"
            }
            Self::Tensors => "{msg} {wide_bar} {pos}/{len} tensors",
        }
    }
}

/// A running display on standard error.
pub(super) struct ProgressReport {
    message: String,
    bar: Option<ProgressBar>,
    unit: Unit,
    /// The last tenth that was announced in plain lines.
    announced_tenths: Option<u64>,
}

impl ProgressReport {
    pub(super) fn new(message: &str, unit: Unit) -> Self {
        let message = printable(message);
        let bar = print::errors_are_shown().then(|| {
            let bar = ProgressBar::no_length().with_message(message.clone());
            match ProgressStyle::with_template(unit.template()) {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        Self { message, bar, unit, announced_tenths: None }
    }

    pub(super) fn show(&mut self, progress: Progress) {
        if let Some(bar) = &self.bar {
            if let Some(total) = progress.total {
                bar.set_length(total);
            }
            bar.set_position(progress.done);
            return;
        }
        if let Some(line) = self.plain_line(progress) {
            // A closed standard error does not stop a download.
            drop(writeln!(print::errors(), "{line}"));
        }
    }

    /// The next plain line, one for every tenth that is complete.
    fn plain_line(&mut self, progress: Progress) -> Option<String> {
        let total = progress.total.filter(|total| *total > 0)?;
        let tenths = progress.done.saturating_mul(10) / total;
        if self.announced_tenths.is_some_and(|announced| tenths <= announced) {
            return None;
        }
        self.announced_tenths = Some(tenths);
        let percent = tenths * 10;
        Some(match self.unit {
            Unit::Bytes => format!("{}: {percent} % of {} MiB", self.message, total >> 20),
            Unit::Tensors => format!("{}: {percent} % of {total} tensors", self.message),
        })
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests;
