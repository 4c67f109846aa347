//! One dictation pipeline, whatever surrounds it: the flow with its pump, its worker, its metrics.
//!
//! Owned by the main thread of `run`, `listen` and `demo`. [`Dictation::step`] performs every
//! effect that concerns sound, decoding and figures; what concerns the agent and the user is
//! handed back to the caller.

use super::auto_model;
use super::config::Settings;
use super::failure::failure;
use super::paths;
use crate::diag::MetricsFile;
use crate::stt::{Engine, WhisperEngine, WhisperOptions, Worker, model};
use crate::voice::{AudioSource, Meter, Microphone, Pump, Reopen, WavPlayer};
use anyhow::{Context, Result};
use crossbeam_channel::{Receiver, Sender, unbounded};
use parlo_core::flow::{Effect, Event, Flow, Notice, Phase, TakeId};
use parlo_core::metrics::VoiceLatencyMetrics;
use parlo_core::transcript::Word;
use std::path::PathBuf;
use std::time::Instant;

/// The name of the decoder in the metrics.
pub const ENGINE: &str = "whisper.cpp";

/// What the caller has to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Hand the text over; report [`Event::TextWritten`].
    Type {
        /// The take it belongs to.
        take: TakeId,
        /// One line, not empty.
        text: String,
    },
    /// Press Enter in the agent.
    PressEnter,
    /// The dictation key is meant for the agent.
    PassDictationKey,
    /// The cancel key is meant for the agent.
    PassCancelKey,
    /// Tell the user.
    Tell(Notice),
    /// A take is over; its figures are on file already.
    Recorded(Box<VoiceLatencyMetrics>),
}

/// A running pipeline.
pub struct Dictation {
    flow: Flow,
    pump: Pump,
    worker: Worker,
    events: Receiver<Event>,
    /// Keeps the channel open should both threads be gone; their absence shows in deadlines.
    _sender: Sender<Event>,
    metrics: Option<MetricsFile>,
}

impl Dictation {
    /// Starts the threads; the model is loaded in the background.
    ///
    /// # Errors
    /// The metrics file cannot be written, or the system starts no thread.
    pub fn start(
        settings: &Settings,
        source: Box<dyn AudioSource>,
        model: &Model,
        agent_ready: bool,
    ) -> Result<Dictation> {
        let metrics = settings
            .metrics_file
            .clone()
            .map(|path| MetricsFile::new(path, ENGINE, &model.name))
            .transpose()?;
        // Unbounded: a handful of facts per second, and no thread may wait to tell one.
        let (sender, events) = unbounded();
        let (pump, frames) = Pump::start(settings.voice.clone(), source, sender.clone())
            .context("cannot start the audio thread")?;
        let options = whisper_options(settings);
        let path = model.path.clone();
        let worker = Worker::start(
            move |signal| {
                let engine = WhisperEngine::load(&path, &options, signal)?;
                Ok(Box::new(engine) as Box<dyn Engine>)
            },
            frames,
            sender.clone(),
        )
        .context("cannot start the decoder thread")?;
        let flow = Flow::new(settings.voice.clone(), agent_ready);
        Ok(Dictation { flow, pump, worker, events, _sender: sender, metrics })
    }

    /// Facts from the threads, for [`Self::step`].
    pub fn events(&self) -> &Receiver<Event> {
        &self.events
    }

    /// When to step with [`Event::TimePassed`] at the latest.
    pub fn next_deadline(&self) -> Option<Instant> {
        self.flow.next_deadline()
    }

    /// What is going on.
    pub fn phase(&self) -> Phase {
        self.flow.phase()
    }

    /// Whether the cancel key is parlo's now.
    pub fn wants_cancel(&self) -> bool {
        self.flow.wants_cancel()
    }

    /// The words so far.
    pub fn partial_text(&self) -> Option<&str> {
        self.flow.partial_text()
    }

    /// Those words with the decoder's confidence in each.
    pub fn partial_words(&self) -> &[Word] {
        self.flow.partial_words()
    }

    /// Whether the speech model is still being loaded.
    pub fn is_loading(&self) -> bool {
        self.worker.is_loading()
    }

    /// The words of the text that is typed, with their times in the take.
    pub fn words(&self) -> &[Word] {
        self.flow.words()
    }

    /// The level meter.
    pub fn meter(&self) -> Meter {
        self.pump.meter()
    }

    /// The dictation key was pressed.
    pub fn toggle(&mut self) -> Vec<Request> {
        self.step(Event::DictationToggled { next: TakeId(uuid::Uuid::new_v4().as_u128()) })
    }

    /// Takes a fact in, does what is to be done about sound, decoding and figures, and returns
    /// the rest.
    pub fn step(&mut self, event: Event) -> Vec<Request> {
        let before = self.flow.phase();
        let effects = self.flow.step(Instant::now(), event);
        let after = self.flow.phase();
        if before != after {
            tracing::info!(from = before.name(), to = after.name(), "phase");
        }
        let mut requests = Vec::new();
        for effect in effects {
            self.perform(effect, &mut requests);
        }
        requests
    }

    fn perform(&self, effect: Effect, requests: &mut Vec<Request>) {
        match effect {
            Effect::OpenMicrophone { take } => self.pump.listen(take),
            Effect::StopCapture { take } => self.pump.stop(take),
            Effect::DropCapture { take } => self.pump.drop_take(take),
            Effect::SetTail { take, tail } => self.pump.set_tail(take, tail),
            Effect::Decode(order) => self.worker.decode(order),
            Effect::DropDecodes { .. } => self.worker.drop_decodes(),
            Effect::Type { take, text } => requests.push(Request::Type { take, text }),
            Effect::PressEnter => requests.push(Request::PressEnter),
            Effect::PassDictationKey => requests.push(Request::PassDictationKey),
            Effect::PassCancelKey => requests.push(Request::PassCancelKey),
            Effect::Tell(notice) => {
                tracing::info!(%notice, "told the user");
                requests.push(Request::Tell(notice));
            }
            Effect::Record(metrics) => {
                if let Some(file) = &self.metrics
                    && let Err(error) = file.record(&metrics)
                {
                    // Dictation goes on without its figures.
                    tracing::warn!(%error, "metrics line lost");
                    requests.push(Request::Tell(Notice::FiguresLost(error.to_string())));
                }
                requests.push(Request::Recorded(metrics));
            }
        }
    }
}

/// A model that is there and looks like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// What to call it: the name asked for, or the file's.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

impl Model {
    /// Finds the model the settings name; measures the installed ones if they leave the choice.
    ///
    /// # Errors
    /// It is not installed, or the file is no usable model; says which command helps.
    pub fn find(settings: &Settings) -> Result<Model> {
        if settings.model == auto_model::AUTO {
            let chosen = auto_model::find(settings, &paths::model_directory()?)?;
            return Ok(Model { name: chosen.name, path: chosen.path });
        }
        let path = model::resolve(&settings.model, &paths::model_directory()?)?;
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = file_name
            .as_deref()
            .and_then(model::catalog::name_of_file)
            .map_or_else(|| settings.model.clone(), str::to_owned);
        Ok(Model { name, path })
    }
}

/// How the settings want Whisper run.
pub fn whisper_options(settings: &Settings) -> WhisperOptions {
    WhisperOptions {
        threads: settings.threads,
        language: settings.language,
        vocabulary: settings.voice.vocabulary.clone(),
        initial_prompt: settings.voice.initial_prompt.clone(),
    }
}

/// The source the settings name: a file, a named microphone, or the default one.
///
/// # Errors
/// The file is unusable, or there is no microphone of that name.
pub fn audio_source(settings: &Settings) -> Result<Box<dyn AudioSource>> {
    match &settings.sample {
        Some(path) => Ok(Box::new(WavPlayer::of_file(path, Reopen::Restart)?)),
        None => {
            let microphone = Microphone::new(settings.device.clone());
            if settings.device.is_some() {
                microphone.check().map_err(|error| failure(error.to_string()))?;
            }
            Ok(Box::new(microphone))
        }
    }
}
