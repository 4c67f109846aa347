//! Stand-ins to bytes, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use super::super::fixture;
use super::{SPELLED_TOKENS, VocabularyFormat, byte_of_stand_in, token_bytes};

fn lines(list: &str) -> Result<Vec<Vec<u8>>, String> {
    token_bytes(VocabularyFormat::Lines, list.as_bytes(), 51_864)
}

#[test]
fn every_byte_has_one_stand_in() {
    let table = byte_of_stand_in();
    assert_eq!(table.len(), 256);
    for (stand_in, byte) in
        [('!', b'!'), ('Ġ', b' '), ('Ċ', b'\n'), ('Ā', 0), ('Ń', 173), ('ÿ', 255), ('ġ', 127)]
    {
        assert_eq!(table.get(&stand_in), Some(&byte), "{stand_in}");
    }
}

#[test]
fn lines_and_json_give_the_same_tokens() {
    let text = fixture::vocabulary_txt();
    let tokens = lines(&text).unwrap();
    assert_eq!(tokens.len(), SPELLED_TOKENS);
    assert_eq!(tokens[0], b" \n\xc3\xa9");
    assert_eq!(tokens[50_256], b"<|endoftext|>");
    let list: Vec<&str> = text.lines().collect();
    let json = serde_json::to_vec(&list).unwrap();
    assert_eq!(token_bytes(VocabularyFormat::Json, &json, 51_864), Ok(tokens));
}

#[test]
fn a_multilingual_vocabulary_has_an_empty_token_before_the_end_of_text() {
    let mut list: Vec<String> = (0..51_865).map(|index| format!("t{index}")).collect();
    list[50_256] = String::new();
    list[50_257] = "<|endoftext|>".to_owned();
    let tokens = token_bytes(VocabularyFormat::Lines, list.join("\n").as_bytes(), 51_865).unwrap();
    assert_eq!(tokens.len(), SPELLED_TOKENS);
    assert!(tokens[50_256].is_empty());
}

#[test]
fn a_foreign_vocabulary_is_refused_with_the_reason() {
    let text = fixture::vocabulary_txt();
    let cases = [
        (text.replacen("<|endoftext|>", "</s>", 1), "endoftext"),
        (text.replacen("t7\n", "t 7\n", 1), "token 7 "),
        (text.replacen("t7\n", "", 1), "51863 tokens"),
        (String::new(), "1 tokens"),
    ];
    for (list, expected) in cases {
        let reason = lines(&list).unwrap_err();
        assert!(reason.contains(expected), "{reason}");
    }
    let bad = token_bytes(VocabularyFormat::Lines, b"\xff\xfe", 51_864).unwrap_err();
    assert!(bad.contains("UTF-8"), "{bad}");
    let bad = token_bytes(VocabularyFormat::Json, b"{\"a\": 1}", 51_864).unwrap_err();
    assert!(bad.contains("JSON"), "{bad}");
}
