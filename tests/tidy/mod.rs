//! The rules of the house that a machine can check: layers, purity, length, headers, sleeps.

mod layers;
mod sources;

use sources::{Source, all_sources};

/// Longer files want a seam.
const MOST_LINES: usize = 300;

#[test]
fn every_file_is_short_and_says_what_it_owns() {
    let mut complaints = Vec::new();
    for Source { path, text, .. } in all_sources() {
        let lines = text.lines().count();
        if lines > MOST_LINES {
            complaints.push(format!("{path}: {lines} lines, at most {MOST_LINES}"));
        }
        if !text.starts_with("//! ") {
            complaints.push(format!("{path}: the first line is no //! header"));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn layers_are_kept() {
    let complaints: Vec<String> = all_sources().iter().flat_map(layers::violations).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn tests_wait_for_facts_and_none_is_switched_off() {
    let mut complaints = Vec::new();
    for source in all_sources() {
        let may_sleep = source.path == "tests/support/wait.rs";
        // In two parts, or this file would accuse itself.
        if source.text.contains(concat!("#[", "ignore")) {
            complaints.push(format!("{}: a test is switched off", source.path));
        }
        for word in source.words() {
            let sleeps = ["sleep", "park_timeout"].contains(&word.as_str());
            if sleeps && source.is_test() && !may_sleep {
                complaints.push(format!("{}: {word}; use support::wait", source.path));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
