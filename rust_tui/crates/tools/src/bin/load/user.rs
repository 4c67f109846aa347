//! Everything around a pipeline: the user with their keys and their voice, and the agent that takes
//! the text. Runs on the main thread, as a session does.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use crossbeam_channel::{Receiver, unbounded};
use parlo::diag::MetricsFile;
use parlo::dictation::{Dictation, Host, Update, Woken, drive, wait_for_events};
use parlo::stt::{EngineBuilder, EngineKind, EngineSpec, Language};
use parlo_core::flow::{AgentEvent, Event, HostOrder, UserEvent};
use parlo_core::metrics::VoiceLatencyMetrics;
use parlo_core::settings::VoiceSettings;
use parlo_core::sink::Sink;
use parlo_core::take_id::TakeId;

use crate::air::{Air, Microphone};

/// How often the room sounds.
const BLOCK: Duration = Duration::from_millis(2);
/// No take lasts longer: the longest capture, every decode given up, and a machine that is busy.
const STUCK: Duration = Duration::from_secs(120);

/// What ends the listening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The pause behind the recording, or one within.
    Pause,
    /// The dictation key.
    Key,
    /// The cancel key.
    Cancel,
    /// The microphone is pulled out.
    Unplugged,
}

/// One take.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// What is said, 16 kHz mono.
    pub recording: &'a [i16],
    /// How it ends.
    pub end: End,
    /// After so much of the recording, unless by a pause.
    pub at: Duration,
    /// How many times faster than life.
    pub pace: f64,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    pub metrics: VoiceLatencyMetrics,
    pub typed: bool,
}

/// How Whisper would be run.
pub fn whisper(model: PathBuf) -> EngineSpec {
    EngineSpec {
        kind: EngineKind::Whisper,
        model,
        threads: std::thread::available_parallelism().map_or(2, |cores| cores.get().min(8)),
        language: Language::AUTO,
    }
}

/// A user in front of a pipeline.
pub struct User {
    dictation: Dictation,
    events: Receiver<Event>,
    openings: Receiver<Microphone>,
}

/// One take from the user's side: the sound, the key, and an agent that takes the text.
struct Stage<'a, F> {
    events: &'a Receiver<Event>,
    openings: &'a Receiver<Microphone>,
    plan: Plan<'a>,
    meanwhile: F,
    began: Instant,
    acted: bool,
    microphone: Option<Microphone>,
    typed: bool,
    recorded: Option<VoiceLatencyMetrics>,
    fault: Option<&'static str>,
}

/// Waits for something other than a take.
struct Wait<'a, F> {
    events: &'a Receiver<Event>,
    is_over: F,
    began: Instant,
}

fn wait_in_blocks<T>(events: &Receiver<Event>, until: Option<Instant>) -> Woken<T> {
    let block = Instant::now() + BLOCK;
    wait_for_events(events, Some(until.map_or(block, |until| until.min(block))))
}

impl User {
    /// Starts the pipeline and waits for its decoder.
    pub fn start(
        settings: &VoiceSettings,
        metrics: &Path,
        builder: impl EngineBuilder,
    ) -> Result<Self> {
        let (openings, opened) = unbounded();
        let source = Box::new(Air { openings });
        let file = Some(MetricsFile::new(metrics.to_owned(), "load", "load"));
        // Nothing is transcribed again here.
        let spec = whisper(PathBuf::new());
        let (sender, events) = unbounded();
        let sink = Sink::new(move |event| drop(sender.send(event)));
        let dictation = Dictation::with_engine(settings, source, builder, spec, file, true, sink)?;
        let mut user = Self { dictation, events, openings: opened };
        user.wait(|dictation| Ok(!dictation.is_loading())).context("the decoder does not start")?;
        Ok(user)
    }

    /// Dictates once, to the record of the take; `meanwhile` is called every few milliseconds.
    pub fn dictate(
        &mut self,
        plan: Plan<'_>,
        meanwhile: impl FnMut() -> Result<()>,
    ) -> Result<Outcome> {
        let mut stage = Stage {
            events: &self.events,
            openings: &self.openings,
            plan,
            meanwhile,
            began: Instant::now(),
            acted: plan.end == End::Pause,
            microphone: None,
            typed: false,
            recorded: None,
            fault: None,
        };
        self.dictation.toggle(&mut stage);
        drive(&mut self.dictation, &mut stage)
    }

    fn wait(&mut self, is_over: impl FnMut(&mut Dictation) -> Result<bool>) -> Result<()> {
        let mut wait = Wait { events: &self.events, is_over, began: Instant::now() };
        drive(&mut self.dictation, &mut wait)
    }

    /// Waits until the decoder has handed the sound of the take over to the history.
    pub fn wait_for_sound(&mut self, take: TakeId) -> Result<()> {
        self.wait(|dictation| {
            Ok(dictation.history().take(take).context("not in the history")?.has_sound())
        })
        .context("the sound of a take is not kept")
    }
}

impl<F: FnMut(&mut Dictation) -> Result<bool>> Host for Wait<'_, F> {
    type End = ();
    type Own = ();

    fn turn(&mut self, dictation: &mut Dictation) -> Result<Option<()>> {
        ensure!(self.began.elapsed() < STUCK, "waited for too long");
        Ok((self.is_over)(dictation)?.then_some(()))
    }

    fn wait(&mut self, until: Option<Instant>) -> Result<Woken<()>> {
        Ok(wait_in_blocks(self.events, until))
    }

    fn perform(&mut self, _: HostOrder) -> Vec<Event> {
        Vec::new()
    }
}

impl<F: FnMut() -> Result<()>> Host for Stage<'_, F> {
    type End = Outcome;
    type Own = ();

    fn turn(&mut self, dictation: &mut Dictation) -> Result<Option<Outcome>> {
        if let Some(fault) = self.fault {
            bail!(fault);
        }
        if let Some(metrics) = self.recorded.take() {
            self.account_for(&metrics)?;
            return Ok(Some(Outcome { metrics, typed: self.typed }));
        }
        if self.began.elapsed() > STUCK {
            bail!("stuck in {:?}", dictation.phase());
        }
        self.microphone = self.openings.try_iter().last().or(self.microphone.take());
        if let Some(microphone) = &mut self.microphone {
            microphone.sound(self.plan.recording, self.plan.pace);
            if !self.acted && microphone.sounded >= self.plan.at.as_millis() as u64 * 16 {
                self.acted = true;
                match self.plan.end {
                    End::Pause => {}
                    End::Key => dictation.toggle(self),
                    End::Cancel => dictation.step(self, Event::User(UserEvent::CancelPressed)),
                    End::Unplugged => microphone.pull_out(),
                }
            }
        }
        (self.meanwhile)()?;
        Ok(None)
    }

    fn wait(&mut self, until: Option<Instant>) -> Result<Woken<()>> {
        Ok(wait_in_blocks(self.events, until))
    }

    fn perform(&mut self, order: HostOrder) -> Vec<Event> {
        let HostOrder::Type { take, .. } = order else { return Vec::new() };
        if std::mem::replace(&mut self.typed, true) {
            self.fault = Some("typed twice");
        }
        // The agent takes it at once, and shows it.
        vec![Event::Agent(AgentEvent::TextWritten { take }), Event::Agent(AgentEvent::Wrote)]
    }

    fn update(&mut self, update: Update<'_>) {
        if let Update::Recorded(metrics) = update
            && self.recorded.replace(metrics.clone()).is_some()
        {
            self.fault = Some("a take ended twice");
        }
    }
}

impl<F> Stage<'_, F> {
    /// Whether the metrics can be those of what sounded.
    fn account_for(&self, metrics: &VoiceLatencyMetrics) -> Result<()> {
        let stats = metrics.capture_stats;
        ensure!(stats.frames_dropped <= stats.frames, "more frames lost than made: {stats:?}");
        ensure!(stats.bytes <= stats.frames * 6_400, "frames of over 100 ms: {stats:?}");
        if let Some(microphone) = &self.microphone {
            ensure!(stats.bytes / 4 <= microphone.taken(), "more heard than sounded: {stats:?}");
        }
        Ok(())
    }
}
