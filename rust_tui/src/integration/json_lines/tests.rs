//! Every kind of line has the keys that the reference names.

use std::time::Instant;

use parlo_core::metrics::VoiceLatencyMetrics;
use parlo_core::take_id::TakeId;

use super::*;

const TAKE: TakeId = TakeId(0x0123_4567_89ab_4def_8123_4567_89ab_cdef);

fn live(stage: LiveStage) -> LiveText {
    let time = Duration::from_millis;
    let word = Word { text: "Run".to_owned(), start: time(40), end: time(290), confidence: 0.876 };
    let text = "Run".to_owned();
    LiveText { take: TAKE, revision: 3, stage, text, committed: 1, words: vec![word] }
}

/// A JSON schema's properties and required keys, as far as the reference uses them.
fn schema() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/listen-stream.schema.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn check(line: &Value) {
    let name = line["event"].as_str().unwrap();
    let schema = schema();
    let kinds = schema["oneOf"].as_array().unwrap();
    let kind = kinds.iter().find(|kind| kind["properties"]["event"]["const"] == name);
    let kind = kind.unwrap_or_else(|| panic!("{name} is not in the schema"));
    let required = kind["required"].as_array().unwrap().iter().map(|key| key.as_str().unwrap());
    let keys: Vec<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, required.collect::<Vec<_>>(), "{name}");
    for key in keys {
        assert!(kind["properties"].get(key).is_some(), "{name}.{key} is not described");
    }
}

#[test]
fn every_line_is_as_the_schema_says() {
    for stage in [
        LiveStage::Begun,
        LiveStage::Partial,
        LiveStage::Final,
        LiveStage::Cancelled,
        LiveStage::Failed,
    ] {
        check(&line(Update::Words(&live(stage)), "whisper.cpp", "tiny.en"));
    }
    let voice = Update::Voice { take: TAKE, speaking: true, at: Duration::from_millis(120) };
    check(&line(voice, "whisper.cpp", "tiny.en"));
    let metrics = VoiceLatencyMetrics::begun(TAKE, Instant::now());
    check(&line(Update::Recorded(&metrics), "whisper.cpp", "tiny.en"));
}

#[test]
fn words_have_their_place_and_what_is_committed() {
    let expected = json!({
        "event": "words",
        "take": "01234567-89ab-4def-8123-456789abcdef",
        "revision": 3,
        "text": "Run",
        "committed": 1,
        "words": [{ "text": "Run", "start_ms": 40, "end_ms": 290, "confidence": 0.88 }],
    });
    assert_eq!(line(Update::Words(&live(LiveStage::Partial)), "whisper.cpp", "tiny.en"), expected);
}

#[test]
fn a_word_has_its_place_and_its_confidence() {
    let time = Duration::from_millis;
    let word = Word { text: "Run".to_owned(), start: time(40), end: time(290), confidence: 0.876 };
    let expected =
        json!([{ "text": "Run", "start_ms": 1_040, "end_ms": 1_290, "confidence": 0.88 }]);
    assert_eq!(words_to_json(&[word], time(1_000)), expected);
}
