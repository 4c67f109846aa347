//! The answer as it is made: one line after another, and below them what is being looked at.

use std::io::{Result, Write};

use super::check::{Check, Verdict};
use crate::cmd::print_style::{PrintStyle, Tone, wrapped};
use crate::diag::print;

/// Columns for the names; they stand beside what was found where there is room for both.
const NAMES: usize = 14;
/// From so many columns on there is.
const ROOMY: usize = 60;
/// Levels shown, dBFS.
const QUIET_DBFS: f32 = -70.0;
/// Columns of the level meter.
const METER: usize = 16;

/// Prints checks as they are made, unless the answer is JSON, and keeps them.
pub struct Report {
    style: PrintStyle,
    is_json: bool,
    checks: Vec<Check>,
}

impl Report {
    pub fn new(style: PrintStyle, is_json: bool) -> Self {
        Self { style, is_json, checks: Vec::new() }
    }

    /// The title.
    ///
    /// # Errors
    /// Standard output is closed, here and below.
    pub fn begin(&mut self) -> Result<()> {
        if self.is_json {
            return Ok(());
        }
        let title = self.style.paint(Tone::Strong, "parlo doctor");
        let version = self.style.paint(Tone::Faint, env!("CARGO_PKG_VERSION"));
        writeln!(print::painted(), "{title} {version}\n")
    }

    pub fn add(&mut self, check: Check) -> Result<()> {
        if !self.is_json {
            let mut out = print::painted();
            self.clear()?;
            for line in lines(&check, &self.style) {
                writeln!(out, "{line}")?;
            }
        }
        self.checks.push(check);
        Ok(())
    }

    /// Says what is being looked at, on a terminal.
    pub fn busy(&self, name: &str) -> Result<()> {
        self.passing(&format!("looking at: {name}"))
    }

    /// Shows a level, dBFS.
    pub fn level(&self, level_dbfs: f32) -> Result<()> {
        let share = 1.0 - level_dbfs.clamp(QUIET_DBFS, 0.0) / QUIET_DBFS;
        let bar = self.style.bar(f64::from(share), METER);
        let padding = " ".repeat(METER - bar.chars().count());
        self.passing(&format!("listening {bar}{padding} {level_dbfs:>4.0} dBFS"))
    }

    /// A line that the next one replaces; only for a person.
    fn passing(&self, text: &str) -> Result<()> {
        let Some(columns) = self.style.columns.filter(|_| !self.is_json) else { return Ok(()) };
        self.clear()?;
        let text: String = self.style.spelled(text).chars().take(columns - 3).collect();
        let mut out = print::painted();
        write!(out, "  {}", self.style.paint(Tone::Faint, &text))?;
        out.flush()
    }

    fn clear(&self) -> Result<()> {
        if self.style.columns.is_some() { print::painted().restart_line() } else { Ok(()) }
    }

    /// The last line; yields the checks.
    pub fn end(self) -> Result<Vec<Check>> {
        if !self.is_json {
            let count = |verdict| self.checks.iter().filter(|it| it.verdict == verdict).count();
            let (failures, warnings) = (count(Verdict::Fail), count(Verdict::Warn));
            let line = summary(failures, warnings);
            let tone = match (failures, warnings) {
                (0, 0) => Tone::Good,
                (0, _) => Tone::Warning,
                _ => Tone::Bad,
            };
            writeln!(print::painted(), "\n{}", self.style.paint(tone, &line))?;
        }
        Ok(self.checks)
    }
}

fn summary(failures: usize, warnings: usize) -> String {
    let of = |count: usize, one: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        many => Some(format!("{many} {one}s")),
    };
    let parts: Vec<String> =
        [of(failures, "failure"), of(warnings, "warning")].into_iter().flatten().collect();
    if parts.is_empty() {
        "No problems found.".to_owned()
    } else {
        format!("{}.", parts.join(", "))
    }
}

pub(super) fn lines(check: &Check, style: &PrintStyle) -> Vec<String> {
    let (sign, tone) = match check.verdict {
        Verdict::Ok => (style.pick("✓", "ok  "), Tone::Good),
        Verdict::Warn => (style.pick("!", "warn"), Tone::Warning),
        Verdict::Fail => (style.pick("✗", "fail"), Tone::Bad),
    };
    let sign_columns = sign.chars().count();
    let sign = style.paint(tone, sign);
    let is_roomy = style.columns.is_none_or(|columns| columns >= ROOMY);
    let indent = if is_roomy { 2 + sign_columns + 1 + NAMES + 1 } else { 2 };
    let room = style.columns.map_or(usize::MAX, |columns| columns - indent);
    let mut body: Vec<(Option<Tone>, String)> = Vec::new();
    let mut add = |tone: Option<Tone>, text: &str, room: usize| {
        body.extend(wrapped(&style.spelled(text), room).into_iter().map(|line| (tone, line)));
    };
    add(None, &check.finding, room);
    for note in &check.notes {
        add(Some(Tone::Faint), note, room);
    }
    if let Some(remedy) = &check.remedy {
        // Not spelled: the arrow has a spelling of its own.
        let arrow = style.pick("→ ", "-> ");
        let hanging = " ".repeat(arrow.chars().count());
        let remedy = wrapped(&style.spelled(remedy), room.saturating_sub(hanging.len()));
        body.extend(remedy.into_iter().enumerate().map(|(number, line)| {
            let before = if number == 0 { arrow } else { &hanging };
            (Some(tone), format!("{before}{line}"))
        }));
    }
    let painted = |(tone, line): &(Option<Tone>, String)| match tone {
        Some(tone) => style.paint(*tone, line),
        None => line.clone(),
    };
    let name = check.name;
    let mut lines = Vec::new();
    if is_roomy {
        let first = body.first().map(painted).unwrap_or_default();
        lines.push(format!("  {sign} {name:<NAMES$} {first}"));
    } else {
        lines.push(format!("{sign} {}", style.paint(Tone::Strong, name)));
    }
    let rest = body.iter().skip(usize::from(is_roomy));
    lines.extend(rest.map(|line| format!("{}{}", " ".repeat(indent), painted(line))));
    lines
}
