//! `parlo transcribe`: WAV files to text, with the detector, endpointer and engine of dictation.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use parlo_core::audio::duration_of;
use parlo_core::hints::Hints;
use parlo_core::text::typeable;
use serde::Serialize;
use serde_json::{Value, json};

use crate::config::Settings;
use crate::config::failure::failure;
use crate::diag::QuietStderr;
use crate::diag::print;
use crate::dictation::Model;
use crate::integration::json_lines::words_to_json;
use crate::stt::{AbortSignal, DecodeRequest, Effort, Engine, EngineError};
use crate::voice::{Ending, Utterance, WavFile, read_wav, read_wav_from, utterances};

/// Transcribes the files in order; one that fails does not keep the others from being done.
///
/// # Errors
/// No model, or at least one file could not be transcribed.
pub fn run(settings: &Settings, files: &[PathBuf], as_json: bool) -> Result<()> {
    let model = Model::find_verified(settings, print::report)?;
    let quiet = QuietStderr::begin()?;
    let mut engine = settings.engine_spec(&model.path).build(AbortSignal::default())?;
    let hints = Arc::new(Hints::of(&settings.voice));
    let mut failed = 0;
    for path in files {
        let done = read(path, &quiet)
            .and_then(|file| transcribe(settings, engine.as_mut(), &hints, path, &file));
        match done {
            Ok(parts) => print(path, &parts, &model, files.len() > 1, as_json)?,
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "file not transcribed");
                if files.len() == 1 {
                    return Err(error);
                }
                writeln!(print::errors_past(&quiet), "parlo: {error:#}")?;
                failed += 1;
            }
        }
    }
    match failed {
        0 => Ok(()),
        _ => Err(failure(format!("{failed} of {} files not transcribed", files.len()))),
    }
}

/// A decoded stretch of a file.
#[derive(Serialize)]
struct Part {
    start_ms: u64,
    end_ms: u64,
    stt_ms: u64,
    text: String,
    words: Value,
}

/// Reads a file, or standard input where its name is `-`; says so if some of it is missing.
fn read(path: &Path, quiet: &QuietStderr) -> Result<WavFile> {
    let file = match path == Path::new("-") {
        true => read_wav_from(std::io::stdin().lock(), path)?,
        false => read_wav(path)?,
    };
    if file.ending == Ending::CutOff {
        let path = path.display();
        writeln!(print::errors_past(quiet), "warning: {path}: is cut off; what there is counts")?;
    }
    Ok(file)
}

fn transcribe(
    settings: &Settings,
    engine: &mut dyn Engine,
    hints: &Arc<Hints>,
    path: &Path,
    file: &WavFile,
) -> Result<Vec<Part>> {
    let samples = file.to_mono_16k().map_err(anyhow::Error::msg);
    let samples = samples.with_context(|| path.display().to_string())?;
    let mut parts = Vec::new();
    for Utterance { samples: span, spoken } in utterances(&samples, &settings.voice) {
        let began = Instant::now();
        let audio = &samples[span.clone()];
        let mut decode = |effort| {
            let hints = Arc::clone(hints);
            engine.decode(audio, &DecodeRequest { hints, ..DecodeRequest::first(effort) })
        };
        let decoded = decode(Effort::Careful)
            .or_else(|error| match error {
                EngineError::Aborted => Err(error),
                EngineError::Failed(_) => decode(Effort::Exhaustive),
            })
            .with_context(|| path.display().to_string())?;
        let text = typeable(&decoded, spoken);
        if !text.is_empty() {
            parts.push(Part {
                start_ms: duration_of(span.start as u64).as_millis() as u64,
                end_ms: duration_of(span.end as u64).as_millis() as u64,
                stt_ms: began.elapsed().as_millis() as u64,
                text,
                words: words_to_json(&decoded.words, duration_of(span.start as u64)),
            });
        }
    }
    Ok(parts)
}

fn print(path: &Path, parts: &[Part], model: &Model, named: bool, as_json: bool) -> Result<()> {
    let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
    let text = texts.join(" ");
    let mut out = print::output();
    if as_json {
        let file = path.display().to_string();
        let line = json!({ "file": file, "model": model.name, "text": text, "utterances": parts });
        writeln!(out, "{}", print::json(&line))?;
    } else if named {
        writeln!(out, "{}: {text}", path.display())?;
    } else {
        writeln!(out, "{text}")?;
    }
    Ok(out.flush()?)
}
