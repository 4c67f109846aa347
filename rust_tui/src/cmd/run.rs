//! `parlo AGENT`: the agent in the user's terminal, and dictation into it.
//!
//! The main thread owns a session and drives its dictation ([`crate::dictation::drive`]); it never
//! waits for audio, decoder or agent. A session has four parts, each in its file: [`keys`] (the user's
//! terminal), [`agent`] (the wrapped agent), [`frame`] (what is drawn), [`overlay`] (what opens over
//! the agent); [`host`] is what wakes it, [`changes`] what it works by.

mod actions;
mod agent;
mod changes;
mod ending;
mod frame;
mod host;
mod inbox;
mod jobs;
mod keys;
mod notices;
mod overlay;
mod panel;
mod scrollback;
mod size;
mod stopping;
mod takes;

pub use inbox::{Inbox, Message};

use std::ffi::OsString;
use std::io::{IsTerminal, stdin};

use anyhow::{Context, Result};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};

use super::asking::{ANSWER_TIMEOUT, Asked, ask};
use crate::config::failure::{failure, usage};
use crate::config::{ConfigSource, Interface, Settings};
use crate::diag::print;
use crate::diag::{QuietStderr, restore_on_panic};
use crate::dictation::{Dictation, Model, audio_source, drive};
use crate::session::agent::Agent;
use crate::session::pty::AgentCommand;
use crate::stt::openmp;
use crate::ui::host::HostTerminal;
use crate::ui::input::Input;
use crate::ui::signals::Signals;
use crate::ui::stdin::TtyInput;
use agent::Wrapped;
use changes::Setup;
use ending::End;
use frame::Frame;
use jobs::Jobs;
use keys::Keys;
use overlay::Overlay;
use panel::Panel;
use size::{host_size, pane_of};
use stopping::SuspendDetector;

/// What a session does about itself; all else ends the process as usual.
const SIGNALS: [i32; 7] = [SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT];

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
    inbox: &Inbox,
) -> Result<u8> {
    let mut words = words.into_iter();
    let program = words.next().ok_or_else(|| usage("name a command to run"))?;
    let mut command = AgentCommand::inheriting(program, words.collect())
        .context("the current folder cannot be read; change into one that exists")?;
    openmp::without_own(&mut command.environment);
    super::missing::check_program(&command, others)?;
    check_terminal()?;
    let model = Model::find_verified(&settings, print::report)?;
    let quiet = QuietStderr::begin().context("cannot silence standard error")?;
    let panics = inbox.sink(Message::Panicked);
    restore_on_panic(crate::ui::host::restore, quiet.real().try_clone()?, panics);
    let audio = audio_source(&settings)?;
    let signals = Signals::start(&SIGNALS, inbox.sink(Message::Signal));
    let _signals = signals.context("cannot listen to signals")?;
    let events = inbox.sink(Message::Dictation);
    let mut dictation = Dictation::start(&settings, audio, &model, false, events)?;

    let size = host_size()?;
    let pane = pane_of(size, settings.hud_size);
    let profile = settings.profile_of(&command.program);
    let events = inbox.sink(Message::Agent);
    let agent = Agent::start(&command, pane, profile, settings.ready_timeout, events)?;
    dictation.set_typing_rules(agent.typing_rules());
    dictation.offer_manual_entry();
    let host = HostTerminal::take().context("cannot take the terminal over")?;
    let tty = TtyInput::start().context("cannot read the terminal")?;
    let panel = Panel::new(&model.name, &settings, &interface);
    let mut session = Session {
        keys: Keys::new(tty, interface.keys.clone(), pane),
        wrapped: Wrapped::new(agent),
        frame: Frame::new(host, panel, size),
        overlay: Overlay::new(Jobs::new(inbox.sink(Message::Job))),
        setup: Setup { settings, interface, source, model, loading: None },
        inbox,
        suspend_detector: SuspendDetector::default(),
    };
    let end = session.converse(&mut dictation);
    session.finish(end, dictation)
}

/// Refuses to run where nothing can be drawn.
fn check_terminal() -> Result<()> {
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
    Ok(())
}

/// Everything a session consists of, beside its dictation.
struct Session<'a> {
    keys: Keys,
    wrapped: Wrapped,
    frame: Frame,
    overlay: Overlay,
    setup: Setup,
    inbox: &'a Inbox,
    suspend_detector: SuspendDetector,
}

impl Session<'_> {
    fn converse(&mut self, dictation: &mut Dictation) -> Result<End> {
        let pressed = self.ask_host(dictation)?;
        for input in pressed {
            self.handle_input(input, dictation);
        }
        drive(dictation, self)
    }

    /// Learns what the host terminal is, so that the agent's queries get its answers. Keys pressed
    /// meanwhile are returned.
    fn ask_host(&mut self, dictation: &mut Dictation) -> Result<Vec<Input>> {
        let columns = self.frame.size.columns;
        let (host, keys) = (&mut self.frame.host, &mut self.keys);
        let asked = ask(host, &keys.tty, &mut keys.decoder, columns, b"", ANSWER_TIMEOUT)?;
        let Asked { host, keys, .. } = asked;
        tracing::info!(
            version = host.version.as_deref().unwrap_or("unknown"),
            answered = host.has_answered,
            kitty_keyboard = host.kitty_keyboard,
            "host terminal"
        );
        if host.kitty_keyboard {
            self.frame.host.use_kitty_keyboard()?;
            dictation.set_releases_reported(true);
        }
        if host.program_status {
            self.frame.host.use_program_status();
        }
        self.frame.panel.set_background(host.palette.background);
        self.wrapped.agent.set_host_capabilities(host);
        Ok(keys)
    }
}
