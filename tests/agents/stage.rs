//! parlo around a recorder, with a microphone of its own: the setting of most dictation tests.

use std::time::Duration;

use super::{User, only_take};
use crate::support::machine::{self, Machine};
use crate::support::parlo::Home;
use crate::support::pulse::Room;
use crate::support::recorder::{PASTE_BEGIN, PASTE_END, Recorder};
use crate::support::samples::Clip;
use crate::support::tmux::Terminal;
use crate::support::wait;

/// parlo around a recorder, in a room.
pub struct Stage {
    // First, so that parlo ends before what it depends on.
    pub terminal: Terminal,
    pub home: Home,
    pub recorder: Recorder,
    pub room: Room,
    _machine: Machine,
}

impl Stage {
    /// With an agent that has not asked for bracketed paste yet.
    pub fn set(configuration: &str, options: &[&str]) -> Self {
        Self::set_where(configuration, options, Vec::new())
    }

    /// The same with more in parlo's environment.
    pub fn set_where(
        configuration: &str,
        options: &[&str],
        environment: Vec<(String, String)>,
    ) -> Self {
        Self::set_on(machine::shared(), configuration, options, environment)
    }

    fn set_on(
        machine: Machine,
        configuration: &str,
        options: &[&str],
        environment: Vec<(String, String)>,
    ) -> Self {
        let room = Room::open();
        let recorder = Recorder::new();
        let home = Home::in_room(&room).with_environment(environment);
        let home = home.with_configuration(configuration);
        let terminal = home.start(&home.wrapping(options, recorder.command()));
        terminal.wait_for_text("READY", wait::START);
        Self { _machine: machine, room, recorder, home, terminal }
    }

    /// With an agent that has asked for bracketed paste.
    pub fn with_composer(configuration: &str, options: &[&str]) -> Self {
        let stage = Self::set(configuration, options);
        stage.open_composer();
        stage
    }

    /// The same with nothing beside it, where times are compared.
    pub fn to_be_timed(configuration: &str) -> Self {
        let stage = Self::set_on(machine::alone(), configuration, &[], Vec::new());
        stage.open_composer();
        stage
    }

    /// Makes the agent ask for bracketed paste.
    pub fn open_composer(&self) {
        self.recorder.enable_paste();
        self.terminal.wait_for_text("PASTE ON", wait::SOON);
    }

    /// A user in the room.
    pub fn user(&self) -> User<'_> {
        User::new(&self.room, &self.terminal)
    }

    /// The metrics of the only take.
    pub fn take(&self, limit: Duration) -> serde_json::Value {
        only_take(&self.home, &self.terminal, limit)
    }

    /// Waits until the agent has got exactly this.
    #[track_caller]
    pub fn wait_for(&self, expected: &str, limit: Duration) {
        let what = format!("{expected:?} at the agent");
        self.recorder.wait_for(&what, limit, |it| it == expected, || self.terminal.scene());
    }

    /// Checks that the agent got this and nothing more. A key of the user's arrives after anything
    /// parlo has typed, so it proves that nothing else is coming.
    #[track_caller]
    pub fn nothing_but(&self, expected: &str) {
        self.terminal.type_text("~");
        self.wait_for(&format!("{expected}~"), wait::SOON);
    }
}

/// The paste with the clip's text, as the agent must get it.
pub fn pasted(clip: &Clip) -> String {
    pasted_text(&clip.text)
}

/// Any text as one paste.
pub fn pasted_text(text: &str) -> String {
    format!("{PASTE_BEGIN}{text}{PASTE_END}")
}
