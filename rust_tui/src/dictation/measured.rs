//! The speeds of models on this machine, remembered between runs in the cache folder.
//!
//! A speed belongs to one file of one size and age, so many threads, one kind of processor and one
//! version of parlo; when one of these changes, parlo measures again. Nothing but numbers and the names
//! of model files is kept. Losing the file costs a measurement.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::config::{cache_file, paths};
use crate::diag::remedy_for;
use crate::stt::Speed;

/// The remembered speeds.
#[derive(Debug)]
pub struct Measured {
    path: PathBuf,
    entries: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Entry {
    decode_ms: f64,
    audio_ms: f64,
    load_ms: f64,
    memory_bytes: Option<u64>,
}

impl Measured {
    /// What the cache folder holds; nothing if it cannot be read.
    ///
    /// # Errors
    /// There is no home folder.
    pub fn load() -> anyhow::Result<Self> {
        Ok(Self::load_from(paths::measured_file()?))
    }

    fn load_from(path: PathBuf) -> Self {
        let entries = cache_file::read(&path);
        Self { path, entries }
    }

    /// The speed of that model, if it was measured as it is.
    pub fn get(&self, model: &Path, threads: usize) -> Option<Speed> {
        let Entry { decode_ms, audio_ms, load_ms, memory_bytes } =
            *self.entries.get(&key(model, threads)?)?;
        let time = |ms: f64| Duration::try_from_secs_f64(ms / 1e3).ok();
        let (decode, audio, load) = (time(decode_ms)?, time(audio_ms)?, time(load_ms)?);
        Some(Speed { decode, audio, load, memory_bytes })
    }

    /// Remembers a speed.
    ///
    /// # Errors
    /// It cannot be written down; it holds for this run then.
    pub fn remember(&mut self, model: &Path, threads: usize, speed: &Speed) -> anyhow::Result<()> {
        let Some(key) = key(model, threads) else { return Ok(()) };
        // An earlier state of the same file will not come back.
        let file = format!("{}|", file_name(model));
        let same_threads = |key: &str| key.split('|').nth(3) == Some(threads.to_string().as_str());
        self.entries.retain(|key, _| !(key.starts_with(&file) && same_threads(key)));
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let entry = Entry {
            decode_ms: ms(speed.decode),
            audio_ms: ms(speed.audio),
            load_ms: ms(speed.load),
            memory_bytes: speed.memory_bytes,
        };
        self.entries.insert(key, entry);
        cache_file::write(&self.path, &self.entries).map_err(|error| {
            let (path, remedy) = (self.path.display(), remedy_for(&error));
            let message = format!("{path}: not written, so the speed is measured again; {remedy}");
            anyhow::Error::new(error).context(message)
        })
    }
}

/// File name, size, age, threads, processor, version; `None` if the file is gone.
fn key(model: &Path, threads: usize) -> Option<String> {
    let metadata = std::fs::metadata(model).ok()?;
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!(
        "{}|{}|{}|{threads}|{}|{}",
        file_name(model),
        metadata.len(),
        modified.as_millis(),
        processors(processor_name().as_deref()),
        env!("CARGO_PKG_VERSION")
    ))
}

fn file_name(model: &Path) -> String {
    model.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// How many processors there are and of which kind; of unknown ones the architecture.
fn processors(name: Option<&str>) -> String {
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{count} × {}", name.unwrap_or(std::env::consts::ARCH))
}

/// The kind of processor; `None` where the system does not say, as elsewhere than on Linux.
pub fn processor_name() -> Option<String> {
    name_in(&std::fs::read_to_string("/proc/cpuinfo").ok()?).map(str::to_owned)
}

fn name_in(cpuinfo: &str) -> Option<&str> {
    let rest = cpuinfo.lines().find_map(|line| line.strip_prefix("model name"))?;
    Some(rest.trim_start_matches([' ', '\t', ':']))
}

#[cfg(test)]
mod tests;
