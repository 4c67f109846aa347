//! What is wrong with a configuration file, in the words of its user rather than of the parser.

use super::table::{SETTINGS, Setting};
use crate::config::nearest::probable;
use std::ops::Range;
use std::path::Path;

/// Types as the parser names them, and what they mean in a file.
const TYPES: [(&str, &str); 6] = [
    ("expected u64", "expected a whole number, 0 or more"),
    ("expected u32", "expected a whole number, 0 or more"),
    ("expected usize", "expected a whole number, 0 or more"),
    ("expected f32", "expected a number"),
    ("expected a boolean", "expected true or false"),
    ("expected a sequence", "expected a list"),
];

/// Longest part of a line that is quoted, and longest problem, in characters.
const MAX_QUOTED: usize = 100;
const MAX_PROBLEM: usize = 1_000;

/// Says of an unknown key which table has it, or asks whether the one was meant that resembles it:
/// "unknown key `a`, expected `b` or `c`" is how the parser names them all.
fn with_nearest(problem: String) -> String {
    let Some((unknown, expected)) = problem.split_once(", expected ") else { return problem };
    let Some(written) = unknown.strip_prefix("unknown key `").and_then(|key| key.strip_suffix('`'))
    else {
        return problem;
    };
    let expected = || expected.split('`').skip(1).step_by(2);
    // Themes and agents have keys of their own, if not all of them.
    let is_setting = |name: &&str| {
        SETTINGS.iter().map(Setting::place).any(|(table, key)| *name == table || *name == key)
    };
    let is_configuration = expected().filter(is_setting).count() * 2 > expected().count();
    let place = SETTINGS.iter().map(Setting::place).find(|(_, key)| *key == written);
    match (place.filter(|_| is_configuration), probable(written, expected())) {
        (Some((table, _)), _) => format!("{unknown}, it belongs under `[{table}]`"),
        (None, Some(meant)) => format!("{unknown}, did you mean `{meant}`?"),
        (None, None) => problem,
    }
}

/// `FILE:LINE:COLUMN: problem`, and below it the line with the place marked.
pub fn explain(path: &Path, text: &str, error: &toml::de::Error) -> String {
    let mut problem = with_nearest(error.message().replace("unknown field", "unknown key"));
    for (parser, user) in TYPES {
        if problem.ends_with(parser) {
            problem = problem.replace(parser, user);
        }
    }
    match error.span() {
        Some(place) => marked(path, text, place, &problem),
        None => format!("{}: {problem}", path.display()),
    }
}

/// The same of a value that has the right type and cannot work: `problem` is "[TABLE] …", and the
/// first key of that table which it names is the place, if the file has it.
pub(super) fn explain_value(path: &Path, text: &str, problem: &str) -> String {
    match place_of(text, problem) {
        Some(place) => marked(path, text, place, problem),
        None => format!("{}: {problem}", path.display()),
    }
}

fn place_of(text: &str, problem: &str) -> Option<Range<usize>> {
    let (table, about) = problem.strip_prefix('[')?.split_once("] ")?;
    let document = toml_edit::Document::parse(text).ok()?;
    let table = document.get(table)?.as_table_like()?;
    about.split([' ', ':', '`']).find_map(|word| table.get(word))?.span()
}

fn marked(path: &Path, text: &str, place: Range<usize>, problem: &str) -> String {
    let before = text.get(..place.start).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let (line_number, column) =
        (before.matches('\n').count() + 1, text[line_start..before.len()].chars().count() + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    // Of a long line what stands around the place.
    let left_out = if column < MAX_QUOTED { 0 } else { column - MAX_QUOTED / 2 };
    let line: String = line.chars().skip(left_out).take(MAX_QUOTED).collect();
    let indent = column - 1 - left_out;
    let marks = text.get(place).unwrap_or("").lines().next().unwrap_or("").chars().count();
    let margin = " ".repeat(line_number.to_string().len());
    let is_long = problem.chars().nth(MAX_PROBLEM).is_some();
    let problem: String = problem.chars().take(MAX_PROBLEM).collect();
    format!(
        "{path}:{line_number}:{column}: {problem}{more}\n{line_number} | {line}\n{margin} | {indent}{marks}",
        path = path.display(),
        more = if is_long { "…" } else { "" },
        indent = " ".repeat(indent),
        marks = "^".repeat(marks.min(MAX_QUOTED - indent).max(1)),
    )
}
