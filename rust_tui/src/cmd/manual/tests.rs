//! The manual as it stands: every option and its help, every exit code.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use clap::CommandFactory;

use super::*;
use crate::cmd::cli::Cli;

/// A page up to its version, which says the commit it was built from.
fn before_version(page: &str) -> &str {
    page.split(".SH VERSION").next().unwrap()
}

#[test]
fn every_page_says_this() {
    let folder = tempfile::tempdir().unwrap();
    run(Cli::command(), Some(folder.path())).unwrap();
    let mut names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    names.sort();
    let pages = names.iter().map(|name| std::fs::read_to_string(name).unwrap());
    let pages: Vec<String> = pages.map(|page| before_version(&page).to_owned()).collect();
    insta::assert_snapshot!(pages.concat());
}
