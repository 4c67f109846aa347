//! `parlo demo`: dictates audio files into the demo agent without a microphone or a terminal, and
//! prints what arrived and what it cost.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;

use super::replay::{EndBy, Replay, Take};
use crate::config::Settings;
use crate::config::failure::failure;
use crate::diag::QuietStderr;
use crate::diag::print;
use crate::dictation::Model;
use crate::stt::CLIP;
use crate::voice::{WavFile, read_wav, read_wav_from};

/// What the recording is called that is in the program.
const BUILT_IN: &str = "built-in sample";

/// Dictates the files one after the other, or the recording in the program if none is named; a
/// sentence with a long pause in it makes two takes.
///
/// # Errors
/// No model, an unusable file, or a file of which no text arrived.
pub fn run(settings: &Settings, samples: &[PathBuf]) -> Result<()> {
    // All of them first, so that a bad one is noticed before anything starts.
    let built_in = [PathBuf::from(BUILT_IN)];
    let (samples, recordings): (&[PathBuf], Vec<WavFile>) = match samples {
        [] => (&built_in, vec![read_wav_from(CLIP, Path::new(BUILT_IN))?]),
        samples => (samples, samples.iter().map(|path| read_wav(path)).collect::<Result<_, _>>()?),
    };
    let recordings: Vec<Arc<WavFile>> = recordings.into_iter().map(Arc::new).collect();
    let model = Model::find_verified(settings, print::report)?;
    let quiet = QuietStderr::begin()?;
    let mut replay = Replay::start(settings, &model)?;
    let mut missing = Vec::new();
    for (path, recording) in samples.iter().zip(&recordings) {
        let name = path.display().to_string();
        replay.cue(&name, recording);
        let mut anything = false;
        replay.dictate_all(None, EndBy::Pause, |take| {
            print(path, &take)?;
            for failure in &take.seen.failures {
                writeln!(print::errors_past(&quiet), "parlo: {failure}")?;
            }
            anything |= take.seen.text.is_some();
            Ok(())
        })?;
        if !anything {
            missing.push(name);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(failure(format!("no text came of: {}", missing.join(", "))))
}

fn print(path: &Path, Take { metrics, seen }: &Take) -> Result<()> {
    let ms = |duration: Option<Duration>| {
        duration.map_or_else(|| "–".to_owned(), |duration| duration.as_millis().to_string())
    };
    let mut out = print::output();
    writeln!(out, "{}: {}", path.display(), seen.text.as_deref().unwrap_or("(nothing)"))?;
    writeln!(
        out,
        "    {} ms from the last voiced sample to the text (endpoint wait {} ms, decode {} ms of \
         which overlapped {} ms), {} ms of speech, ended by {}",
        ms(metrics.total),
        ms(metrics.endpoint_wait),
        ms(metrics.stt),
        metrics.overlap.as_millis(),
        metrics.speech.as_millis(),
        metrics.end_reason.name()
    )?;
    Ok(out.flush()?)
}
