//! A snapshot of a pane: its cells, its cursor and the modes tmux reports.

use std::time::Duration;

use super::grid::Grid;
use crate::support::tmux::{Size, Terminal};
use crate::support::wait;

/// What is compared besides the cells, as tmux names it. Not the alternate screen and the mouse
/// encoding, as parlo always uses the one and chooses the other; tmux 3.3a reports neither the
/// cursor's shape nor bracketed paste, which the terminal of [`crate::host`] does.
const FACTS: [&str; 9] = [
    "cursor_y",
    "cursor_flag",
    "keypad_cursor_flag",
    "keypad_flag",
    "mouse_any_flag",
    "mouse_standard_flag",
    "mouse_button_flag",
    "mouse_all_flag",
    "pane_title",
];

/// How long parlo may take to show what the program alone shows.
const LIMIT: Duration = Duration::from_secs(3);

/// How many equal snapshots in a row make a steady screen.
const REPEATS: usize = 12;

/// Differences reported per comparison.
const MOST_REPORTED: usize = 6;

/// Part of a pane that is excluded from the comparison.
#[derive(Debug, Clone, Copy)]
pub struct Mask {
    /// Rows with this text are excluded in both, and so is a title with it.
    pub text: &'static str,
    /// Why it may differ.
    pub reason: &'static str,
}

/// A snapshot of a pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shot {
    grid: Grid,
    facts: Vec<(&'static str, String)>,
}

impl Shot {
    /// Takes a snapshot of the upper rows.
    pub fn take(terminal: &Terminal, size: Size, masks: &[Mask]) -> Self {
        let names = FACTS.map(|name| format!("#{{{name}}}")).join("\u{1f}");
        let capture = terminal.capture(&format!("#{{cursor_x}}\u{1f}{names}"));
        let (first, rest) = capture.split_once('\n').unwrap_or((&capture, ""));
        let mut values = first.split('\u{1f}').map(str::to_owned);
        // A cursor that is about to wrap counts as on the last column.
        let column: u16 = values.next().and_then(|it| it.parse().ok()).unwrap_or(0);
        let column = column.min(size.columns - 1).to_string();
        let mut facts = vec![("cursor_x", column)];
        facts.extend(FACTS.into_iter().zip(values));
        let is_hidden = facts.iter().any(|(name, value)| *name == "cursor_flag" && value == "0");
        if is_hidden {
            // It is hidden.
            facts.retain(|(name, _)| !["cursor_x", "cursor_y"].contains(name));
        }
        facts.retain(|(_, value)| !masks.iter().any(|mask| value.contains(mask.text)));
        let mut grid = Grid::read(rest.lines().take(usize::from(size.rows)));
        for row in &mut grid.rows {
            let text = Grid { rows: vec![row.clone()] }.text();
            if masks.iter().any(|mask| text.contains(mask.text)) {
                row.clear();
            }
        }
        Self { grid, facts }
    }

    /// Takes a snapshot once nothing changes any more.
    pub fn steady(terminal: &Terminal, size: Size, masks: &[Mask]) -> Self {
        let (mut last, mut same) = (Self::take(terminal, size, masks), 0);
        let look = || {
            let now = Self::take(terminal, size, masks);
            same = if now == last { same + 1 } else { 0 };
            last = now;
            (same >= REPEATS).then(|| last.clone())
        };
        wait::until("a steady screen", wait::START, look, || terminal.scene())
    }

    /// Waits until a terminal with parlo in it shows the same; returns the differences if it never
    /// does.
    pub fn compare(&self, inside: &Terminal, size: Size, masks: &[Mask]) -> Result<(), String> {
        let mut last = None;
        let is_equal = || {
            let now = Self::take(inside, size, masks);
            let equal = now == *self;
            last = Some(now);
            equal.then_some(())
        };
        if wait::poll(LIMIT, is_equal).is_some() {
            return Ok(());
        }
        let left_out = masks.iter().map(|it| format!("excluded {:?}: {}\n", it.text, it.reason));
        Err(left_out.chain(last.map(|last| self.report(&last))).collect())
    }

    fn report(&self, inside: &Self) -> String {
        let facts = self.facts.iter().filter(|it| !inside.facts.contains(it));
        let mut lines: Vec<String> = facts
            .map(|(name, alone)| {
                let inside = inside.facts.iter().find(|it| it.0 == *name);
                let inside = inside.map_or("nothing", |it| it.1.as_str());
                format!("{name}: alone {alone:?}, inside {inside:?}")
            })
            .collect();
        let cells = self.grid.differences(&inside.grid);
        let more = cells.len().saturating_sub(MOST_REPORTED);
        lines.extend(cells.into_iter().take(MOST_REPORTED));
        if more > 0 {
            lines.push(format!("and {more} cells more"));
        }
        format!(
            "{}\n---- alone ----\n{}\n---- inside ----\n{}\n----------------",
            lines.join("\n"),
            self.grid.text().trim_end(),
            inside.grid.text().trim_end()
        )
    }
}
