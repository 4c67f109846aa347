//! `parlo listen`: one utterance from the microphone to standard output.

use super::config::Settings;
use super::dictation::{Dictation, Model, Request, audio_source, engine_spec};
use super::failure::failure;
use super::print;
use super::words::words_to_json;
use crate::diag::{QuietStderr, json_row};
use anyhow::Result;
use crossbeam_channel::{after, at, never, select};
use parlo_core::flow::{Event, Phase};
use parlo_core::settings::SendMode;
use serde_json::Value;
use std::io::Write;
use std::time::Duration;

/// Hears one utterance and prints its text.
///
/// # Errors
/// No model, no microphone, nothing heard, or nothing decoded.
pub fn run(settings: &Settings, as_json: bool) -> Result<()> {
    let model = Model::find_verified(settings)?;
    let talks = print::errors_are_shown();
    let quiet = QuietStderr::begin()?;
    let tell = |text: &str| {
        if talks {
            // Progress for a person; a closed standard error is no reason to fail.
            let _ = writeln!(print::errors_past(&quiet), "{text}");
        }
    };
    let source = audio_source(settings)?;
    // One utterance and no more.
    let mut settings = settings.clone();
    settings.voice.follow_up = Duration::ZERO;
    settings.voice.send = SendMode::Draft;
    let mut dictation = Dictation::start(&settings, source, &model, true)?;
    let mut requests = dictation.toggle();
    let mut heard: Option<(String, Value)> = None;
    let mut notices: Vec<String> = Vec::new();
    // What has been printed already.
    let mut told: Vec<String> = Vec::new();
    let mut recorded = None;
    loop {
        for request in std::mem::take(&mut requests) {
            match request {
                Request::Type { take, text } => {
                    if !as_json {
                        let mut out = print::output();
                        writeln!(out, "{text}")?;
                        out.flush()?;
                    }
                    heard = Some((text, words_to_json(dictation.words(), Duration::ZERO)));
                    requests = dictation.step(Event::TextWritten { take });
                }
                Request::Notify(notice) if notice.is_passing() => {
                    // Worth nothing once it is over. A closed standard error is no reason to fail.
                    let _ = writeln!(print::errors_past(&quiet), "parlo: {notice}");
                    told.push(notice.to_string());
                }
                Request::Notify(notice) => notices.push(notice.to_string()),
                Request::Recorded(metrics) => recorded = Some(metrics),
                // One utterance to standard output: there is no agent, and nothing to edit or undo.
                Request::PressEnter
                | Request::PassDictationKey
                | Request::PassCancelKey
                | Request::Erase { .. }
                | Request::OfferForReview { .. }
                | Request::OfferManualEntry { .. }
                | Request::CloseReview => {}
            }
        }
        if let Some(metrics) = recorded {
            let Some((text, words)) = heard else {
                notices.retain(|notice| !told.contains(notice));
                notices.extend(notices.is_empty().then(|| "heard nothing".to_owned()));
                return Err(failure(notices.join("; ")));
            };
            if as_json {
                let engine = engine_spec(&settings, &model.path).name();
                let mut line = json_row(&metrics, engine, &model.name);
                line["text"] = Value::String(text);
                line["words"] = words;
                writeln!(print::output(), "{}", print::json(&line))?;
            }
            for notice in notices {
                // A closed standard error is no reason to fail.
                let _ = writeln!(print::errors_past(&quiet), "parlo: {notice}");
            }
            return Ok(());
        }
        if !requests.is_empty() {
            continue;
        }
        let before = dictation.phase();
        let deadline = dictation.next_deadline().map_or_else(never, at);
        select! {
            recv(dictation.events()) -> event => {
                requests = event.map(|event| dictation.step(event)).unwrap_or_default();
            }
            recv(deadline) -> _ => requests = dictation.step(Event::TimePassed),
            // A flow without a deadline and threads that say nothing would be a bug; not a hang.
            recv(after(Duration::from_secs(120))) -> _ => return Err(failure("listening got stuck")),
        }
        if before == Phase::Opening && dictation.phase() == Phase::Capturing {
            tell("listening, speak now; a pause ends it, Ctrl+C cancels");
        }
    }
}
