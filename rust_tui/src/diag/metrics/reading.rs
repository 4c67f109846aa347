//! Reads a metrics file line by line, keeping one line at a time in memory.
//!
//! A file may be damaged (a full disk cuts a line, an editor joins two): other lines are skipped
//! and counted.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde_json::{Map, Value};

use super::MetricsError;

/// A longer line is invalid: metrics lines have 700 bytes.
const LONGEST_LINE: u64 = 64 * 1024;
/// The number of bad lines that are listed.
const NAMED: usize = 3;

/// Lines that are no metrics lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BadLines {
    /// Their number.
    pub count: u64,
    /// The line numbers of the first few, counted from one.
    pub first: Vec<u64>,
}

/// Calls `take` with every utterance of the file, in order. Empty lines are ignored.
///
/// # Errors
/// The file cannot be read.
pub fn read_metrics(
    path: &Path,
    mut take: impl FnMut(Map<String, Value>),
) -> Result<BadLines, MetricsError> {
    let fail = |error: std::io::Error| MetricsError {
        path: path.to_owned(),
        problem: format!("cannot be read: {error}"),
    };
    let mut file = BufReader::new(File::open(path).map_err(fail)?);
    let mut bad = BadLines::default();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if file.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(fail)? == 0 {
            break;
        }
        let is_cut = line.len() as u64 == LONGEST_LINE && line.last() != Some(&b'\n');
        if is_cut {
            file.skip_until(b'\n').map_err(fail)?;
        }
        if line.trim_ascii().is_empty() && !is_cut {
            continue;
        }
        // Every utterance has this key, even without a value.
        let row = serde_json::from_slice::<Map<String, Value>>(&line);
        match row.ok().filter(|row| !is_cut && row.contains_key("total_ms")) {
            Some(row) => take(row),
            None => {
                bad.count += 1;
                if bad.first.len() < NAMED {
                    bad.first.push(number);
                }
            }
        }
    }
    Ok(bad)
}
