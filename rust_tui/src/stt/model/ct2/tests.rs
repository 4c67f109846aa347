//! The index of `model.bin`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use super::super::fixture::{self, Precision};
use super::super::reader::FormatError;
use super::super::weights::ElementType;

#[test]
fn variables_aliases_and_layers_are_found() {
    let model = fixture::model_bin(Precision::Float16);
    let index = fixture::index_of(&model).unwrap();
    let embedding = index.variables.get("decoder/embeddings/weight").unwrap();
    assert_eq!(embedding.element, ElementType::Float16);
    assert_eq!(embedding.shape, [51_864, 64]);
    assert_eq!(index.variables.get("decoder/projection/weight"), Some(embedding));
    assert_eq!(index.variables.get("encoder/num_heads").unwrap().shape, [0_usize; 0]);
    assert_eq!((index.layers("encoder", 128), index.layers("decoder", 128)), (2, 1));
    assert_eq!(index.layers("encoder", 0), 1);
    assert!(index.require("nothing").is_err());
}

#[test]
fn what_is_wrong_with_the_head_is_said() {
    let head = |version: u32, name: &[u8], count: u32| {
        let mut bytes = version.to_le_bytes().to_vec();
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend(name);
        bytes.extend(3_u32.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes
    };
    let mut huge_rank = head(6, b"WhisperSpec\0", 1);
    huge_rank.extend(b"\x02\0a\0\xff");
    let mut overflow = head(6, b"WhisperSpec\0", 1);
    overflow.extend(b"\x02\0a\0\x04");
    overflow.extend([0xff; 16]);
    overflow.extend(b"\0\x10\0\0\0");
    let mut odd_type = head(6, b"WhisperSpec\0", 1);
    odd_type.extend(b"\x02\0a\0\0\x09");
    let cases = [
        (head(3, b"WhisperSpec\0", 0), "version 3"),
        (head(7, b"WhisperSpec\0", 0), "version 7"),
        (head(6, b"TransformerSpec\0", 0), "TransformerSpec"),
        (head(6, b"WhisperSpec", 0), "has no end"),
        (head(6, b"Whisper\xffSpec\0", 0), "is not text"),
        (head(6, b"WhisperSpec\0", u32::MAX), "variables; it is damaged"),
        (head(6, b"WhisperSpec\0", 1), "truncated"),
        (huge_rank, "255 dimensions"),
        (overflow, "claims 16 bytes"),
        (odd_type, "element type 9"),
        (Vec::new(), "truncated"),
    ];
    for (bytes, expected) in cases {
        match fixture::index_of(&bytes) {
            Err(FormatError::Reason(reason)) => {
                assert!(reason.contains(expected), "{reason:?}: {expected}");
            }
            other => panic!("{expected}: {other:?}"),
        }
    }
}
