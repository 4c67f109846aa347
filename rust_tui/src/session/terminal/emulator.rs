//! The emulator: `alacritty_terminal`'s, with what it lacks or does differently corrected.
//!
//! All bytes go through its parser and arrive here as calls of [`Handler`]; most are forwarded.
//! What differs: character widths as in the host terminal (`input`), blinking, modes the emulator
//! does not know, kitty's keyboard flags, the terminal's identity, and a few cursor movements that
//! xterm, tmux and others agree on.
//!
//! [`Handler`]: alacritty_terminal::vte::ansi::Handler

use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::term::{Config, Term, TermMode};
use alacritty_terminal::vte::ansi::{CursorShape, CursorStyle as EmulatorCursor};
use parlo_core::screen::{AgentModes, KeyboardModes, MouseEncoding, MouseTracking};

use super::queue::{Emitted, Queue};
use super::{GridSize, HostCapabilities};

mod calls;
mod cursor;
mod input;
mod keyboard;
mod modes;

pub(super) use input::BLINK;

use keyboard::Keyboard;

/// Lines of scrollback.
const HISTORY_LINES: usize = 10_000;

pub(super) struct Emulator {
    pub(super) term: Term<Queue>,
    pub(super) queue: Queue,
    pub(super) host: HostCapabilities,
    /// First and last line of the scrolling region.
    region: (i32, i32),
    keyboard: Keyboard,
    /// Only presses of mouse buttons are reported (mode 9).
    mouse_presses: bool,
    mouse_encoding: MouseEncoding,
    color_scheme_reports: bool,
    /// A synchronised update is open.
    in_update: bool,
    /// The next character joins the previous one.
    joining: bool,
    /// The emulator's width is right for characters below this.
    plain_below: char,
}

impl Emulator {
    pub(super) fn new(size: GridSize, host: HostCapabilities) -> Self {
        let queue = Queue::default();
        let config = Config {
            scrolling_history: HISTORY_LINES,
            // No sequence selects a hollow block, so it marks a cursor shape the agent never set.
            default_cursor_style: EmulatorCursor {
                shape: CursorShape::HollowBlock,
                blinking: false,
            },
            // Kept here, so that the flags that were set are the ones reported.
            kitty_keyboard: false,
            ..Config::default()
        };
        let mut emulator = Self {
            term: Term::new(config, &size, queue.clone()),
            queue,
            host: HostCapabilities::default(),
            region: (0, last_line(&size)),
            keyboard: Keyboard::default(),
            mouse_presses: false,
            mouse_encoding: MouseEncoding::default(),
            color_scheme_reports: false,
            in_update: false,
            joining: false,
            plain_below: '\u{7f}',
        };
        emulator.set_host_capabilities(host);
        emulator
    }

    pub(super) fn set_host_capabilities(&mut self, host: HostCapabilities) {
        self.plain_below = if host.widths.latin_is_narrow() { '\u{ad}' } else { '\u{7f}' };
        self.host = host;
    }

    pub(super) fn resize(&mut self, size: GridSize) {
        self.region = (0, last_line(&size));
        self.term.resize(size);
    }

    /// Begins a new piece of output: a joiner at the end of the last one joins nothing.
    pub(super) fn begin_piece(&mut self) {
        self.joining = false;
    }

    /// Whether a synchronised update is open.
    pub(super) fn is_in_update(&self) -> bool {
        self.in_update
    }

    pub(super) fn end_update(&mut self) {
        self.in_update = false;
    }

    /// The modes that decide how the user's input is encoded; `kept` are those `term` keeps.
    pub(super) fn modes(&self, kept: AgentModes) -> AgentModes {
        AgentModes {
            mouse_tracking: self.mouse_tracking(),
            mouse_encoding: self.mouse_encoding,
            color_scheme_reports: self.color_scheme_reports,
            keyboard: self.keyboard_modes(),
            ..kept
        }
    }

    fn mouse_tracking(&self) -> MouseTracking {
        let mode = self.term.mode();
        if mode.contains(TermMode::MOUSE_MOTION) {
            MouseTracking::Motion
        } else if mode.contains(TermMode::MOUSE_DRAG) {
            MouseTracking::Drag
        } else if mode.contains(TermMode::MOUSE_REPORT_CLICK) {
            MouseTracking::Buttons
        } else if self.mouse_presses {
            MouseTracking::Presses
        } else {
            MouseTracking::Off
        }
    }

    fn keyboard_modes(&self) -> KeyboardModes {
        KeyboardModes {
            kitty_flags: self.keyboard.flags(self.is_on_alternate_screen()),
            modify_other_keys: self.keyboard.modify_other_keys,
        }
    }

    fn is_on_alternate_screen(&self) -> bool {
        self.term.mode().contains(TermMode::ALT_SCREEN)
    }

    fn reply(&self, text: String) {
        self.queue.push(Emitted::Reply(text));
    }
}

fn last_line(size: &impl Dimensions) -> i32 {
    i32::try_from(size.screen_lines()).unwrap_or(i32::MAX) - 1
}

#[cfg(test)]
mod tests;
