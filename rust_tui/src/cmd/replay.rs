//! Dictates recordings into the demo agent: what `demo` shows and `bench` measures.
//!
//! Everything but the screen is the real thing: the recording sounds in real time, goes through
//! pump, queue, worker and flow, and the text goes through a pty into the composer of the demo
//! agent. A text counts as arrived when it stands on the agent's screen. Runs on the main thread.

mod cued;

pub use cued::Opening;

use super::agent::Agent;
use super::dictation::{Dictation, Model, Request};
use crate::config::Settings;
use crate::config::failure::failure;
use crate::session::profile::AgentProfile;
use crate::session::pty::{AgentCommand, PtyEvent, PtyOutput, TerminalSize};
use crate::voice::{Progress, Reopen, WavFile, WavPlayer};
use anyhow::{Context, Result};
use crossbeam_channel::{Receiver, Sender, at, never, select, unbounded};
use cued::Cued;
use parlo_core::flow::Event;
use parlo_core::metrics::{EndReason, VoiceLatencyMetrics};
use parlo_core::settings::SendMode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Wide enough that no transcript of 30 s wraps.
const SIZE: TerminalSize = TerminalSize { columns: 1_000, rows: 50, cell_pixels: None };
/// How long the agent's answer to Enter is waited for.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

/// What ends a take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndBy {
    /// The pause after the speech.
    Pause,
    /// The dictation key, when this place of the recording sounds.
    Key(Duration),
}

/// What one take was like, seen from outside.
#[derive(Debug)]
pub struct Take {
    /// What was typed.
    pub text: Option<String>,
    /// The figures parlo itself keeps.
    pub metrics: Box<VoiceLatencyMetrics>,
    /// What the user was told of failures.
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
    agent: Agent,
    dictation: Dictation,
    cues: Sender<WavPlayer>,
    openings: Receiver<Opening>,
    progress: Option<Progress>,
    overlap: Duration,
    watch: Watch,
}

/// What has been seen of the running take.
#[derive(Debug, Default)]
struct Watch {
    typed: Option<String>,
    recorded: Option<Box<VoiceLatencyMetrics>>,
    failures: Vec<String>,
    opening: Option<Opening>,
    live_words: String,
    live_words_at: Vec<Instant>,
    key_due: Option<Instant>,
    key_at: Option<Instant>,
    typed_at: Option<Instant>,
    written_at: Option<Instant>,
}

impl Replay {
    /// Starts the agent and the pipeline; the model is loaded in the background.
    ///
    /// # Errors
    /// The agent or a thread cannot be started, or the metrics file cannot be written.
    pub fn start(settings: &Settings, model: &Model) -> Result<Replay> {
        let mut settings = settings.clone();
        // The replay plays the user's part too: it presses Enter after each text.
        settings.voice.send = SendMode::Auto;
        settings.voice.keep_microphone_open = false;
        // Where a pause ends a take, the recording waits for the next one.
        settings.voice.follow_up = Duration::ZERO;
        let program = std::env::current_exe().context("cannot find parlo's own program")?;
        let command = AgentCommand::inheriting(program.into(), vec!["demo-agent".into()])?;
        let agent = Agent::start(&command, SIZE, AgentProfile::unknown(), settings.ready_timeout)?;
        let (cues, cued) = unbounded();
        let (opened, openings) = unbounded();
        let source = Box::new(Cued::new(cued, opened));
        let dictation = Dictation::start(&settings, source, model, false)?;
        let overlap = settings.voice.silence_tail / 2;
        let watch = Watch::default();
        Ok(Replay { agent, dictation, cues, openings, progress: None, overlap, watch })
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
    /// the place `until`, behind which it holds nothing to hear; hands out each take when it is
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
            let take = self.dictate(end)?;
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

    /// Dictates the next utterance; yields once the agent has answered to its text.
    fn dictate(&mut self, end: EndBy) -> Result<Take> {
        self.watch = Watch::default();
        let requests = self.dictation.toggle();
        self.handle(requests);
        let mut give_up = None;
        loop {
            if self.watch.recorded.is_some() && self.has_arrived() {
                let watch = std::mem::take(&mut self.watch);
                if let Some(take) = watch.into_take() {
                    return Ok(take);
                }
            }
            if self.watch.recorded.is_some() {
                let deadline = *give_up.get_or_insert(Instant::now() + ANSWER_TIMEOUT);
                if Instant::now() >= deadline {
                    return Err(failure("the demo agent did not show the text it was sent"));
                }
            }
            self.wait(give_up, end)?;
        }
    }

    /// Nothing was typed, or the agent shows that it received just that.
    fn has_arrived(&mut self) -> bool {
        let Some(text) = &self.watch.typed else { return true };
        let answer = format!("received {} characters: {text}", text.chars().count());
        self.agent.screen().text().contains(&answer)
    }

    fn wait(&mut self, give_up: Option<Instant>, end: EndBy) -> Result<()> {
        let deadlines = [
            self.dictation.next_deadline(),
            self.agent.next_deadline(),
            self.watch.key_due,
            give_up,
        ];
        let deadline = deadlines.into_iter().flatten().min().map_or_else(never, at);
        let requests = select! {
            recv(self.agent.output()) -> output => match output {
                Ok(PtyOutput::Bytes(bytes)) => {
                    self.agent.feed(&bytes);
                    self.dictation.step(Event::Agent(AgentEvent::Wrote))
                }
                Ok(PtyOutput::Closed) | Err(_) => return Err(failure("the demo agent ended")),
            },
            recv(self.agent.events()) -> event => match event {
                Ok(PtyEvent::Written { ticket, at }) => match self.agent.written_take(ticket) {
                    Some(take) => {
                        self.watch.written_at = Some(at);
                        self.dictation.step(Event::Agent(AgentEvent::TextWritten { take }))
                    }
                    None => Vec::new(),
                },
                Ok(PtyEvent::Exited(_)) | Err(_) => return Err(failure("the demo agent ended")),
            },
            recv(self.dictation.events()) -> event => {
                event.map(|event| self.dictation.step(event)).unwrap_or_default()
            }
            recv(self.openings) -> opening => {
                if let Ok(opening) = opening {
                    self.watch.opened(opening, end);
                }
                Vec::new()
            }
            recv(deadline) -> _ => {
                self.agent.flush();
                self.press_key_when_due().unwrap_or_else(|| self.dictation.step(Event::TimePassed))
            }
        };
        self.watch.look_at(self.dictation.partial_text());
        self.handle(requests);
        if self.agent.became_ready() {
            let requests = self.dictation.step(Event::Agent(AgentEvent::BecameReady));
            self.handle(requests);
        }
        Ok(())
    }

    fn press_key_when_due(&mut self) -> Option<Vec<Request>> {
        let now = Instant::now();
        self.watch.key_due.take_if(|due| *due <= now)?;
        self.watch.key_at = Some(now);
        Some(self.dictation.toggle())
    }

    fn handle(&mut self, requests: Vec<Request>) {
        for request in requests {
            match request {
                HostOrder::Type { take, text } => {
                    self.watch.typed_at = Some(Instant::now());
                    self.agent.type_text(take, &text);
                    self.watch.typed = Some(text);
                }
                HostOrder::PressEnter => self.agent.press_enter(),
                Request::Recorded(metrics) => {
                    self.watch.recorded = Some(metrics);
                    // Pressed now, it would begin a new take.
                    self.watch.key_due = None;
                }
                HostOrder::Notify(notice) if notice.is_error() => {
                    self.watch.failures.push(notice.to_string());
                }
                HostOrder::Notify(_)
                | HostOrder::PassDictationKey
                | HostOrder::PassCancelKey
                | HostOrder::Erase { .. }
                | HostOrder::OfferForReview { .. }
                | HostOrder::OfferManualEntry { .. }
                | HostOrder::CloseReview => {}
            }
        }
    }
}

impl Watch {
    fn opened(&mut self, opening: Opening, end: EndBy) {
        self.opening = Some(opening);
        self.key_due = match end {
            EndBy::Pause => None,
            EndBy::Key(place) => opening.time_of(place),
        };
    }

    /// Notes whether the live words have changed.
    fn look_at(&mut self, words: Option<&str>) {
        if let Some(words) = words.filter(|words| *words != self.live_words) {
            self.live_words = words.to_owned();
            self.live_words_at.push(Instant::now());
        }
    }

    fn into_take(self) -> Option<Take> {
        Some(Take {
            metrics: self.recorded?,
            text: self.typed,
            failures: self.failures,
            opening: self.opening,
            live_words_at: self.live_words_at,
            key_at: self.key_at,
            typed_at: self.typed_at,
            written_at: self.written_at,
        })
    }
}
