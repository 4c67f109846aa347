//! `parlo demo`: dictates audio files into the demo agent without a microphone or a terminal.
//!
//! Everything but the screen is the real thing: the file sounds in real time, goes through pump,
//! queue, worker and flow, and the text goes through a pty into the composer of the demo agent. A
//! text counts as arrived when it stands on the agent's screen.

use super::agent::Agent;
use super::config::Settings;
use super::dictation::{Dictation, Model, Request};
use super::failure::failure;
use crate::diag::QuietStderr;
use crate::session::pty::{AgentCommand, PtyEvent, PtyOutput, TerminalSize};
use crate::voice::{Reopen, WavPlayer};
use anyhow::{Context, Result};
use crossbeam_channel::{at, never, select};
use parlo_core::flow::Event;
use parlo_core::metrics::VoiceLatencyMetrics;
use parlo_core::settings::SendMode;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Wide enough that no transcript of 30 s wraps.
const SIZE: TerminalSize = TerminalSize { columns: 1_000, rows: 50, cell_pixels: None };
/// How long the agent's answer to Enter is waited for.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

/// Dictates the files one after the other and prints what arrived and what it cost.
///
/// # Errors
/// No model, an unusable file, or a file of which no text arrived.
pub fn run(settings: &Settings, samples: &[PathBuf]) -> Result<()> {
    let mut settings = settings.clone();
    // The demo plays the user's part too: it presses Enter after each text.
    settings.voice.send = SendMode::Auto;
    settings.voice.keep_microphone_open = false;
    settings.voice.linger = Duration::ZERO;
    // A sentence with a long pause in it makes two takes; the file waits between them.
    let source =
        WavPlayer::new(samples, Reopen::Resume { overlap: settings.voice.silence_tail / 2 })?;
    let progress = source.progress();
    let model = Model::find(&settings)?;
    let quiet = QuietStderr::begin()?;
    let program = std::env::current_exe().context("cannot find parlo's own program")?;
    let command = AgentCommand::inheriting(program.into(), vec!["demo-agent".into()])?;
    let agent = Agent::start(&command, SIZE, settings.ready_timeout)?;
    let dictation = Dictation::start(&settings, Box::new(source), &model, false)?;
    let mut demo = Demo { agent, dictation, typed: None, recorded: None, failures: Vec::new() };
    let mut missing = Vec::new();
    for path in samples {
        let mut anything = false;
        loop {
            let (text, metrics) = demo.dictate()?;
            print(path, text.as_deref(), &metrics)?;
            for failure in demo.failures.drain(..) {
                writeln!(&mut quiet.real(), "parlo: {failure}")?;
            }
            anything |= text.is_some();
            if progress.samples_left() == 0 {
                break;
            }
        }
        if !anything {
            missing.push(path.display().to_string());
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(failure(format!("no text came of: {}", missing.join(", "))))
}

struct Demo {
    agent: Agent,
    dictation: Dictation,
    typed: Option<String>,
    recorded: Option<Box<VoiceLatencyMetrics>>,
    failures: Vec<String>,
}

impl Demo {
    /// Dictates the next utterance; yields its text once the agent has answered to it.
    fn dictate(&mut self) -> Result<(Option<String>, Box<VoiceLatencyMetrics>)> {
        self.typed = None;
        self.recorded = None;
        let requests = self.dictation.toggle();
        self.handle(requests);
        let mut give_up = None;
        loop {
            if self.recorded.is_some()
                && self.has_arrived()
                && let Some(metrics) = self.recorded.take()
            {
                return Ok((self.typed.take(), metrics));
            }
            if self.recorded.is_some() {
                let deadline = *give_up.get_or_insert(Instant::now() + ANSWER_TIMEOUT);
                if Instant::now() >= deadline {
                    return Err(failure("the demo agent did not show the text it was sent"));
                }
            }
            self.wait(give_up)?;
        }
    }

    /// Nothing was typed, or the agent shows that it received just that.
    fn has_arrived(&mut self) -> bool {
        let Some(text) = &self.typed else { return true };
        let answer = format!("received {} characters: {text}", text.chars().count());
        self.agent.screen().text().contains(&answer)
    }

    fn wait(&mut self, give_up: Option<Instant>) -> Result<()> {
        let deadlines = [self.dictation.next_deadline(), self.agent.next_deadline(), give_up];
        let deadline = deadlines.into_iter().flatten().min().map_or_else(never, at);
        let requests = select! {
            recv(self.agent.output()) -> output => match output {
                Ok(PtyOutput::Bytes(bytes)) => {
                    self.agent.feed(&bytes);
                    self.dictation.step(Event::AgentWrote)
                }
                Ok(PtyOutput::Closed) | Err(_) => return Err(failure("the demo agent ended")),
            },
            recv(self.agent.events()) -> event => match event {
                Ok(PtyEvent::Written { ticket, .. }) => match self.agent.take_of(ticket) {
                    Some(take) => self.dictation.step(Event::TextWritten { take }),
                    None => Vec::new(),
                },
                Ok(PtyEvent::Exited(_)) | Err(_) => return Err(failure("the demo agent ended")),
            },
            recv(self.dictation.events()) -> event => {
                event.map(|event| self.dictation.step(event)).unwrap_or_default()
            }
            recv(deadline) -> _ => {
                self.agent.flush();
                self.dictation.step(Event::TimePassed)
            }
        };
        self.handle(requests);
        if self.agent.became_ready() {
            let requests = self.dictation.step(Event::AgentBecameReady);
            self.handle(requests);
        }
        Ok(())
    }

    fn handle(&mut self, requests: Vec<Request>) {
        for request in requests {
            match request {
                Request::Type { take, text } => {
                    self.agent.type_text(take, &text);
                    self.typed = Some(text);
                }
                Request::PressEnter => self.agent.press_enter(),
                Request::Recorded(metrics) => self.recorded = Some(metrics),
                Request::Tell(notice) if notice.is_error() => {
                    self.failures.push(notice.to_string());
                }
                Request::Tell(_) | Request::PassDictationKey | Request::PassCancelKey => {}
            }
        }
    }
}

fn print(path: &Path, text: Option<&str>, metrics: &VoiceLatencyMetrics) -> Result<()> {
    let ms = |duration: Option<Duration>| {
        duration.map_or_else(|| "–".to_owned(), |duration| duration.as_millis().to_string())
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}: {}", path.display(), text.unwrap_or("(nothing)"))?;
    writeln!(
        out,
        "    {} ms from the last voiced sample to the text (endpoint wait {} ms, decode {} ms of \
         which overlapped {} ms), {} ms of speech, ended by {}",
        ms(metrics.total),
        ms(metrics.endpoint_wait),
        ms(metrics.stt),
        metrics.overlap.as_millis(),
        metrics.speech.as_millis(),
        metrics.end_reason.name()
    )?;
    Ok(out.flush()?)
}
