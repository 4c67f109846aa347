//! Which models were hashed and found to be what they should be, remembered in the cache folder.
//!
//! A model whose hash is known (see [`has_known_hash`]) is hashed before it is loaded for the first
//! time, and again when its file has changed: whisper.cpp believes what it reads. Hashing takes about
//! a second per gigabyte, looking here none. Blocks on the disk; called on the threads that load
//! models, and at the start before the terminal is taken.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::config::{cache_file, paths};
use crate::stt::model::{ModelError, has_known_hash, verify};

/// What tells one state of a file from another without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    bytes: u64,
    modified_s: i64,
    modified_ns: i64,
    inode: u64,
}

impl Stamp {
    fn of(path: &Path) -> Option<Stamp> {
        let file = std::fs::metadata(path).ok()?;
        Some(Stamp {
            bytes: file.len(),
            modified_s: file.mtime(),
            modified_ns: file.mtime_nsec(),
            inode: file.ino(),
        })
    }
}

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
    if let (Some(stamp), Ok(memory)) = (Stamp::of(model), paths::verified_file()) {
        remember_in(&memory, model, stamp);
    }
}

fn check_with(model: &Path, memory: Option<&Path>) -> Result<(), ModelError> {
    let Some(stamp) = Stamp::of(model) else { return Ok(()) };
    if !has_known_hash(model) {
        return Ok(());
    }
    let known = memory.map(cache_file::read::<BTreeMap<String, Stamp>>).unwrap_or_default();
    if known.get(&name_of(model)) == Some(&stamp) {
        return Ok(());
    }
    let began = std::time::Instant::now();
    verify(model)?;
    tracing::info!(hashed_ms = began.elapsed().as_millis() as u64, "speech model verified");
    if let Some(memory) = memory {
        remember_in(memory, model, stamp);
    }
    Ok(())
}

fn remember_in(memory: &Path, model: &Path, stamp: Stamp) {
    let mut known: BTreeMap<String, Stamp> = cache_file::read(memory);
    known.retain(|model, _| Path::new(model).exists());
    known.insert(name_of(model), stamp);
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
