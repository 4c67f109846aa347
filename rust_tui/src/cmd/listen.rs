//! `parlo listen`: one utterance from the microphone to standard output.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use crossbeam_channel::{Receiver, unbounded};
use parlo_core::flow::{AgentEvent, Event, HostOrder, Phase, UserEvent};
use parlo_core::live::{LiveStage, LiveText};
use parlo_core::metrics::VoiceLatencyMetrics;
use parlo_core::settings::SendMode;
use parlo_core::sink::Sink;
use serde_json::Value;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::config::Settings;
use crate::config::failure::failure;
use crate::diag::{QuietStderr, json_row, print};
use crate::dictation::{Dictation, Host, Model, Update, Woken, audio_source, drive};
use crate::integration::json_lines::{self, words_to_json};
use crate::ui::signals::Signals;

/// A pipeline without an event or a deadline for so long has a fault.
const STUCK: Duration = Duration::from_secs(120);

/// What goes to standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Text,
    /// A JSON object with text, words and metrics.
    Json,
    /// One JSON object for each thing that happens, as it happens.
    Stream,
}

/// Hears one utterance and prints it; yields the exit code.
///
/// # Errors
/// No model, no microphone, nothing heard, or nothing decoded.
pub fn run(settings: &Settings, form: Form) -> Result<u8> {
    let model = Model::find_verified(settings, print::report)?;
    let talks = print::errors_are_shown();
    let quiet = QuietStderr::begin()?;
    let source = audio_source(settings)?;
    // One utterance and no more.
    let mut settings = settings.clone();
    settings.voice.follow_up = Duration::ZERO;
    settings.voice.send = SendMode::Draft;
    let (sender, events) = unbounded();
    let signal = Arc::new(AtomicI32::new(0));
    // A stream ends in order: that its take was cancelled is a part of it.
    let signals = (form == Form::Stream).then(|| {
        let (sender, signal) = (sender.clone(), Arc::clone(&signal));
        let cancel = Sink::new(move |number| {
            signal.store(number, Ordering::Relaxed);
            let _ = sender.send(Event::User(UserEvent::CancelPressed));
        });
        Signals::start(&[SIGINT, SIGTERM, SIGHUP], cancel)
    });
    let _signals = signals.transpose().context("cannot listen to signals")?;
    let reports = Sink::new(move |event| drop(sender.send(event)));
    let mut dictation = Dictation::start(&settings, source, &model, true, reports)?;
    let engine = settings.engine_spec(&model.path).name();
    let mut listener = Listener {
        events,
        form,
        engine,
        model: model.name,
        quiet: &quiet,
        talks,
        was_opening: false,
        last: None,
        notices: Vec::new(),
        printed: Vec::new(),
        recorded: None,
        failure: None,
    };
    dictation.toggle(&mut listener);
    drive(&mut dictation, &mut listener)?;
    let signal = signal.load(Ordering::Relaxed);
    if signal != 0 {
        return Ok(u8::try_from(128 + signal).unwrap_or(u8::MAX));
    }
    listener.finish()?;
    Ok(0)
}

/// Standard output and standard error around a pipeline.
struct Listener<'a> {
    events: Receiver<Event>,
    form: Form,
    engine: &'static str,
    model: String,
    quiet: &'a QuietStderr,
    /// Whether a person reads standard error.
    talks: bool,
    was_opening: bool,
    /// The words that were heard last.
    last: Option<LiveText>,
    notices: Vec<String>,
    /// Notices that have been printed already.
    printed: Vec<String>,
    recorded: Option<VoiceLatencyMetrics>,
    failure: Option<std::io::Error>,
}

impl Listener<'_> {
    /// Progress for a person; a closed standard error is no failure.
    fn say(&self, text: &str) {
        let _ = writeln!(print::errors_past(self.quiet), "{text}");
    }

    /// The first failure of standard output ends the drive.
    fn keep(&mut self, result: std::io::Result<()>) {
        self.failure = self.failure.take().or(result.err());
    }

    /// Prints what is left to print once the take is over.
    fn finish(self) -> Result<()> {
        let said = self.last.as_ref().filter(|live| live.stage == LiveStage::Final);
        let (Some(live), Some(metrics)) = (said, &self.recorded) else {
            let mut notices = self.notices;
            notices.retain(|notice| !self.printed.contains(notice));
            notices.extend(notices.is_empty().then(|| "heard nothing".to_owned()));
            return Err(failure(notices.join("; ")));
        };
        if self.form == Form::Json {
            let mut line = json_row(metrics, self.engine, &self.model);
            line["text"] = Value::String(live.text.clone());
            line["words"] = words_to_json(&live.words, Duration::ZERO);
            writeln!(print::output(), "{}", print::json(&line))?;
        }
        self.notices.iter().for_each(|notice| self.say(&format!("parlo: {notice}")));
        Ok(())
    }
}

impl Host for Listener<'_> {
    type End = ();
    type Own = ();

    fn turn(&mut self, dictation: &mut Dictation) -> Result<Option<()>> {
        if let Some(error) = self.failure.take() {
            return Err(error.into());
        }
        let is_opening = dictation.phase() == Phase::Opening;
        if self.was_opening && dictation.phase() == Phase::Capturing && self.talks {
            self.say("listening, speak now; a pause ends it, Ctrl+C cancels");
        }
        self.was_opening = is_opening;
        Ok(self.recorded.is_some().then_some(()))
    }

    fn wait(&mut self, until: Option<Instant>) -> Result<Woken<()>> {
        match self.events.recv_deadline(until.unwrap_or_else(|| Instant::now() + STUCK)) {
            Ok(event) => Ok(Woken::Event(event)),
            Err(_) if until.is_some() => Ok(Woken::Deadline),
            // A flow without a deadline and threads that say nothing would be a fault; not a hang.
            Err(_) => Err(failure("listening got stuck")),
        }
    }

    fn perform(&mut self, order: HostOrder) -> Vec<Event> {
        match order {
            HostOrder::Type { take, text } => {
                if self.form == Form::Text {
                    let mut out = print::output();
                    let written = writeln!(out, "{text}").and_then(|()| out.flush());
                    self.keep(written);
                }
                return vec![Event::Agent(AgentEvent::TextWritten { take })];
            }
            HostOrder::Notify(notice) if notice.is_passing() => {
                // Worth nothing once it is over.
                self.say(&format!("parlo: {notice}"));
                self.printed.push(notice.to_string());
            }
            HostOrder::Notify(notice) => self.notices.push(notice.to_string()),
            // One utterance to standard output: there is no agent, and nothing to edit or undo.
            _ => {}
        }
        Vec::new()
    }

    fn update(&mut self, update: Update<'_>) {
        match update {
            Update::Words(live) => self.last = Some(live.clone()),
            Update::Recorded(metrics) => self.recorded = Some(metrics.clone()),
            Update::Voice { .. } => {}
        }
        if self.form == Form::Stream {
            let written = json_lines::write(update, self.engine, &self.model);
            self.keep(written);
        }
    }
}
