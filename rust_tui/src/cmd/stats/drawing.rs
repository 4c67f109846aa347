//! The statistics drawn in the terminal, useful from 40 columns on.

mod trouble;

use std::io::{self, Write};

use parlo_core::metrics::{Percentiles, percentile};

use crate::cmd::print_style::{PrintStyle, Tone, wrapped};
use crate::diag::summary::charts::{histogram, history};
use crate::diag::summary::{Day, MetricsSummary};

/// So many days are shown.
const DAYS: usize = 14;
/// At most about so many bars in the histogram.
const BARS: usize = 14;
/// Before every line that is not a heading.
const MARGIN: &str = "  ";

/// Draws all of it.
pub(super) fn write(
    out: &mut impl Write,
    summary: &MetricsSummary,
    file: &str,
    style: &PrintStyle,
) -> io::Result<()> {
    if summary.takes == 0 {
        return writeln!(out, "{file}: no take yet; dictate, and ask again");
    }
    let mut drawing = Drawing { out, style };
    drawing.header(summary, file)?;
    drawing.wait(summary.column("total_ms"))?;
    drawing.measurements(summary)?;
    drawing.shares("Ended by", &counts(&summary.ends))?;
    if summary.strategies.len() > 1 {
        drawing.shares("Text from", &counts(&summary.strategies))?;
    }
    if summary.models.len() > 1 {
        drawing.shares("Model", &counts(&summary.models))?;
    }
    drawing.days(summary)?;
    drawing.trouble(summary)
}

fn counts<K: AsRef<str>>(of: &std::collections::BTreeMap<K, u64>) -> Vec<(&str, u64)> {
    let mut counts: Vec<(&str, u64)> =
        of.iter().map(|(name, count)| (name.as_ref(), *count)).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

struct Drawing<'a, W: Write> {
    out: &'a mut W,
    style: &'a PrintStyle,
}

impl<W: Write> Drawing<'_, W> {
    fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{MARGIN}{}", self.style.spelled(text))
    }

    fn heading(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "\n{}", self.style.paint(Tone::Strong, text))
    }

    fn faint(&mut self, text: &str) -> io::Result<()> {
        for line in wrapped(&self.style.spelled(text), self.style.width() - MARGIN.len()) {
            writeln!(self.out, "{MARGIN}{}", self.style.paint(Tone::Faint, &line))?;
        }
        Ok(())
    }

    fn header(&mut self, summary: &MetricsSummary, file: &str) -> io::Result<()> {
        let what = if summary.takes == 1 { "take" } else { "takes" };
        let title = format!("{} {what}", summary.takes);
        writeln!(self.out, "{}", self.style.paint(Tone::Strong, &title))?;
        let days = summary.days.keys().next().zip(summary.days.keys().next_back());
        let span = days.map_or_else(String::new, |(first, last)| {
            if first == last { format!("{first} · ") } else { format!("{first} – {last} · ") }
        });
        self.faint(&format!("{span}{file}"))
    }

    fn wait(&mut self, totals: &[f64]) -> io::Result<()> {
        self.heading("From the last word to the text")?;
        let Some(of) = Percentiles::of(totals) else {
            return self.line("no take came to a text");
        };
        let percentiles = [("P50", of.p50), ("P95", of.p95), ("P99", of.p99), ("max", of.max)];
        let percentiles = percentiles.map(|(name, ms)| {
            let value = self.style.paint(Tone::Strong, &format!("{ms:.0}"));
            format!("{} {value}", self.style.paint(Tone::Faint, name))
        });
        writeln!(self.out, "{MARGIN}{} ms", percentiles.join("  "))?;
        let columns = self.style.width() - MARGIN.len();
        let values = history(totals, columns.min(60));
        if values.len() > 1 {
            let most = values.iter().copied().fold(1.0, f64::max);
            let shares: Vec<f64> = values.iter().map(|value| value / most).collect();
            let line = self.style.sparkline(&shares);
            writeln!(self.out, "\n{MARGIN}{}", self.style.paint(Tone::Chart, &line))?;
            let medians = if values.len() < totals.len() { "each a median, " } else { "" };
            self.faint(&format!("oldest to newest, {medians}the highest {most:.0} ms"))?;
        }
        self.histogram(totals)
    }

    fn histogram(&mut self, totals: &[f64]) -> io::Result<()> {
        let bins = histogram(totals, BARS);
        let most = bins.iter().map(|bin| bin.count).max().unwrap_or(0);
        if bins.len() < 2 {
            return Ok(());
        }
        writeln!(self.out)?;
        let dash = self.style.pick("–", "-");
        let names: Vec<String> = bins.iter().map(|bin| bin.name(dash)).collect();
        let rows: Vec<(&str, u64)> =
            names.iter().zip(&bins).map(|(name, bin)| (name.as_str(), bin.count as u64)).collect();
        self.bars(&rows, most as u64)
    }

    /// Name, bar and count of each row, the names to the right of their column.
    fn bars(&mut self, rows: &[(&str, u64)], most: u64) -> io::Result<()> {
        let names = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        let digits = most.to_string().len();
        let room = (self.style.width() - MARGIN.len()).saturating_sub(names + digits + 4);
        for (name, count) in rows {
            let share = *count as f64 / most.max(1) as f64;
            let bar = self.style.bar(share, room.clamp(8, 40));
            let padding = " ".repeat(names - name.chars().count());
            let bar = self.style.paint(Tone::Chart, &bar);
            let gap = if *count > 0 { " " } else { "" };
            writeln!(self.out, "{MARGIN}{padding}{name}  {bar}{gap}{count}")?;
        }
        Ok(())
    }

    fn shares(&mut self, title: &str, rows: &[(&str, u64)]) -> io::Result<()> {
        let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0);
        self.heading(title)?;
        self.bars(rows, most)
    }

    /// Percentiles of every column of measurements.
    fn measurements(&mut self, summary: &MetricsSummary) -> io::Result<()> {
        let columns: Vec<(&str, Percentiles)> = summary
            .measurements()
            .filter_map(|(name, values)| Some((name, Percentiles::of(values)?)))
            .collect();
        let names = columns.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        let values: Vec<[String; 5]> = columns
            .iter()
            .map(|(_, of)| {
                let [p50, p95, p99, max] = [of.p50, of.p95, of.p99, of.max].map(number);
                [of.count.to_string(), p50, p95, p99, max]
            })
            .collect();
        let heads = ["n", "P50", "P95", "P99", "max"];
        let widths: Vec<usize> = (0..heads.len())
            .map(|at| {
                values.iter().map(|row| row[at].len()).max().unwrap_or(0).max(heads[at].len()) + 2
            })
            .collect();
        // A narrow terminal has room for the name and the two that matter most.
        let room = self.style.width().saturating_sub(MARGIN.len() + names);
        let orders: [&[usize]; 3] = [&[0, 1, 2, 3, 4], &[1, 2, 4], &[1, 2]];
        let fits = |order: &&&[usize]| order.iter().map(|at| widths[*at]).sum::<usize>() <= room;
        let order = orders.iter().find(fits).copied().unwrap_or(&[1]);
        let row = |name: &str, cells: &[&str]| -> String {
            let cells = order.iter().map(|at| format!("{:>1$}", cells[*at], widths[*at]));
            format!("{name:<names$}{}", cells.collect::<String>())
        };
        self.heading("All measurements")?;
        self.faint(&row("", &heads))?;
        for ((name, _), values) in columns.iter().zip(&values) {
            let cells: Vec<&str> = values.iter().map(String::as_str).collect();
            self.line(&row(name, &cells))?;
        }
        Ok(())
    }

    fn days(&mut self, summary: &MetricsSummary) -> io::Result<()> {
        if summary.days.len() < 2 {
            return Ok(());
        }
        self.heading("By day")?;
        let style = self.style;
        let days: Vec<_> = summary.days.iter().rev().take(DAYS).collect();
        let most = days.iter().map(|(_, day)| day.takes).max().unwrap_or(1);
        let digits = most.to_string().len();
        // A narrow terminal has room for what matters most.
        let bars = if style.width() < 60 { 0 } else { 20 };
        let row = |date: &str, count: &str, bar: &str, p50: &str, p95: &str| {
            let padding = " ".repeat(bars - bar.chars().count());
            let bar = style.paint(Tone::Chart, bar);
            let (bar, p95) = if bars == 0 {
                (String::new(), String::new())
            } else {
                (format!("  {bar}{padding}"), format!("{p95:>7}"))
            };
            format!("{date:<10}  {count:>digits$}{bar}{p50:>7}{p95}")
        };
        self.faint(&row("", "n", "", "P50", "P95"))?;
        for (date, day) in days {
            let Day { takes, errors, total_ms } = day;
            let bar = style.bar(*takes as f64 / most as f64, bars);
            let ms = |percent| percentile(total_ms, percent).map_or("-".to_owned(), number);
            let (date, count) = (date.to_string(), takes.to_string());
            let mut line = row(&date, &count, &bar, &ms(50.0), &ms(95.0));
            if *errors > 0 {
                line += &style.paint(Tone::Bad, &format!("  {errors} failed"));
            }
            writeln!(self.out, "{MARGIN}{line}")?;
        }
        let hidden = summary.days.len().saturating_sub(DAYS);
        if hidden > 0 {
            self.faint(&format!("and {hidden} earlier days"))?;
        }
        Ok(())
    }
}

/// Whole numbers without a fraction, small ones with two digits of one.
fn number(value: f64) -> String {
    let text = if value.abs() < 10.0 { format!("{value:.2}") } else { format!("{value:.0}") };
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}
