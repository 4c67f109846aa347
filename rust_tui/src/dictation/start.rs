//! How a pipeline is put together: with the model that the settings name, or with any decoder.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use parlo_core::flow::{Event, Flow};
use parlo_core::hints::Hints;
use parlo_core::history::TakeHistory;
use parlo_core::settings::VoiceSettings;
use parlo_core::sink::Sink;

use super::metrics_sink::MetricsSink;
use super::reconfigure::builder;
use super::{Dictation, Ears, Model, Threads};
use crate::config::Settings;
use crate::diag::MetricsFile;
use crate::stt::{EngineBuilder, EngineSpec, Retranscription, Worker};
use crate::voice::{AudioSource, Pump};

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
    ) -> Result<Self> {
        let spec = settings.engine_spec(&model.path);
        let (voice, builder) = (&settings.voice, builder(&spec));
        let mut dictation =
            Self::with_engine(voice, source, builder, spec, None, agent_ready, events)?;
        dictation.set_metrics_file(settings, &model.name);
        Ok(dictation)
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
        events: Sink<Event>,
    ) -> Result<Self> {
        let (pump, frames) = Pump::start(settings.clone(), source, events.clone())
            .context("cannot start the audio thread")?;
        let mut worker = Worker::start(builder, frames, events.clone())
            .context("cannot start the decoder thread")?;
        worker.set_hints(Arc::new(Hints::of(settings)));
        let retranscription = Retranscription::default();
        let ears = Threads { pump, worker, retranscription, spec, events };
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
