//! What takes too long for the main thread: looking for microphones, looking through the models,
//! installing one. Each is a short-lived thread that reports its result.
//!
//! A listing is one message, an installation ten a second at most. Dropping stops an installation and
//! waits for no thread: one may sit in a read from the network or in a sound server that does not
//! answer, and what it leaves behind is whole or a part to continue from.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use parlo_core::panics::caught;
use parlo_core::sink::Sink;

use crate::cmd::models::{size_words, with_import_hint};
use crate::config::Settings;
use crate::diag::print;
use crate::dictation::Model;
use crate::dictation::measured::Measured;
use crate::stt::model::{self, ModelError, Progress, Reinstall, catalog};
use crate::ui::layers::{DeviceRow, Installing, LayerUpdate, ModelRow, ModelState};
use crate::voice::devices::{DeviceInfo, input_devices};

/// Why work ended without an outcome.
const BROKEN: &str = "internal error; please report it with the log file";
/// How often an installation reports how far it is.
const REPORT_EVERY: Duration = Duration::from_millis(100);

#[derive(Debug)]
pub enum JobEvent {
    ForLayers(LayerUpdate),
    /// The model that suits this machine, or why there is none.
    ModelChosen(Result<Model, String>),
    /// The model that was to be loaded has been, or not.
    ModelLoaded(Result<(), String>),
}

/// The threads' side of the main loop.
pub(super) struct Jobs {
    events: Sink<JobEvent>,
    installing: Option<Installing>,
    stop: Arc<AtomicBool>,
}

impl Jobs {
    pub(super) fn new(events: Sink<JobEvent>) -> Self {
        Self { events, installing: None, stop: Arc::default() }
    }

    /// Where another thread can report something.
    pub(super) fn events(&self) -> Sink<JobEvent> {
        self.events.clone()
    }

    /// The installation that is running, and how far it was.
    pub(super) fn installing(&self) -> Option<&Installing> {
        self.installing.as_ref()
    }

    /// Looks for microphones; the sound system may take its time.
    pub(super) fn list_devices(&self) {
        let event = |rows| JobEvent::ForLayers(LayerUpdate::Devices(rows));
        self.find("device-list", event, || {
            let row = |device: DeviceInfo| DeviceRow {
                name: device.name,
                formats: device.formats.join("; "),
                is_default: device.is_default,
            };
            let found = input_devices().map_err(|error| error.to_string())?;
            Ok(found.into_iter().map(row).collect())
        });
    }

    /// Looks through the models of a directory; `threads` is how many the measured speeds are for.
    pub(super) fn list_models(&self, directory: Result<PathBuf>, threads: usize) {
        let event = |rows| JobEvent::ForLayers(LayerUpdate::Models(rows));
        self.find("model-list", event, move || {
            let rows = directory.and_then(|directory| model_rows(&directory, threads));
            rows.map_err(|error| error.to_string())
        });
    }

    /// Chooses the model that suits this machine; those that are not known are measured.
    pub(super) fn choose_model(&self, settings: Settings) {
        self.find("model-choice", JobEvent::ModelChosen, move || {
            Model::find(&settings, print::report).map_err(|error| format!("{error:#}"))
        });
    }

    pub(super) fn install(&mut self, name: &str, directory: PathBuf) {
        if self.installing.is_some() {
            return;
        }
        let Some(entry) = catalog::find(name) else { return };
        let name = || entry.name.to_owned();
        let running = move |done_bytes, total_bytes| Installing::Running {
            name: name(),
            done_bytes,
            total_bytes,
        };
        let failed = move |reason| Installing::Failed { name: name(), reason };
        self.installing = Some(running(0, None));
        self.stop = Arc::default();
        let stop = Arc::clone(&self.stop);
        let event = |installing| JobEvent::ForLayers(LayerUpdate::Installing(installing));
        let on_failure = move |reason| event(failed(reason));
        self.spawn("model-install", on_failure, move |sender| {
            let report = |installing| sender.send(event(installing));
            let mut reported_at = None;
            let result = model::install(entry, &directory, Reinstall::IfDamaged, &mut |progress| {
                let Progress { done, total } = progress;
                if reported_at.is_none_or(|at: Instant| at.elapsed() >= REPORT_EVERY) {
                    reported_at = Some(Instant::now());
                    report(running(done, total));
                }
                if stop.load(Ordering::Relaxed) {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            report(match result {
                Ok(_) => Installing::Done { name: name() },
                Err(ModelError::Stopped { .. }) => Installing::Stopped { name: name() },
                Err(error) => failed(with_import_hint(error, entry).to_string()),
            });
        });
    }

    /// Keeps what an installation reports; to be called with everything that is reported.
    pub(super) fn note(&mut self, event: &JobEvent) {
        if let JobEvent::ForLayers(LayerUpdate::Installing(installing)) = event {
            self.installing =
                matches!(installing, Installing::Running { .. }).then(|| installing.clone());
        }
    }

    /// Stops the installation after the piece that is on its way.
    pub(super) fn stop_installing(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Does work on a thread of its own whose outcome is one event.
    fn find<T: 'static>(
        &self,
        name: &str,
        event: fn(Result<T, String>) -> JobEvent,
        work: impl FnOnce() -> Result<T, String> + Send + 'static,
    ) {
        self.spawn(name, move |why| event(Err(why)), move |sender| sender.send(event(work())));
    }

    /// Does work on a thread of its own. If it breaks, or the system starts no thread, `failed` says
    /// so: what waits for the outcome must not wait for ever.
    fn spawn(
        &self,
        name: &str,
        failed: impl Fn(String) -> JobEvent + Send + Clone + 'static,
        work: impl FnOnce(&Sink<JobEvent>) + Send + 'static,
    ) {
        let sender = self.events.clone();
        let on_panic = failed.clone();
        let builder = std::thread::Builder::new().name(name.to_owned());
        let spawned = builder.spawn(move || {
            if caught(|| work(&sender)).is_err() {
                sender.send(on_panic(BROKEN.to_owned()));
            }
        });
        if let Err(error) = spawned {
            tracing::error!(%error, name, "no thread");
            self.events.send(failed(format!("no thread for it: {error}")));
        }
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.stop_installing();
    }
}

/// The published models and the user's own, with what is known of them here.
fn model_rows(directory: &Path, threads: usize) -> Result<Vec<ModelRow>> {
    let measured = Measured::load()?;
    let row = |stored: model::StoredModel| {
        let speed = model::path_of(&stored.name, directory)
            .ok()
            .and_then(|path| measured.get(&path, threads));
        let (bytes, state) = match &stored.installed {
            Some(Ok(info)) => (Some(info.bytes), ModelState::Installed),
            Some(Err(error)) => (None, ModelState::Damaged(error.to_string())),
            None => (None, ModelState::Missing),
        };
        let bytes = bytes.or(stored.entry.map(catalog::CatalogEntry::approximate_bytes));
        ModelRow {
            size: bytes.map(size_words).unwrap_or_default(),
            speed: speed
                .map(|speed| format!("{} ms", speed.decode.as_millis()))
                .unwrap_or_default(),
            advice: stored.entry.map_or("Your own.", |entry| entry.advice).to_owned(),
            name: stored.name,
            state,
        }
    };
    Ok(model::list(directory)?.into_iter().map(row).collect())
}

#[cfg(test)]
mod tests;
