//! The screen of the test's host terminal: an emulator.

use std::sync::{Arc, Mutex};

use alacritty_terminal::event::{Event, EventListener};
use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::cell::Flags;
use alacritty_terminal::term::{Config, Term};
use alacritty_terminal::vte::ansi::Processor;

use crate::support::tmux::Size;

/// A grid of cells, and the reports of the cursor position.
pub struct Emulator {
    term: Term<Reports>,
    processor: Processor,
    reports: Reports,
}

/// Collects the replies of the emulator.
#[derive(Clone, Default)]
struct Reports(Arc<Mutex<Vec<u8>>>);

impl EventListener for Reports {
    fn send_event(&self, event: Event) {
        let Event::PtyWrite(text) = event else { return };
        // Everything else is answered by the answerer, as by kitty.
        let is_report = text == "\u{1b}[0n" || (text.starts_with("\u{1b}[") && text.ends_with('R'));
        if is_report {
            self.0.lock().expect("one thread only").extend_from_slice(text.as_bytes());
        }
    }
}

struct Grid(Size);

impl Dimensions for Grid {
    fn total_lines(&self) -> usize {
        self.screen_lines()
    }

    fn screen_lines(&self) -> usize {
        usize::from(self.0.rows)
    }

    fn columns(&self) -> usize {
        usize::from(self.0.columns)
    }
}

impl Emulator {
    /// A blank screen.
    pub fn new(size: Size) -> Self {
        let reports = Reports::default();
        let term = Term::new(Config::default(), &Grid(size), reports.clone());
        Self { term, processor: Processor::new(), reports }
    }

    /// Feeds one byte of the program.
    pub fn feed(&mut self, byte: u8) {
        self.processor.advance(&mut self.term, &[byte]);
    }

    /// Changes the size.
    pub fn resize(&mut self, size: Size) {
        self.term.resize(Grid(size));
    }

    /// The reports since the last call.
    pub fn drain_reports(&mut self) -> Vec<u8> {
        std::mem::take(&mut *self.reports.0.lock().expect("one thread only"))
    }

    /// The visible screen, one line per row.
    pub fn text(&self) -> String {
        let grid = self.term.grid();
        let mut text = String::new();
        for line in 0..i32::try_from(grid.screen_lines()).unwrap_or(i32::MAX) {
            let row = &grid[Line(line)];
            let mut shown = String::new();
            for column in 0..grid.columns() {
                let cell = &row[Column(column)];
                if !cell.flags.contains(Flags::WIDE_CHAR_SPACER) {
                    shown.push(cell.c);
                    shown.extend(cell.zerowidth().into_iter().flatten());
                }
            }
            text.push_str(shown.trim_end());
            text.push('\n');
        }
        text
    }
}
