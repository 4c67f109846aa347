//! The baseline, what a plain script would make of a recording: record until it is quiet for half a
//! second, then decode all of it with the whole window and a beam of 5. The mark the live pipeline is
//! held to.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use parlo_core::hints::Hints;
use parlo_core::text::typeable;

use super::ProgressLine;
use super::clips::Clip;
use crate::config::Settings;
use crate::dictation::Model;
use crate::stt::{AbortSignal, DecodeRequest, Effort};

/// The silence after which such a script stops recording.
pub const SILENCE: Duration = Duration::from_millis(500);

/// What it heard.
#[derive(Debug, Clone, PartialEq)]
pub struct Decode {
    /// The text, cleaned as the live one is.
    pub text: String,
    pub ran_for: Duration,
}

/// Decodes every recording, once for each round.
///
/// # Errors
/// The model cannot be loaded, or a decode failed.
pub fn decode_all(
    settings: &Settings,
    model: &Model,
    clips: &[Clip],
    rounds: u32,
    progress: &ProgressLine,
) -> Result<Vec<Decode>> {
    let mut engine = settings.engine_spec(&model.path).build(AbortSignal::default())?;
    let hints = Arc::new(Hints::of(&settings.voice));
    let request = DecodeRequest { hints, ..DecodeRequest::first(Effort::Exhaustive) };
    let decodes = clips.len() * rounds as usize;
    let mut done = Vec::with_capacity(decodes);
    for clip in clips.iter().cycle().take(decodes) {
        progress.show(&format!("decoding whole recordings, {}/{decodes}", done.len() + 1));
        let began = Instant::now();
        let decoded = engine.decode(&clip.mono, &request);
        let ran_for = began.elapsed();
        let decoded = decoded.with_context(|| format!("decoding {}", clip.name))?;
        done.push(Decode { text: typeable(&decoded, Duration::MAX), ran_for });
    }
    Ok(done)
}
