//! What the lines of a metrics file amount to, and the same for a page, a program, a plot. Of each take its
//! numbers are kept, eight bytes each.

pub mod charts;
mod html;
mod json;

pub use html::page;
pub use json::{json, percentiles_json};

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use parlo_core::metrics::{EndReason, TranscriptionStrategy};
use parlo_core::untrusted::is_plain_name;
use serde_json::{Map, Value};

use super::BadLines;

/// More columns than this are not parlo's.
const MOST_COLUMNS: usize = 64;
/// More models than this are counted together.
const MOST_MODELS: usize = 32;
/// For what parlo has no name.
pub const OTHER: &str = "other";

/// Columns that are counts, best seen added up.
const COUNTS: [&str; 5] =
    ["frames_dropped", "channel_full_events", "speculative_hits", "speculative_misses", "frames"];

/// What the lines amount to.
#[derive(Debug, Default)]
pub struct MetricsSummary {
    /// How many takes there are.
    pub takes: u64,
    /// Those that failed.
    pub errors: u64,
    /// The first and the last moment.
    pub span: Option<(Timestamp, Timestamp)>,
    /// Every column of numbers, in the order in which they first appear.
    pub columns: Vec<(String, Vec<f64>)>,
    /// How often each column of true and false is true, in that order too.
    pub flags: Vec<(String, u64)>,
    /// Why they ended.
    pub ends: BTreeMap<&'static str, u64>,
    /// What produced the text.
    pub strategies: BTreeMap<&'static str, u64>,
    /// What decoded.
    pub models: BTreeMap<String, u64>,
    /// The days, each as it was where the user is.
    pub days: BTreeMap<Date, Day>,
    /// Lines that are none.
    pub bad: BadLines,
}

/// The takes of a day.
#[derive(Debug, Default)]
pub struct Day {
    /// How many.
    pub takes: u64,
    /// Those that failed.
    pub errors: u64,
    /// How long the text took, in milliseconds, of those that came to one.
    pub total_ms: Vec<f64>,
}

impl MetricsSummary {
    /// Adds the line of a take.
    pub fn add(&mut self, row: &Map<String, Value>, zone: &TimeZone) {
        self.takes += 1;
        for (name, value) in row {
            match value {
                Value::Number(number) => {
                    if let Some(values) = column(&mut self.columns, name) {
                        values.extend(number.as_f64());
                    }
                }
                Value::Bool(flag) => {
                    if let Some(count) = column(&mut self.flags, name) {
                        *count += u64::from(*flag);
                    }
                }
                _ => {}
            }
        }
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
        let end = one_of(EndReason::ALL.map(EndReason::name), text("end_reason"));
        let strategies = TranscriptionStrategy::ALL.map(TranscriptionStrategy::name);
        *self.ends.entry(end).or_default() += 1;
        *self.strategies.entry(one_of(strategies, text("strategy"))).or_default() += 1;
        self.add_model(text("model"));
        let failed =
            end == EndReason::Error.name() || row.get("error").is_some_and(Value::is_string);
        self.errors += u64::from(failed);
        if let Ok(at) = text("started_at").parse::<Timestamp>() {
            let (first, last) = self.span.unwrap_or((at, at));
            self.span = Some((first.min(at), last.max(at)));
            let day = self.days.entry(at.to_zoned(zone.clone()).date()).or_default();
            day.takes += 1;
            day.errors += u64::from(failed);
            day.total_ms.extend(row.get("total_ms").and_then(Value::as_f64));
        }
    }

    /// The values of a column; none if there is no such column.
    pub fn column(&self, name: &str) -> &[f64] {
        self.columns.iter().find(|(column, _)| column == name).map_or(&[], |(_, values)| values)
    }

    /// All values of a column added up.
    pub fn sum(&self, name: &str) -> f64 {
        self.column(name).iter().sum()
    }

    /// How often a column is true.
    pub fn flag(&self, name: &str) -> u64 {
        self.flags.iter().find(|(flag, _)| flag == name).map_or(0, |(_, count)| *count)
    }

    /// The columns that are measurements rather than counts.
    pub fn measurements(&self) -> impl Iterator<Item = (&str, &[f64])> {
        let columns = self.columns.iter().map(|(name, values)| (name.as_str(), values.as_slice()));
        columns.filter(|(name, _)| !COUNTS.contains(name))
    }

    fn add_model(&mut self, name: &str) {
        let known = self.models.contains_key(name);
        let fits = is_plain_name(name) && self.models.len() < MOST_MODELS;
        let name = if known || fits { name } else { OTHER };
        *self.models.entry(name.to_owned()).or_default() += 1;
    }
}

/// The column of that name, which is added if it may be one of parlo's.
fn column<'a, T: Default>(columns: &'a mut Vec<(String, T)>, name: &str) -> Option<&'a mut T> {
    let known = columns.iter().position(|(column, _)| column == name);
    if known.is_none() {
        let may_be_added = columns.len() < MOST_COLUMNS && is_column(name);
        may_be_added.then(|| columns.push((name.to_owned(), T::default())))?;
    }
    let at = known.unwrap_or(columns.len() - 1);
    Some(&mut columns[at].1)
}

fn one_of<const N: usize>(names: [&'static str; N], text: &str) -> &'static str {
    names.into_iter().find(|name| *name == text).unwrap_or(OTHER)
}

/// Whether a name looks like those of the schema.
fn is_column(name: &str) -> bool {
    name.len() <= 32 && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}
