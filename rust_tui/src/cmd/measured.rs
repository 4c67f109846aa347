//! The speeds of models on this machine, remembered between runs in the cache folder.
//!
//! A speed belongs to one file of one size and age, so many threads, one kind of processor and one
//! version of parlo; whatever changes makes parlo measure anew. Nothing but figures and the names of
//! model files is kept. Losing the file costs a measurement.

use super::paths;
use crate::stt::Speed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

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
    pub fn load() -> anyhow::Result<Measured> {
        Ok(Measured::load_from(paths::measured_file()?))
    }

    fn load_from(path: PathBuf) -> Measured {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let entries = serde_json::from_str(&text).unwrap_or_default();
        Measured { path, entries }
    }

    /// The speed of that model, if it was measured as it is.
    pub fn get(&self, model: &Path, threads: usize) -> Option<Speed> {
        let Entry { decode_ms, audio_ms, load_ms, memory_bytes } =
            *self.entries.get(&key(model, threads)?)?;
        let time = |ms: f64| Duration::try_from_secs_f64(ms / 1e3).ok();
        let (decode, audio, load) = (time(decode_ms)?, time(audio_ms)?, time(load_ms)?);
        Some(Speed { decode, audio, load, memory_bytes })
    }

    /// Remembers a speed. If it cannot be written down it holds for this run.
    pub fn remember(&mut self, model: &Path, threads: usize, speed: &Speed) {
        let Some(key) = key(model, threads) else { return };
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
        if let Err(error) = self.save() {
            tracing::warn!(%error, "the speed of a model is not remembered");
        }
    }

    /// Replaces the file at once, so that another parlo never reads half of it.
    fn save(&self) -> std::io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, &self.entries)?;
        file.flush()?;
        file.persist(&self.path).map(drop).map_err(|error| error.error)
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
        processor(&std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default()),
        env!("CARGO_PKG_VERSION")
    ))
}

fn file_name(model: &Path) -> String {
    model.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The kind of processor and how many there are; elsewhere than on Linux its architecture.
fn processor(cpuinfo: &str) -> String {
    let name = cpuinfo.lines().find_map(|line| line.strip_prefix("model name"));
    let name =
        name.map_or(std::env::consts::ARCH, |rest| rest.trim_start_matches([' ', '\t', ':']));
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{count} × {name}")
}

#[cfg(test)]
mod tests;
