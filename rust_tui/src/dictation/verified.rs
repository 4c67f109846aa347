//! Which models were hashed and found to be what they should be, remembered in the cache folder.
//!
//! A model whose hash is known (see [`has_known_hash`]) is hashed before it is loaded for the first
//! time, and again when its file has changed: whisper.cpp trusts what it reads. Hashing takes about
//! a second per gigabyte, looking here none. Blocks on the disk; called on the threads that load
//! models, and at the start before the terminal is taken.

use std::collections::BTreeMap;
use std::path::Path;

use crate::config::file_state::FileState;
use crate::config::{cache_file, paths};
use crate::stt::model::{ModelError, has_known_hash, verify};

/// Refuses a model that is not what its name or the record beside it promises. One of which nothing
/// is known passes; so does one that cannot be read, whose loading says why.
///
/// # Errors
/// What is wrong with it and what to run.
pub fn check(model: &Path) -> Result<(), ModelError> {
    let memory = paths::verified_file().ok();
    check_with(model, memory.as_deref())
}

/// Remembers a model that has just been hashed.
pub fn remember(model: &Path) {
    if let (Some(state), Ok(memory)) = (FileState::of(model), paths::verified_file()) {
        remember_in(&memory, model, state);
    }
}

fn check_with(model: &Path, memory: Option<&Path>) -> Result<(), ModelError> {
    let Some(state) = FileState::of(model) else { return Ok(()) };
    if !has_known_hash(model) {
        return Ok(());
    }
    let known = memory.map(cache_file::read::<BTreeMap<String, FileState>>).unwrap_or_default();
    if known.get(&name_of(model)) == Some(&state) {
        return Ok(());
    }
    let began = std::time::Instant::now();
    verify(model)?;
    tracing::info!(hashed_ms = began.elapsed().as_millis() as u64, "speech model verified");
    if let Some(memory) = memory {
        remember_in(memory, model, state);
    }
    Ok(())
}

fn remember_in(memory: &Path, model: &Path, state: FileState) {
    let mut known: BTreeMap<String, FileState> = cache_file::read(memory);
    known.retain(|model, _| Path::new(model).exists());
    known.insert(name_of(model), state);
    if let Err(error) = cache_file::write(memory, &known) {
        // It costs a hash at the next start, and nothing else.
        tracing::warn!(%error, "what was verified is not remembered");
    }
}

fn name_of(model: &Path) -> String {
    let path = model.canonicalize().unwrap_or_else(|_| model.to_owned());
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests;
