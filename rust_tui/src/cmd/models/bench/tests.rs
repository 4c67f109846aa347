//! The table and the JSON of measured models.

use super::*;
use crate::stt::model::Candidate;

fn row(name: &str, decode_ms: u64) -> Row {
    let candidate = Candidate { weights: 1, english_only: true, bytes: 77_704_715 };
    let (decode, audio) = (Duration::from_millis(decode_ms), Duration::from_millis(2_500));
    let speed = Speed { decode, audio, load: decode, memory_bytes: Some(200 << 20) };
    let path = name.into();
    Row { model: Installed { name: name.to_owned(), path, candidate }, speed: Ok(speed) }
}

#[test]
fn the_table_says_what_fits_and_why() {
    let mut rows = vec![row("tiny.en", 180), row("base", 400), row("x", 1)];
    rows[2].speed = Err("memory is short".to_owned());
    let mut out = Vec::new();
    let budget = Duration::from_millis(320);
    write_table(&mut out, &rows, 2, budget, Some("tiny.en")).expect("memory takes it");
    let text = String::from_utf8(out).expect("text");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "NAME         SIZE    MEMORY    DECODE  REAL TIME  FITS");
    assert_eq!(lines[1], "tiny.en    74 MiB   200 MiB    180 ms       0.07  yes");
    assert_eq!(lines[2], "base       74 MiB   200 MiB    400 ms       0.16  no");
    assert_eq!(lines[3], "x          74 MiB  memory is short");
    assert!(text.contains("320 ms.") && text.ends_with("--model auto takes tiny.en.\n"), "{text}");
    let json = to_json(&rows, 2, budget, Some("tiny.en"));
    assert_eq!(json["auto"], "tiny.en");
    assert_eq!(json["models"][1]["fits"], false);
    assert_eq!(json["models"][0]["real_time_factor"], 0.072);
    assert_eq!(json["models"][2]["error"], "memory is short");
}
