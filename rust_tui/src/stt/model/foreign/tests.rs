//! What each kind of file is called.

use super::{describe, looks_like_ctranslate2};

#[test]
fn known_files_are_named() {
    let cases: [(&[u8], &str); 14] = [
        (b"", "empty"),
        (b"GGUF\x03\0\0\0", "GGUF"),
        (b"tjgg\x01\0\0\0", "llama.cpp"),
        (b"RIFF\x24\x08\0\0WAVEfmt ", "WAV"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "Git LFS"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"\n  <HTML lang=en>", "web page"),
        (b"<?xml version=\"1.0\"?><Error>", "web page"),
        (b"\x06\0\0\0\x0c\0WhisperSpec\0\x03\0\0\0", "CTranslate2"),
        (b"PK\x03\x04\x14\0", "zip archive"),
        (b"\x98\x1f\0\0\0\0\0\0{\"__metadata__\"", "safetensors"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"{\"error\":\"Entry not found\"}", "JSON"),
        (b"\x7fELF\x02", "7f 45 4c 46"),
    ];
    for (prefix, expected) in cases {
        let described = describe(prefix);
        assert!(described.contains(expected), "{described:?} does not say {expected}");
    }
}

#[test]
fn a_small_number_alone_is_no_ctranslate2_model() {
    assert!(looks_like_ctranslate2(b"\x05\0\0\0\x10\0TransformerSpec\0"));
    assert!(!looks_like_ctranslate2(b"\x06\0\0\0\x0c\0"));
    assert!(!looks_like_ctranslate2(b"\x06\0\0\0\x0c\0\x01\x02\x03\x04Spec"));
    assert!(!looks_like_ctranslate2(&[0; 64]));
}
