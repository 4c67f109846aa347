//! Files that are almost models: refused with a reason, without memory or files beyond their size.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::io::{Cursor, Write};

use parlo_fuzz::{Target, words};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::convert::dimensions_of;
use super::fixture::{self, Precision};
use super::header::inspect_reader;
use super::source;
use super::token_texts::{VocabularyFormat, token_bytes};

/// A model.bin with every variable of a real one, in which all but the first bytes of the weights
/// are left out.
fn small_model(precision: Precision) -> Vec<u8> {
    let mut bytes = 6_u32.to_le_bytes().to_vec();
    fixture::put_string(&mut bytes, "WhisperSpec");
    bytes.extend(3_u32.to_le_bytes());
    let variables = fixture::variables();
    bytes.extend((variables.len() as u32).to_le_bytes());
    let element = if precision == Precision::Float16 { 4 } else { 0 };
    for (name, shape) in &variables {
        let shape: Vec<usize> = shape.iter().map(|extent| extent % 7 + 1).collect();
        let count: usize = shape.iter().product();
        let size = if precision == Precision::Float16 { 2 } else { 4 };
        fixture::put_variable(&mut bytes, name, &shape, element, &vec![0; count * size]);
    }
    bytes.extend(1_u32.to_le_bytes());
    fixture::put_string(&mut bytes, "decoder/projection/weight");
    fixture::put_string(&mut bytes, "decoder/embeddings/weight");
    bytes
}

#[test]
fn fuzz_ct2() {
    let seeds = vec![small_model(Precision::Float16), small_model(Precision::Float32)];
    let vocabulary = words([
        "decoder/embeddings/weight\0",
        "encoder/conv1/weight\0",
        "WhisperSpec\0",
        "weight_scale\0",
        "\u{6}\0\0\0",
        "\u{3}\0\0\0",
    ]);
    Target::new("ct2", seeds, vocabulary, 40_000).run(|bytes| {
        if let Ok(index) = fixture::index_of(bytes)
            && let Ok(dimensions) = dimensions_of(&index)
        {
            let tokens = vec![b"t".to_vec(); 8];
            let mut model = Cursor::new(bytes);
            let mut output = Vec::new();
            let written = super::convert::write_ggml(
                &mut model,
                &index,
                &dimensions,
                &tokens,
                &mut output,
                &mut |_, _| {},
            );
            assert!(written.is_err() || output.len() <= 8 * bytes.len() + 1_000_000);
        }
    });
}

#[test]
fn fuzz_ggml() {
    let whole = fixture::ggml();
    // Header, filters and the first tokens; the tensors at the end are far away from them.
    let (head, tail) = (whole[..30_000].to_vec(), whole[whole.len() - 20_000..].to_vec());
    let vocabulary = words(["lmgg", "ggml", "\0\0\0\0", "\u{1}\0\0\0", "encoder.conv1.weight"]);
    Target::new("ggml", vec![head, tail, whole[..2_000].to_vec()], vocabulary, 40_000).run(
        |bytes| {
            for length in [bytes.len() as u64, whole.len() as u64, u64::MAX] {
                let _ = inspect_reader(Cursor::new(bytes), length);
            }
        },
    );
}

#[test]
fn fuzz_vocabulary() {
    let seeds = words(["ĠĊÃ©\nt1\nt2\n", "[\"Ġ\", \"Ã©\", \"\\u0120x\", \"t\"]", "{\"a\": 1}"]);
    let parts = words([
        "Ġ",
        "Ċ",
        "\n",
        "\r\n",
        "\"",
        "\\u0120",
        ",",
        "[",
        "]",
        "<|endoftext|>",
        "𐀀",
        "\u{ad}",
    ]);
    Target::new("vocabulary", seeds, parts, 4_000).run(|bytes| {
        for format in [VocabularyFormat::Lines, VocabularyFormat::Json] {
            for size in [0, 3, 4, 51_864] {
                if let Ok(tokens) = token_bytes(format, bytes, size) {
                    let length: usize = tokens.iter().map(Vec::len).sum();
                    assert!(tokens.len() <= size && length <= bytes.len() + 64 * size);
                }
            }
        }
    });
}

fn wheel(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let options = SimpleFileOptions::default().compression_method(method);
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn fuzz_wheel() {
    let (model, list) = (&b"a model"[..], &b"t0\nt1\n"[..]);
    let whole = [("pkg/model.bin", model), ("pkg/vocabulary.txt", list)];
    let outside = [("../../model.bin", model), ("/etc/../vocabulary.txt", list)];
    let parts =
        [("a/model.bin.part1", model), ("a/model.bin.part2", model), ("vocabulary.json", b"[]")];
    let seeds = vec![
        wheel(&whole, CompressionMethod::Stored),
        wheel(&whole, CompressionMethod::Deflated),
        wheel(&outside, CompressionMethod::Stored),
        wheel(&parts, CompressionMethod::Deflated),
    ];
    let vocabulary = words([
        "PK\u{1}\u{2}",
        "PK\u{3}\u{4}",
        "PK\u{5}\u{6}",
        "PK\u{6}\u{6}",
        "../",
        "model.bin",
        "part1",
    ]);
    let folder = tempfile::tempdir().unwrap();
    let (path, scratch) = (folder.path().join("a.whl"), folder.path().join("scratch"));
    std::fs::create_dir(&scratch).unwrap();
    Target::new("wheel", seeds, vocabulary, 8_000).run(|bytes| {
        std::fs::write(&path, bytes).unwrap();
        drop(source::open(std::slice::from_ref(&path), &scratch));
        let left = |folder: &std::path::Path| std::fs::read_dir(folder).unwrap().count();
        assert_eq!((left(folder.path()), left(&scratch)), (2, 0), "a file is left somewhere");
    });
}
