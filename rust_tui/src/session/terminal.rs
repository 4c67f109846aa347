//! The agent's terminal: understands the agent's bytes and keeps the screen they paint.
//!
//! A wrapper of `alacritty_terminal` without a thread or a clock of its own. The main thread feeds
//! it what the pty reader brings, writes [`Terminal::take_replies`] back to the agent, passes
//! [`Terminal::take_host_events`] on to the outer terminal, and draws [`Terminal::screen`].
//!
//! A frame between the markers of a synchronised update (mode 2026) is held back until it is whole;
//! [`Terminal::next_deadline`] says when it has to be shown even if its end never came.
//!
//! The kitty keyboard protocol is not offered, and queries for it stay unanswered, so that every
//! agent reads the legacy encoding of keys.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use alacritty_terminal::event::{Event, EventListener};
use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::term::{Config, MIN_COLUMNS, MIN_SCREEN_LINES, Term};
use alacritty_terminal::vte::ansi::{
    CursorShape, CursorStyle as EmulatorCursor, Processor, Timeout,
};
use parlo_core::screen::{AgentModes, Screen};

mod convert;
mod palette;
mod replies;

pub use palette::Palette;
pub use replies::{ClipboardTarget, HostEvent};

use super::pty::TerminalSize;

/// Lines kept above the visible ones, so that a terminal made higher shows them again.
const HISTORY_LINES: usize = 2_000;

/// An agent's terminal.
pub struct Terminal {
    term: Term<EventQueue>,
    processor: Processor<UpdateTimer>,
    queue: EventQueue,
    palette: Palette,
    size: TerminalSize,
    screen: Screen,
    changed: bool,
    /// When a synchronised update that is still open has to be shown.
    deadline: Option<Instant>,
    replies: Vec<u8>,
    host_events: Vec<HostEvent>,
}

impl Terminal {
    /// A blank terminal of a size. The palette holds the colours of the outer terminal that are
    /// known so far; see [`Self::set_palette`].
    #[must_use]
    pub fn new(size: TerminalSize, palette: Palette) -> Self {
        let queue = EventQueue::default();
        let config = Config {
            scrolling_history: HISTORY_LINES,
            // No sequence selects a hollow block, so it marks a cursor the agent left alone.
            default_cursor_style: EmulatorCursor {
                shape: CursorShape::HollowBlock,
                blinking: false,
            },
            kitty_keyboard: false,
            ..Config::default()
        };
        Self {
            term: Term::new(config, &GridSize::of(size), queue.clone()),
            processor: Processor::new(),
            queue,
            palette,
            size,
            screen: Screen::default(),
            changed: true,
            deadline: None,
            replies: Vec::new(),
            host_events: Vec::new(),
        }
    }

    /// Takes bytes the agent wrote; they may be cut anywhere.
    pub fn feed(&mut self, now: Instant, bytes: &[u8]) {
        let before = self.processor.sync_timeout().clone();
        self.processor.advance(&mut self.term, bytes);
        let after = self.processor.sync_timeout();
        let stayed_in_update = before.is_armed() && after.is_armed() && before == *after;
        if !stayed_in_update {
            self.deadline = after.duration.map(|duration| now + duration);
            self.changed = true;
        }
        self.handle_events();
    }

    /// When [`Self::flush`] has to be called, if nothing is fed before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Shows what a synchronised update has held back for too long.
    pub fn flush(&mut self, now: Instant) {
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            self.processor.stop_sync(&mut self.term);
            self.deadline = None;
            self.changed = true;
            self.handle_events();
        }
    }

    /// Changes the size; the agent has to be told through its pty.
    pub fn resize(&mut self, size: TerminalSize) {
        self.size = size;
        self.term.resize(GridSize::of(size));
        self.changed = true;
    }

    /// Sets the colours that colour queries are answered with from now on.
    pub fn set_palette(&mut self, palette: Palette) {
        self.palette = palette;
    }

    /// Whether the screen may differ from the one [`Self::screen`] returned last.
    #[must_use]
    pub fn has_changed(&self) -> bool {
        self.changed
    }

    /// The visible screen.
    pub fn screen(&mut self) -> &Screen {
        if self.changed {
            convert::fill_screen(&self.term, &mut self.screen);
            self.changed = false;
        }
        &self.screen
    }

    /// The modes that decide what the user's keys have to look like.
    #[must_use]
    pub fn modes(&self) -> AgentModes {
        convert::modes(&self.term)
    }

    /// The bytes the terminal answers the agent with, in the order of its queries.
    #[must_use]
    pub fn take_replies(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.replies)
    }

    /// What the agent asked of the terminal it believes to run in, in order.
    #[must_use]
    pub fn take_host_events(&mut self) -> Vec<HostEvent> {
        std::mem::take(&mut self.host_events)
    }

    fn handle_events(&mut self) {
        for event in self.queue.take() {
            let colors = self.term.colors();
            match replies::handle(event, colors, &self.palette, self.size) {
                replies::Outcome::Reply(text) => self.replies.extend_from_slice(text.as_bytes()),
                replies::Outcome::Host(event) => self.host_events.push(event),
                replies::Outcome::Nothing => {}
            }
        }
    }
}

/// Collects the emulator's events while it works; shared with it, on one thread.
#[derive(Clone, Default)]
struct EventQueue(Rc<RefCell<Vec<Event>>>);

impl EventQueue {
    fn take(&self) -> Vec<Event> {
        self.0.take()
    }
}

impl EventListener for EventQueue {
    fn send_event(&self, event: Event) {
        self.0.borrow_mut().push(event);
    }
}

/// Notes how long an open synchronised update may last, without asking a clock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct UpdateTimer {
    duration: Option<Duration>,
    /// Counts the starts, as an update may be extended while it is open.
    starts: u64,
}

impl UpdateTimer {
    fn is_armed(&self) -> bool {
        self.duration.is_some()
    }
}

impl Timeout for UpdateTimer {
    fn set_timeout(&mut self, duration: Duration) {
        self.duration = Some(duration);
        self.starts += 1;
    }

    fn clear_timeout(&mut self) {
        self.duration = None;
    }

    fn pending_timeout(&self) -> bool {
        self.is_armed()
    }
}

struct GridSize {
    columns: usize,
    rows: usize,
}

impl GridSize {
    /// The emulator panics below its smallest size, so a smaller terminal is cut from that.
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
