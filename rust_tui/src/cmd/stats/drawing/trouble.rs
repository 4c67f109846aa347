//! What went wrong, at the end of the drawing.

use std::io::{self, Write};

use super::{Drawing, MARGIN};
use crate::cmd::print_style::{Tone, wrapped};
use crate::cmd::stats::summary::MetricsSummary;

impl<W: Write> Drawing<'_, W> {
    /// What went wrong, or that nothing did.
    pub(super) fn trouble(&mut self, summary: &MetricsSummary) -> io::Result<()> {
        self.heading("Trouble")?;
        let hits = summary.sum("speculative_hits");
        let speculations = hits + summary.sum("speculative_misses");
        let mut rows: Vec<(Tone, String)> = Vec::new();
        let mut add = |tone: Tone, count: u64, one: &str, many: &str| {
            if count > 0 {
                rows.push((tone, format!("{count} {}", if count == 1 { one } else { many })));
            }
        };
        let dropped = summary.sum("frames_dropped") as u64;
        add(Tone::Bad, summary.errors, "failed; the log says why", "failed; the log says why");
        add(Tone::Bad, dropped, "frame of sound was dropped", "frames of sound were dropped");
        for (name, count) in &summary.flags {
            let tone = if name == "cancelled" { Tone::Faint } else { Tone::Warning };
            let words = match name.as_str() {
                "fallback" => "needed a second decode",
                "utterance_too_long" => "cut at the longest take",
                "backpressure_abort" => "ended as the decoder did not keep up",
                "recoverable_poison" => "ended well although a part of parlo broke",
                "cancelled" => "cancelled by you",
                other => other,
            };
            add(tone, *count, words, words);
        }
        let numbers: Vec<String> = summary.bad.first.iter().map(u64::to_string).collect();
        let more = if summary.bad.count > numbers.len() as u64 { ", …" } else { "" };
        let place = format!("unreadable (number {}{more})", numbers.join(", "));
        let (one, many) = (format!("line is {place}"), format!("lines are {place}"));
        add(Tone::Warning, summary.bad.count, &one, &many);
        if rows.is_empty() {
            rows.push((Tone::Good, "none".to_owned()));
        }
        for (tone, text) in rows {
            for line in wrapped(&self.style.spelled(&text), self.style.width() - MARGIN.len()) {
                writeln!(self.out, "{MARGIN}{}", self.style.paint(tone, &line))?;
            }
        }
        if speculations > 0.0 {
            let share = hits / speculations * 100.0;
            self.faint(&format!(
                "{share:.0} % of the decodes begun in a pause were the last ones"
            ))?;
        }
        Ok(())
    }
}
