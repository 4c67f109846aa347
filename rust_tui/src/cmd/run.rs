//! `parlo AGENT`: the agent in the user's terminal, and dictation into it.
//!
//! The main loop: wait for the first of keys, agent output, facts of the dictation, signals and
//! deadlines; step; perform; draw if something changed. The main thread owns everything here and
//! never waits for audio, decoder or agent.

mod actions;
mod agent_state;
mod asking;
mod changes;
mod ending;
mod events;
mod host_requests;
mod jobs;
mod latencies;
mod notices;
mod panel;
mod scrollback;
mod signals;
mod size;
mod stopping;
mod takes;
mod user_acts;

use super::agent::Agent;
use super::dictation::{Dictation, Model, Request, audio_source};
use super::print;
use crate::config::failure::{failure, usage};
use crate::config::{ConfigSource, Interface, Settings};
use crate::diag::{Panicked, QuietStderr, restore_on_panic};
use crate::session::pty::{AgentCommand, TerminalSize};
use crate::ui::host::{self, HostTerminal};
use crate::ui::input::{Input, InputDecoder, MouseOwner, Translation};
use crate::ui::layers::{LayerEvent, LayerUpdate, Layers};
use crate::ui::modes::OwnModes;
use crate::ui::stdin::TtyInput;
use agent_state::LastReported;
use anyhow::{Context, Result};
use crossbeam_channel::Receiver;
use ending::End;
use events::Turn;
use jobs::Jobs;
use notices::Notices;
use panel::Panel;
use parlo_core::flow::Event;
use parlo_core::screen::MouseTracking;
use scrollback::Looking;
use signals::Signals;
use size::{host_size, pane_of};
use std::ffi::OsString;
use std::io::{IsTerminal, stdin};
use std::time::{Duration, Instant};
use stopping::SuspendDetector;
use user_acts::is_user_input;

/// Output is drawn at most this often; what comes in between is drawn together.
const FRAME: Duration = Duration::from_millis(8);

/// Runs a command in parlo until it ends; yields its exit code. `others` are names that may have been
/// meant if there is no such program.
///
/// # Errors
/// No terminal, no model, no such program, or a microphone that does not exist.
pub fn run(
    source: ConfigSource,
    (settings, interface): (Settings, Interface),
    words: Vec<OsString>,
    others: &[String],
    log_troubles: Receiver<String>,
) -> Result<u8> {
    let mut words = words.into_iter();
    let program = words.next().ok_or_else(|| usage("name a command to run"))?;
    let command = AgentCommand::inheriting(program, words.collect())
        .context("the current folder cannot be read; change into one that exists")?;
    super::missing::check_program(&command, others)?;
    if !stdin().is_terminal() || !print::output_is_terminal() {
        return Err(failure(
            "parlo needs a terminal; without one use `parlo listen`, `parlo transcribe FILE`, or \
             `parlo demo --sample FILE`",
        ));
    }
    if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return Err(failure(
            "parlo cannot draw on this terminal (TERM=dumb); set TERM to what it is, such as \
             xterm-256color, or use `parlo listen`",
        ));
    }
    let model = Model::find_verified(&settings)?;
    let quiet = QuietStderr::begin().context("cannot silence standard error")?;
    let panics = restore_on_panic(host::restore, quiet.real().try_clone()?);
    let audio = audio_source(&settings)?;
    let signals = Signals::start().context("cannot listen to signals")?;
    let mut dictation = Dictation::start(&settings, audio, &model, false)?;

    let size = host_size()?;
    let pane = pane_of(size, settings.hud_size);
    let profile = settings.profile_of(&command.program);
    let agent = Agent::start(&command, pane, profile, settings.ready_timeout)?;
    dictation.set_typing_rules(agent.typing_rules());
    dictation.offer_manual_entry();
    let host = HostTerminal::take().context("cannot take the terminal over")?;
    let tty = TtyInput::start().context("cannot read the terminal")?;
    let mut decoder = InputDecoder::new(interface.keys.clone());
    decoder.set_pane(pane.rows, size.cell_pixels);
    let panel = Panel::new(&model.name, &settings, &interface);
    let mut session = Session {
        dictation,
        agent,
        host,
        tty,
        decoder,
        signals,
        panics,
        panel,
        size,
        drawn_at: None,
        suspend_detector: SuspendDetector::default(),
        dirty: true,
        dictation_key: Vec::new(),
        cancel_key: Vec::new(),
        layers: Layers::default(),
        last_reported: LastReported::default(),
        jobs: Jobs::new(),
        notices: Notices::default(),
        model,
        loading: None,
        settings,
        interface,
        source,
        looking: Looking::default(),
        log_troubles,
    };
    let end = session.converse();
    session.finish(end)
}

/// Everything a session consists of.
struct Session {
    dictation: Dictation,
    agent: Agent,
    host: HostTerminal,
    tty: TtyInput,
    decoder: InputDecoder,
    signals: Signals,
    panics: Receiver<Panicked>,
    panel: Panel,
    size: TerminalSize,
    drawn_at: Option<Instant>,
    suspend_detector: SuspendDetector,
    dirty: bool,
    /// The bytes of the last press of each of parlo's keys, should they be meant for the agent.
    dictation_key: Vec<u8>,
    cancel_key: Vec<u8>,
    layers: Layers,
    last_reported: LastReported,
    jobs: Jobs,
    notices: Notices,
    /// The model in use, and the one that is being loaded to take its place.
    model: Model,
    loading: Option<Model>,
    settings: Settings,
    interface: Interface,
    source: ConfigSource,
    looking: Looking,
    /// What becomes of the log.
    log_troubles: Receiver<String>,
}

impl Session {
    fn converse(&mut self) -> Result<End> {
        let held = self.ask_host()?;
        for input in held {
            self.handle_input(input);
        }
        loop {
            self.draw_if_due()?;
            match self.wait() {
                Turn::Go => {}
                Turn::Over(end) => return Ok(end),
            }
            self.check_obstruction();
            if let Some(error) = self.agent.drain_refusal() {
                self.report_trouble(&error.to_string());
            }
            if self.agent.became_ready() {
                self.step(Event::AgentBecameReady);
            }
        }
    }

    fn handle_input(&mut self, input: Input) {
        match input {
            Input::Forward(bytes) => {
                // The bytes go first: what parlo may type once they are through comes behind them.
                let is_user_input = is_user_input(&bytes);
                self.agent.write(bytes);
                if is_user_input {
                    self.step(Event::UserActed);
                }
            }
            Input::Key(press) => self.handle_key(press),
            // An answer after its time; the agent's queries have been answered without it.
            Input::Reply(_) => {}
            Input::Stroke(key) => self.handle_layer_event(&LayerEvent::Stroke(key)),
            Input::Text(text) => self.handle_typed(&text),
            Input::Pasted(text) => self.handle_layer_event(&LayerEvent::Pasted(&text)),
            Input::Mouse(event) => self.handle_mouse(event),
        }
    }

    fn handle(&mut self, requests: Vec<Request>) {
        if requests.is_empty() {
            return;
        }
        self.dirty = true;
        for request in requests {
            match request {
                Request::Type { take, text } => self.agent.type_text(take, &text),
                Request::PressEnter => self.agent.press_enter(),
                Request::Erase { backspaces } => self.agent.erase(backspaces),
                Request::OfferForReview { text } => self.offer_for_review(text),
                Request::OfferManualEntry { text, reason } => {
                    self.offer_manual_entry(text, &reason);
                }
                Request::CloseReview => self.layers.close_review(),
                Request::PassDictationKey => self.agent.write(self.dictation_key.clone()),
                Request::PassCancelKey => self.agent.write(self.cancel_key.clone()),
                Request::Notify(notice) => {
                    self.panel.tell(Instant::now(), &notice);
                    self.notices.keep(&jiff::Zoned::now(), &notice);
                    self.layers.tell(&LayerUpdate::Errors(self.notices.rows()));
                }
                Request::Recorded(metrics) => self.panel.recorded(&metrics),
            }
        }
        self.update_history();
    }

    /// Reports the user of something that has failed beside the dictation.
    fn report_trouble(&mut self, text: &str) {
        if self.panel.report_trouble(Instant::now(), text) {
            self.notices.keep_failure(&jiff::Zoned::now(), text);
            self.layers.tell(&LayerUpdate::Errors(self.notices.rows()));
        }
        self.dirty = true;
    }

    fn draw_if_due(&mut self) -> Result<()> {
        self.dirty |= self.agent.has_changed();
        if !self.dirty || self.frame_due().is_some_and(|due| Instant::now() < due) {
            return Ok(());
        }
        self.drawn_at = Some(Instant::now());
        // The screen is read now anyway, so that looking at it costs little.
        self.report_agent_state();
        self.dirty = false;
        let modes = self.agent.modes();
        let in_layer = !self.layers.is_empty();
        let mouse = in_layer || self.wants_mouse();
        let releases = self.dictation.wants_releases();
        let own = OwnModes { mouse, paste: in_layer, releases };
        self.host.follow_modes(&modes, own)?;
        let translation = Translation::new(&modes, self.host.kitty_flags());
        self.decoder.set_translation(translation);
        self.decoder.set_mouse_owner(match modes.mouse_tracking {
            MouseTracking::Off => MouseOwner::Parlo,
            tracking => MouseOwner::Agent(tracking, modes.mouse_encoding),
        });
        self.draw()?;
        Ok(())
    }

    /// When the next frame may be drawn.
    fn frame_due(&self) -> Option<Instant> {
        self.drawn_at.map(|drawn| drawn + FRAME)
    }
}
