//! How a pipeline is put together: with the model that the settings name, or with any decoder.

use super::metrics_sink::MetricsSink;
use super::{Dictation, ENGINE, Model, reconfigure};
use crate::config::Settings;
use crate::diag::MetricsFile;
use crate::stt::{AbortSignal, Engine, EngineError, Retranscription, WhisperOptions, Worker};
use crate::voice::{AudioSource, Pump};
use anyhow::{Context, Result};
use crossbeam_channel::unbounded;
use parlo_core::flow::Flow;
use parlo_core::history::TakeHistory;
use parlo_core::settings::VoiceSettings;
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
        let metrics =
            settings.metrics_file.clone().map(|path| MetricsFile::new(path, ENGINE, &model.name));
        let (builder, again) =
            (reconfigure::builder(settings, model), reconfigure::retranscription_options(settings));
        Dictation::with_engine(&settings.voice, source, builder, again, metrics, agent_ready)
    }

    /// The same over any decoder: the seam at which a load test puts in one of its own.
    ///
    /// # Errors
    /// The system starts no thread.
    pub fn with_engine<F>(
        settings: &VoiceSettings,
        source: Box<dyn AudioSource>,
        build_engine: F,
        retranscription_options: WhisperOptions,
        metrics: Option<MetricsFile>,
        agent_ready: bool,
    ) -> Result<Dictation>
    where
        F: Fn(AbortSignal) -> Result<Box<dyn Engine>, EngineError> + Send + Sync + 'static,
    {
        // Unbounded: a handful of facts per second, and no thread may wait to tell one.
        let (sender, events) = unbounded();
        let (pump, frames) = Pump::start(settings.clone(), source, sender.clone())
            .context("cannot start the audio thread")?;
        let worker = Worker::start(build_engine, frames, sender.clone())
            .context("cannot start the decoder thread")?;
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
            retranscription_options,
            away: Duration::ZERO,
        })
    }
}
