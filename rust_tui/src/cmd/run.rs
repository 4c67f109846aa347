//! `parlo AGENT`: the agent in the user's terminal, and dictation into it.
//!
//! The main loop: wait for the first of keys, agent output, facts of the dictation, signals and
//! deadlines; step; perform; draw if something changed. The main thread owns everything here and
//! never waits for audio, decoder or agent.

mod acts;
mod agent_state;
mod asking;
mod changes;
mod events;
mod figures;
mod jobs;
mod notices;
mod overlays;
mod panel;
mod scrollback;
mod signals;
mod size;
mod takes;
mod wishes;

use super::agent::Agent;
use super::config::{ConfigSource, Settings};
use super::dictation::{Dictation, Model, Request, audio_source};
use super::failure::{failure, usage};
use super::print;
use crate::diag::QuietStderr;
use crate::session::pty::{AgentCommand, AgentExit, TerminalSize};
use crate::ui::input::{Input, InputDecoder, MouseOwner, Translation};
use crate::ui::keymap::Action;
use crate::ui::layers::{LayerEvent, Layers, News};
use crate::ui::modes::OwnModes;
use crate::ui::outer::{self, Outer};
use crate::ui::stdin::TtyInput;
use acts::is_act;
use agent_state::Told;
use anyhow::{Context, Result};
use events::Turn;
use jobs::Jobs;
use notices::Notices;
use panel::Panel;
use parlo_core::flow::Event;
use parlo_core::screen::MouseTracking;
use scrollback::Looking;
use signals::Signals;
use size::{outer_size, pane_of};
use std::ffi::OsString;
use std::io::{IsTerminal, Write, stdin};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Output is drawn at most this often; what comes in between is drawn together.
const FRAME: Duration = Duration::from_millis(8);
/// Output that is still on its way when the agent has ended is waited for this long.
const LAST_WORDS: Duration = Duration::from_millis(300);

/// Runs a command in parlo until it ends; yields its exit code.
///
/// # Errors
/// No terminal, no model, no such program, or a microphone that does not exist.
pub fn run(source: ConfigSource, settings: Settings, words: Vec<OsString>) -> Result<ExitCode> {
    let mut words = words.into_iter();
    let program = words.next().ok_or_else(|| usage("name a command to run"))?;
    let command = AgentCommand::inheriting(program, words.collect())
        .context("the current folder cannot be read; change into one that exists")?;
    super::missing::check_program(&command)?;
    if !stdin().is_terminal() || !print::output_is_terminal() {
        return Err(failure(
            "parlo needs a terminal; without one use `parlo listen`, `parlo transcribe FILE`, or \
             `parlo demo --sample FILE`",
        ));
    }
    let model = Model::find(&settings)?;
    let _quiet = QuietStderr::begin().context("cannot silence standard error")?;
    let audio = audio_source(&settings)?;
    let signals = Signals::start().context("cannot listen to signals")?;
    let mut dictation = Dictation::start(&settings, audio, &model, false)?;

    let size = outer_size()?;
    let pane = pane_of(size, settings.hud_size);
    let profile = settings.profile_of(&command.program);
    let agent = Agent::start(&command, pane, profile, settings.ready_timeout)?;
    dictation.set_typing_rules(agent.typing_rules());
    dictation.offer_manual_entry();
    let outer = Outer::take().context("cannot take the terminal over")?;
    let tty = TtyInput::start().context("cannot read the terminal")?;
    let mut decoder = InputDecoder::new(settings.keys.clone());
    decoder.set_pane(pane.rows, size.cell_pixels);
    let panel = Panel::new(&model.name, &settings);
    let mut session = Session {
        dictation,
        agent,
        outer,
        tty,
        decoder,
        signals,
        panel,
        size,
        drawn_at: None,
        dirty: true,
        dictation_key: Vec::new(),
        cancel_key: Vec::new(),
        layers: Layers::default(),
        told: Told::default(),
        jobs: Jobs::new(),
        notices: Notices::default(),
        model,
        loading: None,
        settings,
        source,
        looking: Looking::default(),
    };
    let end = session.converse();
    session.finish(end)
}

/// Everything a session consists of.
struct Session {
    dictation: Dictation,
    agent: Agent,
    outer: Outer,
    tty: TtyInput,
    decoder: InputDecoder,
    signals: Signals,
    panel: Panel,
    size: TerminalSize,
    drawn_at: Option<Instant>,
    dirty: bool,
    /// The bytes of the last press of each of parlo's keys, should they be meant for the agent.
    dictation_key: Vec<u8>,
    cancel_key: Vec<u8>,
    layers: Layers,
    told: Told,
    jobs: Jobs,
    notices: Notices,
    /// The model in use, and the one that is being loaded to take its place.
    model: Model,
    loading: Option<Model>,
    settings: Settings,
    source: ConfigSource,
    looking: Looking,
}

/// Why a session is over.
#[derive(Debug)]
enum End {
    /// The agent ended.
    Agent(AgentExit),
    /// A signal told parlo to end.
    Signal(i32),
    /// The terminal is gone.
    TerminalGone,
}

impl Session {
    fn converse(&mut self) -> Result<End> {
        let held = self.ask_outer()?;
        for input in held {
            self.take_input(input);
        }
        loop {
            self.draw_if_due()?;
            match self.wait() {
                Turn::Go => {}
                Turn::Over(end) => return Ok(end),
            }
            self.look_at_the_way();
            if self.agent.became_ready() {
                self.step(Event::AgentBecameReady);
            }
        }
    }

    fn take_input(&mut self, input: Input) {
        match input {
            Input::Forward(bytes) => {
                // The bytes go first: what parlo may type once they are through comes behind them.
                let is_act = is_act(&bytes);
                self.agent.write(bytes);
                if is_act {
                    self.step(Event::UserActed);
                }
            }
            Input::Key(press) => self.take_key(press),
            // An answer after its time; the agent's queries have been answered without it.
            Input::Reply(_) => {}
            Input::Stroke(key) => self.take_layer_event(&LayerEvent::Stroke(key)),
            Input::Text(text) => self.take_typed(&text),
            Input::Pasted(text) => self.take_layer_event(&LayerEvent::Pasted(&text)),
            Input::Mouse(event) => self.take_mouse(event),
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
                Request::CloseReview => self.layers.close(Action::Toggle),
                Request::PassDictationKey => self.agent.write(self.dictation_key.clone()),
                Request::PassCancelKey => self.agent.write(self.cancel_key.clone()),
                Request::Tell(notice) => {
                    self.panel.tell(Instant::now(), &notice);
                    self.notices.keep(&jiff::Zoned::now(), &notice);
                    self.layers.tell(&News::Errors(self.notices.rows()));
                }
                Request::Recorded(metrics) => self.panel.recorded(&metrics),
            }
        }
        self.tell_takes();
    }

    fn draw_if_due(&mut self) -> Result<()> {
        self.dirty |= self.agent.has_changed();
        if !self.dirty || self.frame_due().is_some_and(|due| Instant::now() < due) {
            return Ok(());
        }
        self.drawn_at = Some(Instant::now());
        // The screen is read now anyway, so that looking at it costs little.
        self.tell_agent_state();
        self.dirty = false;
        let modes = self.agent.modes();
        let in_layer = !self.layers.is_empty();
        let mouse = in_layer || self.wants_mouse();
        let releases = self.dictation.wants_releases();
        let own = OwnModes { mouse, paste: in_layer, releases };
        self.outer.follow_modes(&modes, own)?;
        let translation = Translation::new(&modes, self.outer.kitty_flags());
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

    /// Ends what still runs, gives the terminal back, and decides the exit code.
    fn finish(mut self, end: Result<End>) -> Result<ExitCode> {
        let _ = self.dictation.step(Event::SessionEnded);
        let code = match &end {
            Ok(End::Agent(exit)) => exit.code(),
            Ok(End::Signal(signal)) => u8::try_from(128 + signal).unwrap_or(u8::MAX),
            Ok(End::TerminalGone) | Err(_) => 1,
        };
        if !matches!(end, Ok(End::Agent(_))) {
            self.agent.hang_up();
        }
        self.agent.terminal().scroll_to_end();
        let last_screen = self.last_words();
        outer::restore();
        let mut out = print::output();
        // The terminal may be gone, and then nobody misses the last lines.
        let _ = out.write_all(last_screen.as_bytes()).and_then(|()| out.flush());
        end.map(|_| ExitCode::from(code))
    }

    /// What an agent that does not use the alternate screen leaves behind: its last lines.
    fn last_words(&mut self) -> String {
        if self.agent.modes().alternate_screen {
            return String::new();
        }
        let screen = self.agent.screen();
        let lines: Vec<String> = (0..screen.rows)
            .map(|row| parlo_core::untrusted::visible_line(&screen.row_text(row)))
            .collect();
        let used = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        lines[..used].iter().map(|line| format!("{line}\n")).collect()
    }
}
