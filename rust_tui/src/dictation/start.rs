//! How a pipeline is put together: with the model that the settings name, or with any decoder.

use super::metrics_sink::MetricsSink;
use super::{Dictation, ENGINE, Ears, Model, Threads, reconfigure};
use crate::config::Settings;
use crate::diag::MetricsFile;
use crate::stt::{AbortSignal, Engine, EngineError, Retranscription, WhisperOptions, Worker};
use crate::voice::{AudioSource, Pump};
use anyhow::{Context, Result};
use parlo_core::flow::{Event, Flow};
use parlo_core::history::TakeHistory;
use parlo_core::settings::VoiceSettings;
use parlo_core::sink::Sink;
use std::time::Duration;

impl Dictation {
    /// Starts the threads, which report to `events`; the model is loaded in the background.
    ///
    /// # Errors
    /// The system starts no thread.
    pub fn start(
        settings: &Settings,
        source: Box<dyn AudioSource>,
        model: &Model,
        agent_ready: bool,
        events: Sink<Event>,
    ) -> Result<Dictation> {
        let metrics =
            settings.metrics_file.clone().map(|path| MetricsFile::new(path, ENGINE, &model.name));
        let (builder, again) =
            (reconfigure::builder(settings, model), reconfigure::retranscription_options(settings));
        Dictation::with_engine(
            &settings.voice,
            source,
            builder,
            again,
            metrics,
            agent_ready,
            events,
        )
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
        events: Sink<Event>,
    ) -> Result<Self>
    where
        F: Fn(AbortSignal) -> Result<Box<dyn Engine>, EngineError> + Send + Sync + 'static,
    {
        let (pump, frames) = Pump::start(settings.clone(), source, events.clone())
            .context("cannot start the audio thread")?;
        let worker = Worker::start(build_engine, frames, events.clone())
            .context("cannot start the decoder thread")?;
        let retranscription = Retranscription::default();
        let ears = Threads { pump, worker, retranscription, retranscription_options, events };
        Ok(Self::over(settings, ears, metrics, agent_ready))
    }
}

impl<E: Ears> Dictation<E> {
    /// A pipeline over any ears.
    pub fn over(
        settings: &VoiceSettings,
        ears: E,
        metrics: Option<MetricsFile>,
        agent_ready: bool,
    ) -> Self {
        Self {
            flow: Flow::new(settings.clone(), agent_ready),
            ears,
            metrics_sink: MetricsSink::new(metrics),
            pending: None,
            history: TakeHistory::default(),
            away: Duration::ZERO,
        }
    }
}
