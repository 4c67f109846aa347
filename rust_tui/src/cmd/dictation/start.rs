//! How a pipeline is put together: with the model that the settings name, or with any decoder.

use super::metrics_sink::MetricsSink;
use super::reconfigure::builder;
use super::{Dictation, Model, engine_spec};
use crate::cmd::config::Settings;
use crate::diag::MetricsFile;
use crate::stt::{EngineBuilder, EngineSpec, Retranscription, Worker};
use crate::voice::{AudioSource, Pump};
use anyhow::{Context, Result};
use crossbeam_channel::unbounded;
use parlo_core::flow::Flow;
use parlo_core::hints::Hints;
use parlo_core::history::TakeHistory;
use parlo_core::settings::VoiceSettings;
use std::sync::Arc;
use std::time::Duration;

impl Dictation {
    /// Starts the threads; the model is loaded in the background.
    ///
    /// # Errors
    /// The system starts no thread.
    pub fn start(
        settings: &Settings,
        source: Box<dyn AudioSource>,
        model: &Model,
        agent_ready: bool,
    ) -> Result<Dictation> {
        let spec = engine_spec(settings, &model.path);
        let metrics = settings.metrics_file.clone();
        let metrics = metrics.map(|path| MetricsFile::new(path, spec.name(), &model.name));
        Self::with_engine(&settings.voice, source, builder(&spec), spec, metrics, agent_ready)
    }

    /// The same over any decoder: the seam at which a load test puts in one of its own. `spec` is that
    /// of the engine that transcribes takes again.
    ///
    /// # Errors
    /// The system starts no thread.
    pub fn with_engine(
        settings: &VoiceSettings,
        source: Box<dyn AudioSource>,
        builder: impl EngineBuilder,
        spec: EngineSpec,
        metrics: Option<MetricsFile>,
        agent_ready: bool,
    ) -> Result<Dictation> {
        // Unbounded: a handful of facts per second, and no thread may wait to tell one.
        let (sender, events) = unbounded();
        let (pump, frames) = Pump::start(settings.clone(), source, sender.clone())
            .context("cannot start the audio thread")?;
        let mut worker = Worker::start(builder, frames, sender.clone())
            .context("cannot start the decoder thread")?;
        worker.set_hints(Arc::new(Hints::of(settings)));
        Ok(Dictation {
            flow: Flow::new(settings.clone(), agent_ready),
            pump,
            worker,
            events,
            sender,
            metrics_sink: MetricsSink::new(metrics),
            pending: None,
            history: TakeHistory::default(),
            again: Retranscription::default(),
            spec,
            away: Duration::ZERO,
        })
    }
}
