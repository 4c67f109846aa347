//! The rules of the code base that a machine can check: layers, purity, length, headers, sleeps,
//! printing, unsafe code.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod circles;
mod docs_gate;
mod layers;
mod sources;

use std::collections::BTreeMap;
use std::path::Path;

use sources::{Package, Source, all_sources, repository};

/// Longer files have to be split.
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
fn no_circle_of_imports_is_closed() {
    let circles = circles::circles(&all_sources());
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

/// What joins the parts of a take; its fields are parts, whose own fields are private.
const JOINS_PARTS: &str = "rust_tui/crates/core/src/flow/take.rs";

#[test]
fn parts_of_the_flow_own_their_fields() {
    let mut complaints = Vec::new();
    for source in all_sources() {
        let is_part = source.path.starts_with("rust_tui/crates/core/src/flow/");
        if !is_part || source.is_test() || source.path == JOINS_PARTS {
            continue;
        }
        for item in source.syntax().items {
            let syn::Item::Struct(part) = item else { continue };
            let shared = |field: &syn::Field| matches!(field.vis, syn::Visibility::Restricted(_));
            let fields = part.fields.iter().filter(|field| shared(field));
            complaints.extend(fields.filter_map(|field| field.ident.as_ref()).map(|field| {
                format!("{}: {}.{field} can be touched from other files", source.path, part.ident)
            }));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Percent of the product's lines that one domain may have.
const LARGEST_DOMAIN: usize = 20;
/// `cmd` wires the rest; what outgrows it belongs to a domain.
const MOST_CMD_LINES: usize = 9_000;

#[test]
fn no_domain_outgrows_the_house() {
    let mut lines = BTreeMap::<String, usize>::new();
    for source in all_sources().iter().filter(|source| source.is_product()) {
        let domain = match source.package() {
            Package::Core => "core".to_owned(),
            _ => source.module().into_iter().next().unwrap_or_default(),
        };
        *lines.entry(domain).or_default() += source.text.lines().count();
    }
    let total: usize = lines.values().sum();
    for (domain, lines) in &lines {
        assert!(lines * 100 <= total * LARGEST_DOMAIN, "{domain}: {lines} of {total} lines");
    }
    assert!(lines["cmd"] <= MOST_CMD_LINES, "cmd: {} lines", lines["cmd"]);
}

#[test]
fn layers_are_kept() {
    let complaints: Vec<String> = all_sources().iter().flat_map(layers::violations).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn tests_do_not_sleep_and_none_is_disabled() {
    let mut complaints = Vec::new();
    for source in all_sources() {
        let may_sleep = source.path == "tests/support/wait.rs";
        // In two parts, or this file would match itself.
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

/// Who may open standard output or standard error beside the cleaning writers of `diag`: the demo
/// agent, which paints.
const PRINTERS: [&str; 1] = ["rust_tui/src/cmd/demo_agent.rs"];
/// Whose files print.
const PRINTING: [&str; 4] = ["cmd", "config", "dictation", "integration"];

#[test]
fn everything_subcommands_print_is_cleaned_in_one_place() {
    let mut complaints = Vec::new();
    for source in all_sources() {
        let domain =
            source.path.strip_prefix("rust_tui/src/").and_then(|path| path.split_once('/'));
        let prints =
            domain.is_some_and(|(domain, _)| PRINTING.contains(&domain)) && !source.is_test();
        if !prints || PRINTERS.contains(&source.path.as_str()) {
            continue;
        }
        for word in source.words() {
            if ["stdout", "Stdout", "Stderr"].contains(&word.as_str())
                || (word == "stderr" && source.path != "rust_tui/src/cmd/mod.rs")
            {
                complaints.push(format!("{}: {word}; use diag::print", source.path));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn unsafe_code_is_forbidden_in_every_member_of_the_workspace() {
    let manifest = |folder: &Path| -> toml::Table {
        let text = std::fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        text.parse().expect("TOML")
    };
    let root = manifest(&repository());
    let lints = &root["workspace"]["lints"]["rust"];
    assert_eq!(lints["unsafe_code"].as_str(), Some("forbid"));
    let members = root["workspace"]["members"].as_array().expect("members");
    assert!(members.len() >= 3, "{members:?}");
    for member in members {
        let member = member.as_str().expect("a folder");
        let lints = manifest(&repository().join(member)).get("lints").cloned();
        let inherited = lints.as_ref().and_then(|it| it.get("workspace")?.as_bool());
        assert_eq!(inherited, Some(true), "{member} has lints of its own");
    }
    for source in all_sources() {
        let words = source.words();
        assert!(!words.iter().any(|word| word == "unsafe"), "{}: unsafe", source.path);
    }
}
