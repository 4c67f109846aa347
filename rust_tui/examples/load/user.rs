//! Everything around a pipeline: the user with their keys and their voice, and the agent that takes
//! the text. Runs on the main thread, as `cmd/run` does.

use crate::air::{Air, Microphone};
use anyhow::{Context, Result, bail, ensure};
use crossbeam_channel::{Receiver, unbounded};
use parlo::cmd::{Dictation, Request};
use parlo::diag::MetricsFile;
use parlo::stt::{EngineBuilder, EngineKind, EngineSpec, Language};
use parlo_core::flow::Event;
use parlo_core::metrics::VoiceLatencyMetrics;
use parlo_core::settings::VoiceSettings;
use parlo_core::take_id::TakeId;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

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
    pub metrics: Box<VoiceLatencyMetrics>,
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
    openings: Receiver<Microphone>,
    microphone: Option<Microphone>,
    typed: bool,
    recorded: Option<Box<VoiceLatencyMetrics>>,
}

impl User {
    /// Starts the pipeline and waits for its decoder.
    pub fn start(
        settings: &VoiceSettings,
        metrics: &Path,
        builder: impl EngineBuilder,
    ) -> Result<User> {
        let (openings, opened) = unbounded();
        let source = Box::new(Air { openings });
        let file = Some(MetricsFile::new(metrics.to_owned(), "load", "load"));
        // Nothing is transcribed again here.
        let spec = whisper(PathBuf::new());
        let dictation = Dictation::with_engine(settings, source, builder, spec, file, true)?;
        let (microphone, typed, recorded) = (None, false, None);
        let mut user = User { dictation, openings: opened, microphone, typed, recorded };
        let began = Instant::now();
        while user.dictation.is_loading() {
            ensure!(began.elapsed() < STUCK, "the decoder does not start");
            user.wait()?;
        }
        Ok(user)
    }

    /// Dictates once, to the record of the take; `meanwhile` is called every few milliseconds.
    pub fn dictate(
        &mut self,
        plan: Plan<'_>,
        mut meanwhile: impl FnMut() -> Result<()>,
    ) -> Result<Outcome> {
        let (began, mut acted) = (Instant::now(), plan.end == End::Pause);
        (self.typed, self.recorded, self.microphone) = (false, None, None);
        let requests = self.dictation.toggle();
        self.handle(requests)?;
        loop {
            if let Some(metrics) = self.recorded.take() {
                self.account_for(&metrics)?;
                return Ok(Outcome { metrics, typed: self.typed });
            }
            if began.elapsed() > STUCK {
                bail!("stuck in {:?}", self.dictation.phase());
            }
            if let Some(microphone) = self.openings.try_iter().last() {
                self.microphone = Some(microphone);
            }
            if let Some(microphone) = &mut self.microphone {
                microphone.sound(plan.recording, plan.pace);
                if !acted && microphone.sounded >= plan.at.as_millis() as u64 * 16 {
                    acted = true;
                    self.act(plan.end)?;
                }
            }
            meanwhile()?;
            self.wait()?;
        }
    }

    fn act(&mut self, end: End) -> Result<()> {
        let requests = match end {
            End::Pause => return Ok(()),
            End::Key => self.dictation.toggle(),
            End::Cancel => self.dictation.step(Event::CancelPressed),
            End::Unplugged => {
                self.microphone.as_ref().into_iter().for_each(Microphone::pull_out);
                return Ok(());
            }
        };
        self.handle(requests)
    }

    fn wait(&mut self) -> Result<()> {
        let deadline = self.dictation.next_deadline().map_or(BLOCK, |deadline| {
            deadline.saturating_duration_since(Instant::now()).min(BLOCK)
        });
        let event = self.dictation.events().recv_timeout(deadline).unwrap_or(Event::TimePassed);
        let requests = self.dictation.step(event);
        self.handle(requests)
    }

    fn handle(&mut self, requests: Vec<Request>) -> Result<()> {
        for request in requests {
            match request {
                Request::Type { take, .. } => {
                    ensure!(!self.typed, "typed twice");
                    self.typed = true;
                    // The agent takes it at once, and shows it.
                    let mut then = self.dictation.step(Event::TextWritten { take });
                    then.extend(self.dictation.step(Event::AgentWrote));
                    self.handle(then)?;
                }
                Request::Recorded(metrics) => {
                    ensure!(self.recorded.is_none(), "a take ended twice");
                    self.recorded = Some(metrics);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether the figures can be those of what sounded.
    fn account_for(&self, metrics: &VoiceLatencyMetrics) -> Result<()> {
        let stats = metrics.capture_stats;
        ensure!(stats.frames_dropped <= stats.frames, "more frames lost than made: {stats:?}");
        ensure!(stats.bytes <= stats.frames * 6_400, "frames of over 100 ms: {stats:?}");
        if let Some(microphone) = &self.microphone {
            ensure!(stats.bytes / 4 <= microphone.taken(), "more heard than sounded: {stats:?}");
        }
        Ok(())
    }

    /// Waits until the decoder has handed the sound of the take over to the history.
    pub fn wait_for_sound(&mut self, take: TakeId) -> Result<()> {
        let began = Instant::now();
        while !self.dictation.history().take(take).context("not in the history")?.has_sound() {
            ensure!(began.elapsed() < STUCK, "the sound of a take is not kept");
            self.wait()?;
        }
        Ok(())
    }
}
