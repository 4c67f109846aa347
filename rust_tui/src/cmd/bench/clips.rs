//! The recordings to measure: where they come from, what is said in them, where the speech lies.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use parlo_core::audio::duration_of;
use parlo_core::endpoint::{Endpointer, Heard};
use parlo_core::settings::VoiceSettings;
use parlo_core::untrusted::printable;

use crate::config::failure::{failure, usage};
use crate::voice::vad::VoiceActivity;
use crate::voice::{WavFile, read_wav};

/// The manifest that is read when nothing is named.
const USUAL_MANIFEST: &str = "samples/manifest.tsv";
/// Longer than any recording that can be read.
const ENDLESS: Duration = Duration::from_secs(24 * 3_600);

/// Whether an utterance was recorded as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Single,
    /// Several recordings with short gaps between them.
    Joined,
}

/// A recording to measure.
#[derive(Debug, Clone)]
pub struct Clip {
    pub name: String,
    /// Whether it was recorded as it is.
    pub kind: Kind,
    /// What is said in it, if that is known.
    pub text: Option<String>,
    /// What is played.
    pub recording: Arc<WavFile>,
    /// The same as mono at 16 kHz.
    pub mono: Vec<f32>,
    /// Where the detector finds speech in it, from the first to the last voiced sample.
    pub speech: Option<Heard>,
}

impl Clip {
    /// A clip of a recording and the same as mono at 16 kHz, with its speech looked up.
    pub fn new(
        name: String,
        kind: Kind,
        text: Option<String>,
        recording: WavFile,
        mono: Vec<f32>,
        settings: &VoiceSettings,
    ) -> Self {
        let speech = find_speech(&mono, settings);
        Self { name, kind, text, recording: Arc::new(recording), mono, speech }
    }

    pub fn speech_start(&self) -> Option<Duration> {
        self.speech.map(|heard| duration_of(heard.onset))
    }

    /// When its last voiced sample is over.
    pub fn speech_end(&self) -> Option<Duration> {
        self.speech.map(|heard| duration_of(heard.voiced_end))
    }
}

/// Hears the recording as one take that no pause ends.
fn find_speech(mono: &[f32], settings: &VoiceSettings) -> Option<Heard> {
    let endless = VoiceSettings { max_capture: ENDLESS, silence_tail: ENDLESS, ..settings.clone() };
    let mut activity = VoiceActivity::new(&endless);
    let mut endpointer = Endpointer::new(&endless);
    for frame in mono.chunks_exact(activity.frame_samples()) {
        let voiced = activity.judge(frame).voiced;
        endpointer.push(voiced, frame.len() as u64);
    }
    endpointer.heard()
}

/// Recordings, and the names of those that cannot be measured.
#[derive(Debug)]
pub struct Gathered {
    /// In the order they were named.
    pub clips: Vec<Clip>,
    /// Longer than a take may last: where such a one is cut decides its words, not the decoder.
    pub left_out: Vec<String>,
}

/// Reads the recordings of the manifest and the ones named; with neither, those of the usual
/// manifest.
///
/// # Errors
/// Nothing to measure, an unusable manifest or recording.
pub fn gather(
    manifest: Option<&Path>,
    named: &[PathBuf],
    settings: &VoiceSettings,
) -> Result<Gathered> {
    let usual = Path::new(USUAL_MANIFEST);
    let manifest = match manifest {
        None if named.is_empty() && usual.exists() => Some(usual),
        None if named.is_empty() => {
            return Err(usage(format!(
                "nothing to measure: there is no {USUAL_MANIFEST} here; name WAV files, or a \
                 table of them with --manifest"
            )));
        }
        manifest => manifest,
    };
    let mut entries: Vec<Entry> = manifest.map(read_manifest).transpose()?.unwrap_or_default();
    entries.extend(named.iter().map(|path| Entry { path: path.clone(), text: None }));
    let mut gathered = Gathered { clips: Vec::new(), left_out: Vec::new() };
    for Entry { path, text } in entries {
        let name = printable(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy());
        let recording = read_wav(&path)?;
        if recording.duration() > settings.max_capture {
            gathered.left_out.push(name);
            continue;
        }
        let mono = recording.to_mono_16k().map_err(anyhow::Error::msg);
        let mono = mono.with_context(|| path.display().to_string())?;
        gathered.clips.push(Clip::new(name, Kind::Single, text, recording, mono, settings));
    }
    if gathered.clips.is_empty() {
        return Err(failure(format!(
            "nothing to measure: {}",
            match gathered.left_out.as_slice() {
                [] => "the manifest names no recording".to_owned(),
                long => format!(
                    "longer than the {} s a take may last: {}",
                    settings.max_capture.as_secs_f32(),
                    long.join(", ")
                ),
            }
        )));
    }
    Ok(gathered)
}

/// A line of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    path: PathBuf,
    text: Option<String>,
}

fn read_manifest(path: &Path) -> Result<Vec<Entry>> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| failure(format!("{}: cannot be read: {error}", path.display())))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    parse_manifest(&text, folder)
        .map_err(|problem| failure(format!("{}:{problem}", path.display())))
}

/// The recordings of a manifest that lies in `folder`; a problem begins with the line's number.
fn parse_manifest(text: &str, folder: &Path) -> Result<Vec<Entry>, String> {
    let mut lines = text.lines().enumerate();
    if !lines.next().is_some_and(|(_, header)| header.starts_with("file\ttext")) {
        return Err("1: the header is not `file<TAB>text`".to_owned());
    }
    let mut entries = Vec::new();
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let mut columns = line.split('\t');
        match (columns.next(), columns.next()) {
            (Some(file), Some(text)) if !file.is_empty() => {
                entries.push(Entry { path: folder.join(file), text: Some(text.to_owned()) });
            }
            _ => return Err(format!("{}: no file and text with a tab between", index + 1)),
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests;
