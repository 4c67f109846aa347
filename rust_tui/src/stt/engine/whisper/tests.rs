//! What needs no model: window lengths, files that are no model.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::path::Path;

use super::super::{EngineKind, EngineSpec};
use super::*;
use crate::stt::Language;

mod damaged;
mod hinted;

#[test]
fn a_fitted_window_is_as_long_as_the_audio_and_a_margin_within_its_bounds() {
    let fitted = |samples| fitted_window(samples, 768);
    let seconds = |seconds: usize| fitted(seconds * SAMPLE_RATE_HZ as usize);
    // Up to 14 s the shortest window serves: 768 positions of 20 ms, 64 of them margin.
    assert_eq!((fitted(0), seconds(1), seconds(14)), (768, 768, 768));
    assert_eq!((seconds(15), seconds(20), seconds(28)), (814, 1_064, 1_464));
    assert_eq!((seconds(29), seconds(30), seconds(60)), (1_500, 1_500, 1_500));
    assert_eq!(fitted(704 * SAMPLES_PER_POSITION + 1), 769, "a begun position counts");
    assert_eq!(fitted(usize::MAX / 2), FULL_WINDOW);
    assert_eq!(fitted_window(16_000, 384), 384);
}

#[test]
fn the_token_limit_follows_the_audio() {
    assert_eq!((token_limit(0), token_limit(16_000), token_limit(480_000)), (16, 26, 220));
}

fn load(model: &Path) -> Result<WhisperEngine, EngineError> {
    let (kind, model, language) = (EngineKind::Whisper, model.to_owned(), Language::AUTO);
    WhisperModel::new(EngineSpec { kind, model, threads: 1, language })
        .engine(AbortSignal::default())
}

/// Why the model cannot be loaded.
fn refusal(model: &Path) -> String {
    match load(model) {
        Err(EngineError::Failed(message)) => message,
        Err(EngineError::Aborted) => panic!("nobody asked it to stop"),
        Ok(_) => panic!("it was loaded"),
    }
}

#[test]
fn a_file_that_is_no_model_is_named_and_never_reaches_whisper_cpp() {
    let folder = tempfile::tempdir().unwrap();
    let garbage = folder.path().join("garbage.bin");
    std::fs::write(&garbage, [0x42; 4_096]).unwrap();
    let empty = folder.path().join("empty.bin");
    std::fs::write(&empty, []).unwrap();
    // The right magic number, and then the file ends.
    let cut = folder.path().join("cut.bin");
    std::fs::write(&cut, 0x6767_6d6c_u32.to_le_bytes()).unwrap();
    let missing = folder.path().join("missing.bin");
    for model in [garbage, empty, cut, missing, folder.path().to_owned()] {
        let message = refusal(&model);
        assert!(message.contains(&model.display().to_string()), "{message}");
    }
}
