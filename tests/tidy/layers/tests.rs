//! The reader of paths against attempts to evade it.

use super::violations;
use crate::sources::Source;

fn complaints(path: &str, text: &str) -> usize {
    violations(&Source { path: path.into(), text: text.into() }).len()
}

#[test]
fn imports_of_siblings_are_found_in_every_form() {
    let cases = [
        ("rust_tui/src/ui/pane.rs", "use crate::voice::Ring;"),
        ("rust_tui/src/ui/pane.rs", "use crate::{ui::Frame, voice::{Ring, Tap}};"),
        ("rust_tui/src/ui/pane.rs", "use crate::{ui::Frame, stt as engine};"),
        ("rust_tui/src/ui/pane.rs", "use crate::voice::*;"),
        ("rust_tui/src/ui/mod.rs", "use super::voice::Ring;"),
        ("rust_tui/src/ui/pane.rs", "use super::super::{diag, voice};"),
        ("rust_tui/src/ui/pane.rs", "use self::super::super::voice::Ring;"),
        ("rust_tui/src/ui/pane.rs", "mod inner {} use super::super::voice::Ring;"),
        ("rust_tui/src/ui/pane.rs", "mod inner { use super::super::super::voice::Ring; }"),
        ("rust_tui/src/ui/pane.rs", "fn f() { g(&crate::voice::Ring::new()); }"),
        (
            "rust_tui/src/ui/pane.rs",
            "fn f() -> Vec<crate::session::Pty> { Vec::<crate::ui::X>::new() }",
        ),
        ("rust_tui/src/ui/pane.rs", "fn f() { format!(\"{}\", crate::voice::COUNT) }"),
        ("rust_tui/src/ui/pane.rs", "g! { use crate::{ui::Frame, voice::{Ring, Tap}}; }"),
        ("rust_tui/src/ui/pane.rs", "g! { $($name)* => { use crate::{voice::$name}; } }"),
        ("rust_tui/src/ui/pane.rs", "g! { mod inner { use super::super::super::voice::Ring; } }"),
        ("rust_tui/src/ui/pane.rs", "fn f() { g!(1 + [Vec::<crate::voice::Ring>::new()]) }"),
        ("rust_tui/src/ui/pane.rs", "#[shown(by = crate::voice::show)] struct Frame;"),
        ("rust_tui/src/ui/pane.rs", "#[shown(crate::voice::show)] struct Frame;"),
        ("rust_tui/src/ui/pane.rs", "fn f() { mod inner { pub use crate::voice::Ring as It; } }"),
        ("rust_tui/src/ui/pane.rs", "impl crate::voice::Source for Pane {}"),
        ("rust_tui/src/ui/pane.rs", "fn f(x: X) { match x { crate::voice::X { .. } => {} } }"),
        ("rust_tui/src/ui/pane.rs", "extern crate self as everything;"),
        ("rust_tui/src/ui/pane.rs", "pub(in crate::ui) use crate::cmd::main;"),
        ("rust_tui/src/ui/pane.rs", "use crate as everything;"),
        ("rust_tui/src/ui/pane.rs", "use crate::{self as everything};"),
        ("rust_tui/src/ui/pane.rs", "use crate::Reexported;"),
        ("rust_tui/src/ui/pane.rs", "use parlo::voice::Ring;"),
        ("rust_tui/src/lib.rs", "pub mod voice; pub use voice::Ring;"),
        ("rust_tui/src/lib.rs", "pub mod voice; pub use self::voice::Ring;"),
        ("rust_tui/src/ui/pane.rs", "use crate::config::Settings;"),
        ("rust_tui/src/config/file.rs", "use crate::cmd::cli::Cli;"),
        ("rust_tui/src/config/tests.rs", "use crate::voice::Ring;"),
        ("rust_tui/src/main.rs", "fn main() { parlo::voice::start() }"),
        ("rust_tui/src/main.rs", "use parlo as everything;"),
        ("rust_tui/src/main.rs", "use parlo::*;"),
        ("rust_tui/crates/core/src/flow.rs", "use parlo::ui;"),
        ("rust_tui/crates/core/src/flow/tests.rs", "use parlo::ui;"),
    ];
    for (path, text) in cases {
        assert!(complaints(path, text) > 0, "{path}: {text}");
    }
}

#[test]
fn the_core_does_no_input_or_output_and_reads_no_clock() {
    let core = "rust_tui/crates/core/src/flow.rs";
    for text in [
        "use std::fs::File;",
        "use std::{time::Duration, io::{self, Write}};",
        "fn f() { std::thread::yield_now() }",
        "fn f() { let now = Instant::now(); }",
        "fn f() { let now = std::time::SystemTime::now(); }",
        "use std::time::Instant as Clock; fn f() { g!(Clock::now()) }",
        "use std as everything;",
    ] {
        assert!(complaints(core, text) > 0, "{text}");
        let unit_test = "rust_tui/crates/core/src/flow/tests.rs";
        assert_eq!(complaints(unit_test, text), 0, "{text}");
    }
}

#[test]
fn what_the_table_allows_passes() {
    let cases = [
        ("rust_tui/src/ui/pane.rs", "use crate::ui::{theme, Frame}; use parlo_core::screen::Grid;"),
        (
            "rust_tui/src/ui/pane.rs",
            "use super::theme; struct X; impl X { pub(crate) fn f(&self) { self.voice.push(1) } }",
        ),
        (
            "rust_tui/src/ui/pane.rs",
            "/// Not crate::voice::Ring.\nconst TEXT: &str = \"crate::voice\";",
        ),
        (
            "rust_tui/src/ui/pane.rs",
            "struct Colours { voice: u8 } mod tests { use super::super::theme; }",
        ),
        (
            "rust_tui/src/ui/pane.rs",
            "g! { pub(crate) struct X; $(pub(crate) use super::$name;)* crate::ui::f(self.voice) }",
        ),
        (
            "rust_tui/src/ui/pane.rs",
            "g! { use crate::{ui::Frame, ui::theme}; mod inner { use super::super::theme; } }",
        ),
        ("rust_tui/src/cmd/run.rs", "use crate::{ui, voice, session}; use super::options;"),
        ("rust_tui/src/config/file.rs", "use crate::{ui::Frame, session, stt}; use super::table;"),
        ("rust_tui/src/main.rs", "fn main() -> std::process::ExitCode { parlo::cmd::main() }"),
        ("rust_tui/src/lib.rs", "pub mod cmd; pub mod voice;"),
        (
            "rust_tui/crates/core/src/flow.rs",
            "use crate::level; use std::time::{Duration, Instant};",
        ),
        (
            "rust_tui/crates/core/src/flow.rs",
            "fn f(now: Instant) -> Option<Instant> { now.checked_add(D) }",
        ),
    ];
    for (path, text) in cases {
        assert_eq!(complaints(path, text), 0, "{path}: {text}");
    }
}
