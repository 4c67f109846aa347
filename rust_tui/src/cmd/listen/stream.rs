//! A take as it goes on, one JSON object per line; `docs/listen-stream.md` is the reference.

use crate::cmd::print;
use crate::cmd::words::words_to_json;
use crate::diag::json_row;
use crate::dictation::Update;
use parlo_core::live::{LiveStage, LiveText};
use parlo_core::take_id::TakeId;
use serde_json::{Value, json};
use std::io::{Result, Write};
use std::time::Duration;

/// Writes one line for an update, if it has one, and flushes it.
pub(super) fn write(update: Update<'_>, engine: &str, model: &str) -> Result<()> {
    let mut out = print::output();
    writeln!(out, "{}", print::json(&line(update, engine, model)))?;
    out.flush()
}

fn line(update: Update<'_>, engine: &str, model: &str) -> Value {
    match update {
        Update::Words(live) => words(live),
        Update::Voice { take, speaking, at } => json!({
            "event": "vad", "take": id(take), "speaking": speaking, "at_ms": at.as_millis() as u64,
        }),
        Update::Recorded(metrics) => json!({
            "event": "take_ended",
            "take": id(metrics.utterance_id),
            "metrics": json_row(metrics, engine, model),
        }),
    }
}

fn words(live: &LiveText) -> Value {
    let take = id(live.take);
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

fn id(take: TakeId) -> String {
    uuid::Uuid::from_u128(take.0).to_string()
}

#[cfg(test)]
mod tests;
