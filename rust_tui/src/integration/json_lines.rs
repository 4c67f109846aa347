//! A take as it goes on, one JSON object per line; `docs/listen-stream.md` is the reference.

use std::io::{Result, Write};
use std::time::Duration;

use parlo_core::decoded::Word;
use parlo_core::live::{LiveStage, LiveText};
use serde_json::{Value, json};

use crate::diag::{json_row, print, take_name};
use crate::dictation::Update;

/// Writes the line of an update to standard output and flushes it.
///
/// # Errors
/// Standard output is closed.
pub fn write(update: Update<'_>, engine: &str, model: &str) -> Result<()> {
    let mut out = print::output();
    writeln!(out, "{}", print::json(&line(update, engine, model)))?;
    out.flush()
}

fn line(update: Update<'_>, engine: &str, model: &str) -> Value {
    match update {
        Update::Words(live) => words(live),
        Update::Voice { take, speaking, at } => json!({
            "event": "vad", "take": take_name(take), "speaking": speaking, "at_ms": at.as_millis() as u64,
        }),
        Update::Recorded(metrics) => json!({
            "event": "take_ended",
            "take": take_name(metrics.utterance_id),
            "metrics": json_row(metrics, engine, model),
        }),
    }
}

fn words(live: &LiveText) -> Value {
    let take = take_name(live.take);
    match live.stage {
        LiveStage::Begun => json!({ "event": "take_started", "take": take }),
        LiveStage::Cancelled | LiveStage::Failed => json!({
            "event": "cancelled", "take": take, "revision": live.revision,
            "by_user": live.stage == LiveStage::Cancelled,
        }),
        LiveStage::Partial | LiveStage::Final => json!({
            "event": if live.stage == LiveStage::Final { "final" } else { "words" },
            "take": take,
            "revision": live.revision,
            "text": live.text,
            "committed": live.committed,
            "words": words_to_json(&live.words, Duration::ZERO),
        }),
    }
}

/// One object per word: its text, its times in milliseconds, moved by `offset`, and the confidence to
/// a hundredth.
pub fn words_to_json(words: &[Word], offset: Duration) -> Value {
    let ms = |time: Duration| (offset + time).as_millis() as u64;
    let word = |word: &Word| {
        let confidence = (f64::from(word.confidence) * 100.0).round() / 100.0;
        json!({ "text": word.text, "start_ms": ms(word.start), "end_ms": ms(word.end),
                "confidence": confidence })
    };
    words.iter().map(word).collect()
}

#[cfg(test)]
mod tests;
