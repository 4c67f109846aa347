//! parlo's own row at the bottom: state, level, what was heard or went wrong, model, latency, keys.
//!
//! The row is laid out anew for every frame from plain data. What does not fit is left out, the keys
//! and the latency last; nothing ever wraps. Text from outside is made plain here, whoever sent it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::plain::{Keep, fit, plain, width};
use super::theme::{Role, Theme};

/// What the row shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hud<'a> {
    /// What parlo is doing.
    pub state: HudState<'a>,
    /// Level of the microphone in dBFS (−60 to 0), while it is open.
    pub level_dbfs: Option<f32>,
    /// Name of the model.
    pub model: &'a str,
    /// Milliseconds from the last voiced sample to the last byte, of the last dictation.
    pub last_total_ms: Option<u64>,
    /// A message that is shown for a while.
    pub notice: Option<Notice<'a>>,
    /// Words heard so far.
    pub partial: Option<&'a str>,
    /// Keys and what they do.
    pub hints: &'a [Hint<'a>],
}

/// What parlo is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HudState<'a> {
    /// Nothing.
    #[default]
    Idle,
    /// The microphone is open, too little is heard yet.
    Listening,
    /// It is open, and words are being decoded.
    Transcribing,
    /// It is closed, the last words are being decoded.
    Finalizing,
    /// The words have been typed.
    Done,
    /// The dictation failed, for this reason.
    Error(&'a str),
}

/// A message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice<'a> {
    /// How bad it is.
    pub severity: Severity,
    /// Its text.
    pub text: &'a str,
}

/// How bad a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Something failed.
    Error,
}

/// A key and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint<'a> {
    /// As in `Ctrl+R`.
    pub key: &'a str,
    /// As in `dictate`.
    pub label: &'a str,
}

/// Columns of the level meter.
const METER_COLUMNS: usize = 8;
/// The quietest level the meter shows.
const METER_FLOOR_DBFS: f32 = -60.0;
/// From here on the meter warns; at [`METER_CLIPPING_DBFS`] speech begins to distort.
const METER_LOUD_DBFS: f32 = -9.0;
const METER_CLIPPING_DBFS: f32 = -1.0;
/// So much of the words has to be readable before anything on the right may stay.
const WORDS_COLUMNS: usize = 28;
/// Between the parts of the row.
const GAP: usize = 2;
/// From this width on the words for the states take the same room, so that nothing jumps.
const STEADY_WIDTH: u16 = 60;
const LONGEST_STATE: usize = "transcribing".len();

type Part = Vec<(String, Style)>;

/// Draws the row into the first row of an area.
pub fn draw(buffer: &mut Buffer, area: Rect, hud: &Hud, theme: &Theme) {
    let area = Rect { height: area.height.min(1), ..area }.intersection(buffer.area);
    if area.is_empty() {
        return;
    }
    theme.clear(buffer, area);
    let columns = usize::from(area.width);
    let left = left_part(hud, theme, area.width >= STEADY_WIDTH);
    let left_end = 1 + part_width(&left);
    let middle = middle_part(hud, theme);
    // The words may be shown in part, as the newest matter; a message is to be read whole.
    let needed = middle.as_ref().map_or(0, |(text, _, keep)| match keep {
        Keep::Start => width(text) + GAP,
        Keep::End => width(text).min(WORDS_COLUMNS) + GAP,
    });

    let room = columns.saturating_sub(left_end + needed + 1);
    let mut right: Vec<Part> = Vec::new();
    for part in right_parts(hud, theme) {
        if right_width(&right) + part_width(&part) + GAP <= room {
            right.push(part);
        }
    }
    right.reverse();
    let right_start = columns.saturating_sub(1 + right_width(&right).saturating_sub(GAP));

    put(buffer, area, 1, columns.saturating_sub(1), &left);
    if let Some((text, style, keep)) = middle {
        let start = left_end + GAP;
        let end = if right.is_empty() { columns.saturating_sub(1) } else { right_start - GAP };
        let text = fit(&text, end.saturating_sub(start), keep, theme.pick("…", ".."));
        put(buffer, area, start, end, &[(text, style)]);
    }
    let mut column = right_start;
    for part in &right {
        put(buffer, area, column, columns, part);
        column += part_width(part) + GAP;
    }
}

fn left_part(hud: &Hud, theme: &Theme, steady: bool) -> Part {
    let dot = theme.pick("●", "*");
    let (mark, word, role) = match hud.state {
        HudState::Idle => (theme.pick("○", "o"), "idle", Role::Faint),
        HudState::Listening => (dot, "listening", Role::Live),
        HudState::Transcribing => (dot, "transcribing", Role::Live),
        HudState::Finalizing => (dot, "finalizing", Role::Busy),
        HudState::Done => (dot, "done", Role::Good),
        HudState::Error(_) => ("!", "error", Role::Bad),
    };
    let text_role = if role == Role::Faint { Role::Faint } else { Role::Text };
    let mut part =
        vec![(format!("{mark} "), theme.style(role)), (word.to_owned(), theme.style(text_role))];
    if let Some(level_dbfs) = hud.level_dbfs {
        let pad = if steady { LONGEST_STATE - width(word) } else { 0 };
        part.push((" ".repeat(pad + GAP), theme.style(Role::Text)));
        part.extend(meter(level_dbfs, theme));
        if steady {
            let shown = level_dbfs.clamp(METER_FLOOR_DBFS, 0.0).round();
            part.push((format!(" {shown:>3.0} dB"), theme.style(Role::Faint)));
        }
    }
    part
}

fn meter(level_dbfs: f32, theme: &Theme) -> Part {
    let share = ((level_dbfs - METER_FLOOR_DBFS) / -METER_FLOOR_DBFS).clamp(0.0, 1.0);
    let filled = (1..=METER_COLUMNS).filter(|step| share * 8.0 >= *step as f32 - 0.5).count();
    let role = if level_dbfs >= METER_CLIPPING_DBFS {
        Role::Bad
    } else if level_dbfs >= METER_LOUD_DBFS {
        Role::Warning
    } else {
        Role::Good
    };
    vec![
        (theme.pick("━", "=").repeat(filled), theme.style(role)),
        (theme.pick("─", "-").repeat(METER_COLUMNS - filled), theme.style(Role::Faint)),
    ]
}

/// What matters at the moment: a message, the reason of a failure, or the words heard so far.
fn middle_part(hud: &Hud, theme: &Theme) -> Option<(String, Style, Keep)> {
    let (text, role, keep) = match (&hud.notice, hud.state, hud.partial) {
        (Some(Notice { severity: Severity::Error, text }), ..) => (*text, Role::Bad, Keep::Start),
        (Some(Notice { severity: Severity::Info, text }), ..) => (*text, Role::Text, Keep::Start),
        (None, HudState::Error(reason), _) => (reason, Role::Bad, Keep::Start),
        // The newest words are at the end.
        (None, _, Some(words)) => (words, Role::Text, Keep::End),
        (None, _, None) => return None,
    };
    let text = plain(text);
    (!text.is_empty()).then(|| (text, theme.style(role), keep))
}

/// The parts on the right, the most important first.
fn right_parts(hud: &Hud, theme: &Theme) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut hints = Part::new();
    for hint in hud.hints {
        if !hints.is_empty() {
            hints.push((" ".repeat(GAP), theme.style(Role::Faint)));
        }
        hints.push((format!("{} ", plain(hint.key)), theme.style(Role::Text)));
        hints.push((plain(hint.label), theme.style(Role::Faint)));
    }
    if !hints.is_empty() {
        parts.push(hints);
    }
    if let Some(total_ms) = hud.last_total_ms {
        parts.push(vec![(format!("{total_ms} ms"), theme.style(Role::Text))]);
    }
    let model = plain(hud.model);
    if !model.is_empty() {
        parts.push(vec![(model, theme.style(Role::Faint))]);
    }
    parts
}

fn part_width(part: &[(String, Style)]) -> usize {
    part.iter().map(|(text, _)| width(text)).sum()
}

fn right_width(parts: &[Part]) -> usize {
    parts.iter().map(|part| part_width(part) + GAP).sum()
}

fn put(buffer: &mut Buffer, area: Rect, start: usize, end: usize, part: &[(String, Style)]) {
    let mut column = start;
    for (text, style) in part {
        let room = end.saturating_sub(column);
        let x = area.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX));
        if room == 0 || x >= area.right() {
            return;
        }
        let (next, _) = buffer.set_stringn(x, area.y, text, room, *style);
        column = usize::from(next - area.x);
    }
}

#[cfg(test)]
mod tests;
