//! A page made of numbers that were never measured.

use super::super::metrics::Judgement;
use super::super::summary::tests::row;
use super::*;

fn report() -> Report {
    let mut rows = vec![
        row(&[Some(312.0)], "one two", "one two", 300.0),
        row(&[Some(377.0), Some(401.0)], "a < b & c", "a < b & see", 350.0),
        row(&[None], "lost", "", 280.0),
    ];
    for (number, row) in rows.iter_mut().enumerate() {
        row.name = format!("clip<{number}>.wav");
    }
    let conditions = Conditions {
        parlo: "0.0.0",
        started_at: "2025-11-21T12:00:00Z".to_owned(),
        engine: "whisper.cpp",
        model: "tiny.en".to_owned(),
        vad: "earshot",
        threads: 2,
        processor: "A <processor>".to_owned(),
        cores: 2,
        end: "pause",
        key_after_ms: None,
        silence_tail_ms: 450.0,
        rounds: 1,
    };
    Report { conditions, rows, left_out: vec!["long.wav".to_owned()] }
}

#[test]
fn the_page_stands_alone_and_holds_every_plot() {
    let page = page(&report());
    assert_eq!(page.matches("<svg ").count(), 6);
    assert_eq!(page.matches("<svg ").count(), page.matches("</svg>").count());
    for part in ["<script", "http", "src=", "@import", "url("] {
        assert!(!page.contains(part), "{part} in the page");
    }
    assert!(page.contains("long.wav"));
}

#[test]
fn names_and_words_are_escaped() {
    let page = page(&report());
    assert!(page.contains("clip&lt;1&gt;.wav") && !page.contains("clip<1>.wav"));
    assert!(page.contains("a &lt; b &amp; see") && page.contains("A &lt;processor&gt;"));
}

#[test]
fn a_run_without_any_text_is_a_page_too() {
    let mut report = report();
    report.rows.retain(|row| row.live.text.is_empty());
    for row in &mut report.rows {
        row.live_words = Judgement { errors: None, made_up: false };
        row.script_words = row.live_words;
    }
    let page = page(&report);
    assert!(page.contains("no words") && !page.contains("NaN") && !page.contains("inf"), "{page}");
}
