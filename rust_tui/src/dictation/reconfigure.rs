//! Changes of a running pipeline: other settings, another microphone, another model, another file for
//! the metrics.
//!
//! Called on the main thread. Settings and microphone wait for the end of the running take; a model
//! is loaded on a thread of its own while the present one stays in use.

use std::sync::atomic::{AtomicBool, Ordering};

use parlo_core::flow::Phase;
use parlo_core::settings::VoiceSettings;

use super::metrics_sink::MetricsSink;
use super::verified;
use super::{Dictation, Ears, Model};
use crate::config::Settings;
use crate::diag::MetricsFile;
use crate::stt::{EngineBuilder, EngineError, EngineSpec, ReplaceError};
use crate::voice::{AudioSource, PendingSettings};

/// What builds that engine, and refuses to if its model is not what it should be.
pub(super) fn builder(spec: &EngineSpec) -> impl EngineBuilder + use<> {
    let (model, build, verified) = (spec.model.clone(), spec.builder(), AtomicBool::new(false));
    move |signal| {
        // The weights are read once; what becomes of the file later is nothing to them.
        if !verified.load(Ordering::Relaxed) {
            verified::check(&model).map_err(|error| EngineError::Failed(error.to_string()))?;
            verified.store(true, Ordering::Relaxed);
        }
        build(signal)
    }
}

impl<E: Ears> Dictation<E> {
    /// Applies the send mode of these settings at once; the rest of them, and another source if one is
    /// given, from the next take on.
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
}

impl Dictation {
    /// Decodes with this model and by these settings as soon as it is loaded; `done` is
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
        self.ears.spec = settings.engine_spec(&model.path);
        self.ears.worker.replace(builder(&self.ears.spec), done)
    }

    /// Names the model that decodes now in the metrics.
    pub fn name_model(&mut self, model: &str) {
        self.metrics_sink.name_model(self.ears.spec.name(), model);
    }

    /// Writes metrics to the file that the settings name, or no more.
    pub fn set_metrics_file(&mut self, settings: &Settings, model: &str) {
        let file = settings.metrics_file.clone();
        let file = file.map(|path| MetricsFile::new(path, self.ears.spec.name(), model));
        self.metrics_sink = MetricsSink::new(file);
    }
}

#[cfg(test)]
mod tests;
