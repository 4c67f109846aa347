//! The three rows: state and keys; the words; the level over time and past latencies.

use parlo_core::untrusted::printable;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::minimal::{MARK, right, state};
use super::row::{GAP, MARGIN, Part, part_width, parts_width, put, that_fit};
use super::sparkline::sparkline;
use super::{Hud, HudState, parts};
use crate::ui::plain::{Keep, fit, width};
use crate::ui::theme::{Role, Theme};

/// Columns of the level history, as a share of the row.
const HISTORY_SHARE: usize = 4;
const LONGEST_HISTORY: usize = 60;
/// Columns of the latency history, as a share of the row.
const TAKES_SHARE: usize = 8;
const MOST_TAKES: usize = 24;
/// Latencies are drawn against a second, or the longest if that took longer.
const SLOW_MS: u64 = 1_000;

/// Draws the rows into the first three of an area.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, hud: &Hud, theme: &Theme) {
    let row = |index: u16| Rect { y: area.y + index, height: 1, ..area };
    draw_state(buffer, row(0), hud, theme);
    draw_words(buffer, row(1), hud, theme);
    draw_history(buffer, row(2), hud, theme);
}

fn draw_state(buffer: &mut Buffer, area: Rect, hud: &Hud, theme: &Theme) {
    let columns = usize::from(area.width);
    let end = columns.saturating_sub(MARGIN);
    let mut left = state(hud, columns, theme);
    // The words have a row of their own, so the reason why they are held fits here.
    let name = match hud.state {
        HudState::Held(reason) => printable(reason),
        state => parts::label(state).to_owned(),
    };
    if !left.iter().any(|(text, _)| text.trim() == name) {
        let key = hud.hints.first().map_or(0, |hint| part_width(&parts::hint(hint)) + GAP);
        let room = end.saturating_sub(MARGIN + part_width(&left) + GAP + key);
        if room >= width(&name) || matches!(hud.state, HudState::Held(_)) {
            let name = fit(&name, room, Keep::Start, theme.pick("…", ".."));
            left.push((format!("{}{name}", " ".repeat(GAP)), Role::Text));
        }
    }
    let room = end.saturating_sub(MARGIN + part_width(&left));
    let right = right(hud, room, 0, Vec::new());
    let start = end - parts_width(&right).saturating_sub(GAP).min(end);
    put(buffer, area, MARGIN..end, &left, theme);
    put(buffer, area, start..end, &parts::joined(right), theme);
}

/// A message, else the words of the running take, or of the last one.
fn draw_words(buffer: &mut Buffer, area: Rect, hud: &Hud, theme: &Theme) {
    let start = MARGIN + MARK;
    let end = usize::from(area.width).saturating_sub(MARGIN);
    let room = end.saturating_sub(start);
    let is_held = matches!(hud.state, HudState::Held(_)) && hud.notice.is_none();
    let part = match parts::message(hud).filter(|_| !is_held) {
        Some((text, role)) => {
            vec![(fit(&text, room, Keep::Start, theme.pick("…", "..")), role)]
        }
        // The review line shows them.
        None if hud.state == HudState::Reviewing => Part::new(),
        None => parts::words(hud, room, theme),
    };
    put(buffer, area, start..end, &part, theme);
}

fn draw_history(buffer: &mut Buffer, area: Rect, hud: &Hud, theme: &Theme) {
    let columns = usize::from(area.width);
    let start = MARGIN + MARK;
    let end = columns.saturating_sub(MARGIN);
    let shares: Vec<f32> = hud.levels_dbfs.iter().map(|level| parts::height(*level)).collect();
    let history = (columns / HISTORY_SHARE).min(LONGEST_HISTORY);
    let role = if hud.state.is_listening() { Role::Good } else { Role::Faint };
    let mut left = vec![(sparkline(&shares, history, theme), role)];
    if let Some(level) = hud.level_dbfs.filter(|_| hud.state.is_listening()) {
        left.push((format!(" {:>3} dB", level.clamp(-60.0, 0.0).round() as i32), Role::Faint));
    }
    // The columns of the number stay free while there is none.
    let left_columns = history + " -60 dB".len();
    let room = end.saturating_sub(start + left_columns);
    let takes = (columns / TAKES_SHARE).min(MOST_TAKES);
    let mut right = that_fit(latencies(hud, takes, theme), room);
    right.reverse();
    let right_start = end - parts_width(&right).saturating_sub(GAP).min(end);
    put(buffer, area, start..end, &left, theme);
    put(buffer, area, right_start..end, &parts::joined(right), theme);
}

/// The last latency and the percentiles, the most important first.
fn latencies(hud: &Hud, takes: usize, theme: &Theme) -> Vec<Part> {
    let totals = hud.latency.totals_ms;
    let mut parts = Vec::new();
    if let Some(last) = totals.last() {
        let recent = &totals[totals.len().saturating_sub(takes)..];
        let longest = recent.iter().copied().max().unwrap_or(0).max(SLOW_MS);
        let shares: Vec<f32> = recent.iter().map(|ms| *ms as f32 / longest as f32).collect();
        let role = if *last > SLOW_MS { Role::Warning } else { Role::Text };
        let bars = sparkline(&shares, recent.len(), theme);
        parts.push(vec![(format!("{last:>4} ms"), role)]);
        parts.push(vec![(bars, Role::Faint)]);
    }
    for (name, value) in [("P95", hud.latency.p95_ms), ("P50", hud.latency.p50_ms)] {
        if let Some(value) = value {
            parts.push(vec![(format!("{name} {value}"), Role::Faint)]);
        }
    }
    parts.extend(parts::model(hud));
    parts
}
