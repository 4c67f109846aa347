//! The agent's terminal: interprets the agent's bytes and keeps the screen they paint.
//!
//! A wrapper of `alacritty_terminal` without a thread or a clock of its own. The main thread feeds
//! it the agent's output, writes [`Terminal::drain_replies`] back to the agent, forwards
//! [`Terminal::drain_host_requests`] to the host terminal, and draws [`Terminal::screen`].
//!
//! The bytes are read twice: `tap` finds the sequences that the emulator's parser drops, and the
//! parser calls the `emulator`. Both reply into one queue, so replies keep the order of the
//! queries. The terminal identifies itself as the host terminal did ([`HostCapabilities`]).
//!
//! A frame between the markers of a synchronised update (mode 2026) is shown when it is complete,
//! or at [`Terminal::next_deadline`].

use std::time::{Duration, Instant};

use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::term::{MIN_COLUMNS, MIN_SCREEN_LINES};
use alacritty_terminal::vte::ansi::{Processor, Timeout};
use parlo_core::host_request::HostRequest;
use parlo_core::screen::{AgentModes, Screen};

mod answers;
mod convert;
mod emulator;
mod host_capabilities;
mod palette;
mod queue;
mod replies;
mod scrollback;
mod strings;
mod tap;
pub mod widths;

pub use host_capabilities::HostCapabilities;
pub use palette::Palette;
pub use scrollback::{Match, Place, SearchDirection};

use super::pty::TerminalSize;
use emulator::Emulator;
use tap::{Found, Tap};

/// How long a synchronised update may hold the screen. Raising it lets slow agents finish their
/// frames; an agent that never does looks frozen for as long.
const UPDATE_TIMEOUT: Duration = Duration::from_millis(150);

/// An agent's terminal.
pub struct Terminal {
    emulator: Emulator,
    processor: Processor<NoTimer>,
    tap: Tap,
    /// An incomplete character at the end of the last bytes.
    cut: Vec<u8>,
    size: TerminalSize,
    screen: Screen,
    /// The emulator's screen may differ from `screen`.
    changed: bool,
    /// `screen` has changed since it was last asked for.
    unseen: bool,
    /// When the screen has to be shown although a synchronised update is open.
    held_until: Option<Instant>,
    replies: Vec<u8>,
    host_requests: Vec<HostRequest>,
    /// Whether program status (OSC 7501) is supported only if the host terminal supports it.
    status_as_host: bool,
}

impl Terminal {
    /// A blank terminal of a size. The palette holds the colours of the host terminal known so far;
    /// see [`Self::set_host_capabilities`].
    pub fn new(size: TerminalSize, palette: Palette) -> Self {
        let host = HostCapabilities { palette, ..HostCapabilities::default() };
        Self {
            emulator: Emulator::new(GridSize::of(size), host),
            processor: Processor::new(),
            tap: Tap::default(),
            cut: Vec::new(),
            size,
            screen: Screen::default(),
            changed: true,
            unseen: false,
            held_until: None,
            status_as_host: false,
            replies: Vec::new(),
            host_requests: Vec::new(),
        }
    }

    /// Feeds bytes the agent wrote; they may be cut anywhere.
    pub fn feed(&mut self, now: Instant, bytes: &[u8]) {
        self.emulator.begin_piece();
        // The parser would lose bytes after a cut character, so it never gets one.
        let joined =
            (!self.cut.is_empty()).then(|| [&std::mem::take(&mut self.cut), bytes].concat());
        let bytes = joined.as_deref().unwrap_or(bytes);
        let (bytes, cut) = bytes.split_at(bytes.len() - cut_at_end(bytes));
        self.cut.extend_from_slice(cut);
        let mut rest = bytes;
        while !rest.is_empty() {
            let (length, found) = self.tap.next(rest);
            let (piece, after) = rest.split_at(length);
            match (&found, piece.split_last()) {
                // Turned into an application program command (APC), it is swallowed to its end.
                (Some(Found::ScreenTitle), Some((_, before))) => {
                    self.processor.advance(&mut self.emulator, before);
                    self.processor.advance(&mut self.emulator, b"_");
                }
                _ => self.processor.advance(&mut self.emulator, piece),
            }
            if let Some(found) = found {
                self.handle_found(now, &found);
            }
            rest = after;
        }
        self.changed |= !bytes.is_empty();
        self.handle_queue();
    }

    /// When [`Self::flush`] has to be called, if nothing is fed before.
    pub fn next_deadline(&self) -> Option<Instant> {
        self.held_until
    }

    /// Shows what a synchronised update has held for too long.
    pub fn flush(&mut self, now: Instant) {
        if self.held_until.is_some_and(|deadline| deadline <= now) {
            self.emulator.end_update();
            self.held_until = None;
        }
    }

    /// Changes the size; the agent is notified through its pty.
    pub fn resize(&mut self, size: TerminalSize) {
        self.size = size;
        self.emulator.resize(GridSize::of(size));
        // Waiting for a frame of the old size is pointless.
        self.held_until = None;
        self.changed = true;
    }

    /// Sets what the host terminal reported about itself. Called before anything is fed.
    pub fn set_host_capabilities(&mut self, host: HostCapabilities) {
        self.emulator.set_host_capabilities(host);
    }

    /// From now on a query for program status (OSC 7501) is answered only if the host terminal
    /// answered it.
    pub fn report_status_as_host(&mut self) {
        self.status_as_host = true;
    }

    /// Whether the screen may differ from the one [`Self::screen`] returned last.
    pub fn has_changed(&self) -> bool {
        self.unseen || self.changed && self.held_until.is_none()
    }

    /// The visible screen: the lines scrolled to, or the newest.
    pub fn screen(&mut self) -> &Screen {
        if self.held_until.is_none() {
            self.refresh();
        }
        self.unseen = false;
        &self.screen
    }

    /// The modes that decide how the user's input is encoded.
    pub fn modes(&self) -> AgentModes {
        self.emulator.modes(convert::modes(&self.emulator.term))
    }

    /// The replies to the agent, in the order of its queries.
    #[must_use]
    pub fn drain_replies(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.replies)
    }

    /// The agent's requests to its terminal, in order.
    #[must_use]
    pub fn drain_host_requests(&mut self) -> Vec<HostRequest> {
        std::mem::take(&mut self.host_requests)
    }

    fn refresh(&mut self) {
        if self.changed {
            convert::fill_screen(&self.emulator.term, &mut self.screen);
            self.changed = false;
            self.unseen = true;
        }
    }
}

/// How many bytes at the end are an incomplete character (UTF-8).
fn cut_at_end(bytes: &[u8]) -> usize {
    let is_start = |length: &usize| {
        let end = &bytes[bytes.len() - length..];
        std::str::from_utf8(end)
            .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    (1..=bytes.len().min(3)).find(is_start).unwrap_or(0)
}

/// Synchronised updates are handled here, not in the parser, which would hold the bytes themselves
/// and so delay the replies to queries among them.
#[derive(Debug, Clone, Copy, Default)]
struct NoTimer;

impl Timeout for NoTimer {
    fn set_timeout(&mut self, _duration: Duration) {}

    fn clear_timeout(&mut self) {}

    fn pending_timeout(&self) -> bool {
        false
    }
}

#[derive(Clone, Copy)]
struct GridSize {
    columns: usize,
    rows: usize,
}

impl GridSize {
    /// The emulator panics below its smallest size, so a smaller terminal is cut from one of that
    /// size.
    fn of(size: TerminalSize) -> Self {
        Self {
            columns: usize::from(size.columns).max(MIN_COLUMNS),
            rows: usize::from(size.rows).max(MIN_SCREEN_LINES),
        }
    }
}

impl Dimensions for GridSize {
    fn total_lines(&self) -> usize {
        self.rows
    }

    fn screen_lines(&self) -> usize {
        self.rows
    }

    fn columns(&self) -> usize {
        self.columns
    }
}

#[cfg(test)]
mod tests;
