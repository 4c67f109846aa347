//! Dictates recordings into the demo agent: what `demo` shows and `bench` measures.
//!
//! Everything but the screen is the real thing: the recording sounds in real time, goes through
//! pump, queue, worker and flow, and the text goes through a pty into the composer of the demo
//! agent. A text counts as arrived when it stands on the agent's screen. Runs on the main thread.

mod stage;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use crossbeam_channel::{Sender, unbounded};
use parlo_core::metrics::{EndReason, VoiceLatencyMetrics};
use parlo_core::settings::SendMode;
use parlo_core::sink::Sink;

use crate::config::Settings;
use crate::dictation::{Dictation, Model, Woken, drive};
use crate::session::agent::Agent;
use crate::session::profile::AgentProfile;
use crate::session::pty::{AgentCommand, TerminalSize};
use crate::stt::openmp;
use crate::voice::{Cued, Opening, Progress, Reopen, WavFile, WavPlayer};
use stage::{Happened, Stage};

/// Wide enough that no transcript of 30 s wraps.
const SIZE: TerminalSize = TerminalSize { columns: 1_000, rows: 50, cell_pixels: None };

/// What ends a take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndBy {
    Pause,
    /// The dictation key, when this place of the recording sounds.
    Key(Duration),
}

/// What one take was like.
#[derive(Debug)]
pub struct Take {
    /// The metrics parlo itself keeps.
    pub metrics: VoiceLatencyMetrics,
    /// What was seen of it from outside.
    pub seen: Seen,
}

/// What is seen of a take by its user.
#[derive(Debug, Default)]
pub struct Seen {
    pub text: Option<String>,
    /// The failures that were reported to the user.
    pub failures: Vec<String>,
    /// When the recording began to sound, unless it never did.
    pub opening: Option<Opening>,
    /// When the live words changed.
    pub live_words_at: Vec<Instant>,
    /// When the key that was to end it was pressed.
    pub key_at: Option<Instant>,
    /// When the text was handed to the agent's pty.
    pub typed_at: Option<Instant>,
    /// When its last byte was in there.
    pub written_at: Option<Instant>,
}

/// A pipeline between recordings and the demo agent.
pub struct Replay {
    dictation: Dictation,
    stage: Stage,
    cues: Sender<WavPlayer>,
    progress: Option<Progress>,
    overlap: Duration,
}

impl Replay {
    /// Starts the agent and the pipeline; the model is loaded in the background.
    ///
    /// # Errors
    /// The agent or a thread cannot be started, or the metrics file cannot be written.
    pub fn start(settings: &Settings, model: &Model) -> Result<Self> {
        let mut settings = settings.clone();
        // The replay plays the user's part too: it presses Enter after each text.
        settings.voice.send = SendMode::Auto;
        settings.voice.keep_microphone_open = false;
        // Where a pause ends a take, the recording waits for the next one.
        settings.voice.follow_up = Duration::ZERO;
        let program = std::env::current_exe().context("cannot find parlo's own program")?;
        let mut command = AgentCommand::inheriting(program.into(), vec!["demo-agent".into()])?;
        openmp::without_own(&mut command.environment);
        let (sender, inbox) = unbounded();
        let profile = AgentProfile::unknown();
        let agent_events = into(&sender, |event| Woken::Own(Happened::Agent(event)));
        let agent = Agent::start(&command, SIZE, profile, settings.ready_timeout, agent_events)?;
        let (cues, cued) = unbounded();
        let openings = into(&sender, |opening| Woken::Own(Happened::Opened(opening)));
        let source = Box::new(Cued::new(cued, openings));
        let events = into(&sender, Woken::Event);
        let dictation = Dictation::start(&settings, source, model, false, events)?;
        let overlap = settings.voice.silence_tail / 2;
        let stage = Stage::new(agent, inbox);
        Ok(Self { dictation, stage, cues, progress: None, overlap })
    }

    /// Makes the recording the one that the next takes hear, from its beginning. Where a pause in
    /// it ends a take, it waits there for the next one.
    pub fn cue(&mut self, name: &str, recording: &Arc<WavFile>) {
        let reopen = Reopen::Resume { overlap: self.overlap };
        let player = WavPlayer::new(name.to_owned(), Arc::clone(recording), reopen);
        self.progress = Some(player.progress());
        // The pump thread is gone only when the take fails anyway.
        let _ = self.cues.send(player);
    }

    /// Dictates the cued recording in as many takes as its pauses make of it, up to its end or to
    /// the place `until`, behind which it holds nothing to hear; passes each take on when it is
    /// over.
    ///
    /// # Errors
    /// The agent ended, or did not show a text it was sent; or the caller failed.
    pub fn dictate_all(
        &mut self,
        until: Option<Duration>,
        end: EndBy,
        mut take_over: impl FnMut(Take) -> Result<()>,
    ) -> Result<()> {
        loop {
            self.stage.expect(end);
            self.dictation.toggle(&mut self.stage);
            let take = drive(&mut self.dictation, &mut self.stage)?;
            // What failed would fail again, without the recording getting any further.
            let failed = take.metrics.end_reason == EndReason::Error;
            take_over(take)?;
            let heard_all = self.progress.as_ref().is_none_or(|progress| {
                progress.is_over() || until.is_some_and(|until| progress.position() >= until)
            });
            if heard_all || failed {
                return Ok(());
            }
        }
    }
}

fn into<T: 'static>(sender: &Sender<Woken<Happened>>, woken: fn(T) -> Woken<Happened>) -> Sink<T> {
    let sender = sender.clone();
    Sink::new(move |report| drop(sender.send(woken(report))))
}
