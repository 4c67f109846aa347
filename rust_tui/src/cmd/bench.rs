//! `parlo bench`: replays recordings in real time and measures what a user would feel.
//!
//! Per recording it reports how long the text took, how right it was, and what the live words did;
//! and, decoded in the same run on the same machine, what a plain script would have made of it:
//! record until half a second of silence, then decode all of it with the whole window. First all
//! replays, then all decodes of the script, so that nothing else runs while latency is measured.

mod baseline;
mod clips;
mod html;
mod joined;
mod json;
mod metrics;
mod summary;
mod table;

use std::fs::{File, OpenOptions};
use std::io::{IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use parlo_core::untrusted::printable;

use super::cli::bench::{BenchOptions, End};
use super::replay::{EndBy, Replay};
use crate::config::Settings;
use crate::config::failure::{failure, usage};
use crate::diag::QuietStderr;
use crate::diag::page::refuse_other;
use crate::diag::print;
use crate::dictation::Model;
use clips::Clip;
use metrics::{Conditions, Live, Report, Row, TakeMetrics};

/// # Errors
/// No model, no recordings, an unusable one, or a report that cannot be written.
pub fn run(settings: &Settings, options: &BenchOptions) -> Result<()> {
    let mut settings = settings.clone();
    // The key that ends a short word must not be taken for the second press that passes the key on.
    settings.voice.double_press = Duration::ZERO;
    let clips::Gathered { mut clips, left_out } =
        clips::gather(options.manifest.as_deref(), &options.clips, &settings.voice)?;
    if options.long {
        let joined = joined::join(&clips, &settings.voice);
        clips.extend(joined);
    }
    let model = Model::find_verified(&settings, print::report)?;
    // A page that cannot be written is noticed before minutes of measuring.
    let page = options.html.as_deref().map(open_page).transpose()?;

    let quiet = QuietStderr::begin()?;
    let progress = ProgressLine { terminal: quiet.real() };
    let engine = settings.engine_spec(&model.path).name();
    let conditions = Conditions::new(&settings, options, engine, &model.name);
    let lives = replay_all(&settings, &model, &clips, options, &progress)?;
    let scripts = baseline::decode_all(&settings, &model, &clips, options.repeat, &progress)?;
    progress.clear();

    let rounds = clips.iter().cycle();
    let played = rounds.zip(lives).zip(scripts);
    let rows = played.map(|((clip, live), script)| Row::new(clip, live, script)).collect();
    let report = Report { conditions, rows, left_out };
    if let Some((path, mut file)) = page {
        let text = html::page(&report);
        let written = file.set_len(0).and_then(|()| file.write_all(text.as_bytes()));
        written.with_context(|| path.display().to_string())?;
    }
    let mut out = print::output();
    if options.json {
        writeln!(out, "{}", print::json(&json::report(&report)))?;
    } else {
        table::write(&mut out, &report)?;
    }
    Ok(out.flush()?)
}

fn open_page(path: &Path) -> Result<(&Path, File)> {
    refuse_other(path).map_err(usage)?;
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
    file.map(|file| (path, file))
        .map_err(|error| failure(format!("{}: cannot be written: {error}", path.display())))
}

/// Dictates every recording in every round; yields the results in that order.
fn replay_all(
    settings: &Settings,
    model: &Model,
    clips: &[Clip],
    options: &BenchOptions,
    progress: &ProgressLine,
) -> Result<Vec<Live>> {
    let mut replay = Replay::start(settings, model)?;
    // The shortest one first and unmeasured (but for its line in a metrics file), so that the model
    // is loaded and the agent ready.
    if let Some(clip) = clips.iter().min_by_key(|clip| clip.recording.duration()) {
        progress.show("getting ready");
        replay.cue(&clip.name, &clip.recording);
        replay.dictate_all(clip.speech_end(), EndBy::Pause, |_| Ok(()))?;
    }
    let playbacks = clips.len() * options.repeat as usize;
    let mut lives = Vec::with_capacity(playbacks);
    for clip in clips.iter().cycle().take(playbacks) {
        progress.show(&format!("{}/{playbacks}  {}", lives.len() + 1, clip.name));
        let end = match (options.end, clip.speech_end()) {
            (End::Key, Some(last)) => {
                EndBy::Key(last + Duration::from_millis(options.key_after_ms))
            }
            _ => EndBy::Pause,
        };
        let mut live = Live::default();
        replay.cue(&clip.name, &clip.recording);
        replay.dictate_all(clip.speech_end(), end, |take| {
            live.add(TakeMetrics::new(&take, clip, live.takes.is_empty()), take.seen.text);
            Ok(())
        })?;
        lives.push(live);
    }
    Ok(lives)
}

/// One line on a terminal that says how far the measurement is; nothing elsewhere.
struct ProgressLine<'a> {
    terminal: &'a File,
}

impl ProgressLine<'_> {
    fn show(&self, text: &str) {
        self.write(&format!("\r\x1b[Kmeasuring  {}", printable(text)));
    }

    fn clear(&self) {
        self.write("\r\x1b[K");
    }

    fn write(&self, text: &str) {
        if self.terminal.is_terminal() {
            let mut terminal = self.terminal;
            // A terminal that went away does not end the measurement.
            let _ = terminal.write_all(text.as_bytes());
        }
    }
}
