//! Changes of a running pipeline: other settings, another microphone, another model, another file for
//! the figures.
//!
//! Called on the main thread. Settings and microphone wait for the end of the running take; a model
//! is loaded on a thread of its own while the present one stays in use.

use super::metrics_sink::MetricsSink;
use super::verified;
use super::{Dictation, ENGINE, Ears, Model, whisper_options};
use crate::config::Settings;
use crate::diag::MetricsFile;
use crate::stt::{AbortSignal, Engine, EngineError, ReplaceError, WhisperModel, WhisperOptions};
use crate::voice::{AudioSource, PendingSettings};
use parlo_core::flow::Phase;
use parlo_core::settings::VoiceSettings;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// What loads a model as the settings want it.
pub(super) fn builder(
    settings: &Settings,
    model: &Model,
) -> impl Fn(AbortSignal) -> Result<Box<dyn Engine>, EngineError> + Send + Sync + 'static {
    let (path, verified) = (model.path.clone(), AtomicBool::new(false));
    let model = WhisperModel::new(path.clone(), whisper_options(settings));
    move |signal| {
        // The weights are read once; what becomes of the file later is nothing to them.
        if !verified.load(Ordering::Relaxed) {
            check(&path)?;
            verified.store(true, Ordering::Relaxed);
        }
        Ok(Box::new(model.engine(signal)?) as Box<dyn Engine>)
    }
}

/// Refuses a model that is not what it should be.
pub(super) fn check(model: &Path) -> Result<(), EngineError> {
    verified::check(model).map_err(|error| EngineError::Failed(error.to_string()))
}

/// How a model is run that transcribes a take again: beside the running decoder it gets half of the
/// cores.
pub(super) fn retranscription_options(settings: &Settings) -> WhisperOptions {
    WhisperOptions { threads: settings.threads.div_ceil(2), ..whisper_options(settings) }
}

impl<E: Ears> Dictation<E> {
    /// Does with texts as these settings say at once; works by the rest of them, and listens to
    /// another source if one is given, from the next take on.
    pub fn configure(&mut self, settings: VoiceSettings, source: Option<Box<dyn AudioSource>>) {
        self.flow.set_send_mode(settings.send);
        let pending = PendingSettings { settings, source };
        self.pending = Some(pending.merge(self.pending.take()));
        self.apply_pending_settings();
    }

    /// Unless a take is running.
    pub(super) fn apply_pending_settings(&mut self) {
        if self.flow.phase() != Phase::Idle {
            return;
        }
        let Some(pending) = self.pending.take() else { return };
        self.flow.configure(pending.settings.clone());
        self.ears.configure(pending);
    }

    /// Names the model that decodes now in the metrics.
    pub fn name_model(&mut self, model: &str) {
        self.metrics_sink.name_model(model);
    }

    /// Writes metrics to the file that the settings name, or no more.
    pub fn set_metrics_file(&mut self, settings: &Settings, model: &str) {
        let path = settings.metrics_file.clone();
        self.metrics_sink =
            MetricsSink::new(path.map(|path| MetricsFile::new(path, ENGINE, model)));
    }
}

impl Dictation {
    /// Decodes with this model, and as these settings want, as soon as it is loaded; `done` is
    /// called on another thread.
    ///
    /// # Errors
    /// Another one is being loaded, or the system starts no thread.
    pub fn use_model(
        &mut self,
        settings: &Settings,
        model: &Model,
        done: impl FnOnce(Result<(), EngineError>) + Send + 'static,
    ) -> Result<(), ReplaceError> {
        self.ears.retranscription_options = retranscription_options(settings);
        self.ears.worker.replace(builder(settings, model), done)
    }
}
