//! The frames on the host terminal: when one is due, and the drawing of it. Nothing is stepped or
//! typed from here.

use std::io::Result;
use std::time::{Duration, Instant};

use parlo_core::host_request::HostRequest;
use parlo_core::screen::ClipboardTarget;

use super::keys::Keys;
use super::panel::Panel;
use crate::dictation::Dictation;
use crate::session::agent::Agent;
use crate::session::pty::TerminalSize;
use crate::ui::host::HostTerminal;
use crate::ui::layers::Layers;
use crate::ui::modes::OwnModes;

/// Output is drawn at most this often; what comes in between is drawn together.
const FRAME: Duration = Duration::from_millis(8);

/// The host terminal, and what is known of its contents.
pub(super) struct Frame {
    pub(super) host: HostTerminal,
    pub(super) panel: Panel,
    pub(super) size: TerminalSize,
    /// Something other than the agent's screen has changed.
    pub(super) is_dirty: bool,
    drawn_at: Option<Instant>,
}

impl Frame {
    pub(super) fn new(host: HostTerminal, panel: Panel, size: TerminalSize) -> Self {
        Self { host, panel, size, is_dirty: true, drawn_at: None }
    }

    /// Whether there is something new to draw, and it may be drawn now.
    pub(super) fn is_due(&mut self, agent: &Agent) -> bool {
        self.is_dirty |= agent.has_changed();
        self.is_dirty && self.earliest().is_none_or(|at| at <= Instant::now())
    }

    /// When the next frame may be drawn, if one is wanted.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        self.earliest().filter(|_| self.is_dirty)
    }

    fn earliest(&self) -> Option<Instant> {
        self.drawn_at.map(|drawn| drawn + FRAME)
    }

    /// Puts a text into the user's clipboard.
    pub(super) fn copy(&mut self, text: String) {
        let target = ClipboardTarget::Clipboard;
        // A terminal that is gone is noticed by its reader.
        let _ = self.host.perform(&HostRequest::Copy { target, text });
    }

    /// Draws a frame, and puts the terminal into the modes it needs.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(super) fn draw(
        &mut self,
        agent: &mut Agent,
        keys: &mut Keys,
        layers: &mut Layers,
        takes_mouse: bool,
        dictation: &Dictation,
    ) -> Result<()> {
        self.drawn_at = Some(Instant::now());
        self.is_dirty = false;
        let modes = agent.modes();
        let in_layer = !layers.is_empty();
        let releases = dictation.flow().wants_releases();
        let own = OwnModes { mouse: in_layer || takes_mouse, paste: in_layer, releases };
        self.host.follow_modes(&modes, own)?;
        keys.follow_modes(&modes, self.host.kitty_flags());
        self.panel.draw(&mut self.host, agent.screen(), layers, dictation, self.size)
    }
}
