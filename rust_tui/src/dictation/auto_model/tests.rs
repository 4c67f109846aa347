//! The choice by name, and what is said where there is none.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed step fails the test")]

use super::*;

fn model(name: &str, weights: u64, english_only: bool) -> Installed {
    let candidate = Candidate { weights, english_only, bytes: weights };
    Installed { name: name.to_owned(), path: PathBuf::from(name), candidate }
}

fn speed(decode_ms: u64) -> Speed {
    let decode = Duration::from_millis(decode_ms);
    Speed { decode, audio: decode, load: decode, memory_bytes: None }
}

#[test]
fn the_language_decides_which_models_count() {
    let models = [model("tiny.en", 39, true), model("base", 74, false)];
    let chosen = |language: &str, base_ms: u64| {
        let language = Language::from_name(language).expect("a language");
        let choice = choose_with(&models, language, Duration::from_millis(320), |model| {
            Some(speed(if model.name == "base" { base_ms } else { 180 }))
        });
        models[choice.unwrap().index].name.clone()
    };
    assert_eq!(chosen("en", 300), "base");
    assert_eq!(chosen("en", 400), "tiny.en");
    assert_eq!(chosen("auto", 300), "base");
    assert_eq!(chosen("auto", 400), "tiny.en");
    assert_eq!(chosen("de", 400), "base");
}

#[test]
fn a_language_that_no_installed_model_knows_is_an_error_that_helps() {
    let models = [model("tiny.en", 39, true)];
    let german = Language::from_name("de").expect("a language");
    let error = choose_with(&models, german, Duration::MAX, |_| None).unwrap_err().to_string();
    assert!(error.contains("(tiny.en)") && error.contains("parlo models install base"), "{error}");
    let error = choose_with(&models, Language::AUTO, Duration::MAX, |_| None).unwrap_err();
    assert!(error.to_string().contains("parlo models verify"), "{error}");
}

#[test]
fn without_a_model_it_is_said_what_to_run() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ggml-base.bin"), "<html>").unwrap();
    let error = installed(folder.path()).unwrap_err().to_string();
    assert!(error.ends_with("run `parlo models install tiny.en`"), "{error}");
}
