//! What is wrong with a configuration file, in the words of its user rather than of the parser.

use crate::cmd::nearest::probable;
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

/// Asks about an unknown key whether the one was meant that resembles it: "unknown key `a`, expected
/// `b` or `c`" is how the parser names them all.
fn with_nearest(problem: String) -> String {
    let Some((unknown, expected)) = problem.split_once(", expected ") else { return problem };
    let Some(written) = unknown.strip_prefix("unknown key `").and_then(|key| key.strip_suffix('`'))
    else {
        return problem;
    };
    match probable(written, expected.split('`').skip(1).step_by(2)) {
        Some(meant) => format!("{unknown}, did you mean `{meant}`? expected {expected}"),
        None => problem,
    }
}

/// `FILE:LINE:COLUMN: problem`, and below it the line with the place marked.
pub(in crate::cmd) fn explain(path: &Path, text: &str, error: &toml::de::Error) -> String {
    let mut problem = with_nearest(error.message().replace("unknown field", "unknown key"));
    for (parser, user) in TYPES {
        if problem.ends_with(parser) {
            problem = problem.replace(parser, user);
        }
    }
    let Some(place) = error.span() else { return format!("{}: {problem}", path.display()) };
    let before = text.get(..place.start).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let (line_number, column) =
        (before.matches('\n').count() + 1, text[line_start..before.len()].chars().count() + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    let marked = text.get(place).unwrap_or("").lines().next().unwrap_or("").chars().count().max(1);
    let margin = " ".repeat(line_number.to_string().len());
    format!(
        "{path}:{line_number}:{column}: {problem}\n{line_number} | {line}\n{margin} | {indent}{marks}",
        path = path.display(),
        indent = " ".repeat(column - 1),
        marks = "^".repeat(marked),
    )
}
