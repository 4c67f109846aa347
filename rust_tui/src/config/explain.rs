//! What is wrong with a file that a user writes, in the words of its user rather than of the parser.

use std::ops::Range;
use std::path::Path;

use super::failure::usage;
use super::nearest::probable;
use super::table::SETTINGS;

/// Types as the parser names them, and what they mean in a file.
const TYPES: [(&str, &str); 3] = [
    ("expected usize", "expected a whole number, 0 or more"),
    ("expected a boolean", "expected true or false"),
    ("expected a sequence", "expected a list"),
];

/// Longest part of a line that is quoted, and longest problem, in characters.
const MAX_QUOTED: usize = 100;
const MAX_PROBLEM: usize = 1_000;

/// What cannot work.
pub enum Problem {
    /// A value of the settings: `[TABLE] KEY: …`.
    Value(String),
    /// A file beside the configuration, which this error names.
    OtherFile(anyhow::Error),
}

impl Problem {
    /// As it is reported of a configuration file with this text: the first key of the table that a
    /// problem names is its place, if the file has it.
    pub fn in_file(self, path: &Path, text: &str) -> anyhow::Error {
        match self {
            Self::Value(problem) => usage(at(path, text, place_of(text, &problem), &problem)),
            Self::OtherFile(error) => error,
        }
    }
}

/// The message for a key that is none of these: which table has it, or which was meant.
pub fn unknown_key(written: &str, there_are: &[&str]) -> String {
    let place = SETTINGS.iter().map(|setting| setting.place()).find(|(_, key)| *key == written);
    let hint = match (place, probable(written, there_are.iter().copied())) {
        (Some((table, _)), _) => format!("it belongs under `[{table}]`"),
        (None, Some(meant)) => format!("did you mean `{meant}`?"),
        (None, None) => match there_are {
            [only] => format!("expected `{only}`"),
            several => format!("expected one of `{}`", several.join("`, `")),
        },
    };
    format!("unknown key `{written}`, {hint}")
}

/// Asks of an unknown key whether the one was meant that resembles it: "unknown key `a`, expected
/// `b` or `c`" is how the parser names them all.
fn with_nearest(problem: String) -> String {
    let Some((unknown, expected)) = problem.split_once(", expected ") else { return problem };
    let written = unknown.strip_prefix("unknown key `").and_then(|key| key.strip_suffix('`'));
    let names = expected.split('`').skip(1).step_by(2);
    match written.and_then(|written| probable(written, names)) {
        Some(meant) => format!("{unknown}, did you mean `{meant}`?"),
        None => problem,
    }
}

/// What the parser says of a theme or an agent's profile.
pub fn explain(path: &Path, text: &str, error: &toml::de::Error) -> String {
    let mut problem = with_nearest(error.message().replace("unknown field", "unknown key"));
    for (parser, user) in TYPES {
        if problem.ends_with(parser) {
            problem = problem.replace(parser, user);
        }
    }
    at(path, text, error.span(), &problem)
}

/// `FILE:LINE:COLUMN: problem`, and below it the line with the place marked; without a place the
/// file and the problem alone.
pub fn at(path: &Path, text: &str, place: Option<Range<usize>>, problem: &str) -> String {
    match place {
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
    // Of a long line the part around the place.
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
