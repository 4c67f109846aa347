//! Which of some names resembles one that was mistyped.

/// The name that resembles most what was written, by Damerau and Levenshtein's distance relative to
/// the length; the first of equals. None if none resembles it enough that it may have been meant.
pub fn probable<'names>(
    written: &str,
    names: impl Iterator<Item = &'names str>,
) -> Option<&'names str> {
    ranked(written, names).filter(|(likeness, _)| *likeness >= 0.5).map(|(_, name)| name)
}

/// That what was written is none of the names, and which of them may have been meant.
pub fn none_of(written: &str, names: &[&str]) -> String {
    let all = names.join(", ");
    match probable(written, names.iter().copied()) {
        Some(meant) => format!("{written:?} is unknown, did you mean {meant:?}? There are {all}"),
        None => format!("{written:?} is none of {all}"),
    }
}

fn ranked<'names>(
    written: &str,
    names: impl Iterator<Item = &'names str>,
) -> Option<(f64, &'names str)> {
    // A longer text resembles no name, and must not cost time.
    let written: String = written.chars().take(100).collect();
    let likeness = |name| strsim::normalized_damerau_levenshtein(&written, name);
    names.map(|name| (likeness(name), name)).reduce(
        |best, next| {
            if next.0 > best.0 { next } else { best }
        },
    )
}
