//! The one row: mark, meter or name of the state, words or a message, latency, keys.
//!
//! The field after the mark holds the meter while parlo listens and the name of the state
//! otherwise, at the same width, so that the words stay in place when listening ends.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::row::{GAP, MARGIN, Part, part_width, parts_width, put, that_fit};
use super::{Hud, HudState, parts};
use crate::ui::plain::{Keep, fit, width};
use crate::ui::theme::{Role, Theme};

/// Below this width the field is short.
const NARROW: usize = 60;
const FIELD: usize = 10;
const SHORT_FIELD: usize = 5;
/// Columns reserved for the words before anything but the most important key is shown.
const WORDS: usize = 30;
/// Columns of the mark, in front of the field.
pub(super) const MARK: usize = 2;

/// Draws the row into the first one of an area.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, hud: &Hud, theme: &Theme) {
    let columns = usize::from(area.width);
    let end = columns.saturating_sub(MARGIN);
    let left = state(hud, columns, theme);
    let middle_start = MARGIN + part_width(&left) + GAP;
    let room = end.saturating_sub(middle_start);

    let latency = hud.latency.totals_ms.last().map(|ms| vec![(format!("{ms} ms"), Role::Faint)]);
    let facts = latency.into_iter().chain(parts::model(hud)).collect();
    let right = right(hud, room, needed_by_middle(hud), facts);
    let right_start = end - parts_width(&right).saturating_sub(GAP).min(end);
    let middle_end = if right.is_empty() { end } else { right_start.saturating_sub(GAP) };
    let middle = middle(hud, middle_end.saturating_sub(middle_start), theme);

    put(buffer, area, MARGIN..end, &left, theme);
    put(buffer, area, middle_start..middle_end, &middle, theme);
    put(buffer, area, right_start..end, &parts::joined(right), theme);
}

/// Mark and field.
pub(super) fn state(hud: &Hud, columns: usize, theme: &Theme) -> Part {
    let (mark, role) = parts::mark(hud, theme);
    let field = if columns < NARROW { SHORT_FIELD } else { FIELD };
    let mut part = vec![(format!("{mark} "), role)];
    let label = parts::label(hud.state);
    // Where the name does not fit, an empty meter stands for the closed microphone.
    let at_rest = hud.state == HudState::Finalizing && width(label) > field;
    if hud.state.is_listening() || at_rest {
        part.extend(parts::meter(hud.level_dbfs, field, theme));
    } else {
        let pad = " ".repeat(field.saturating_sub(width(label)));
        part.push((format!("{label}{pad}"), parts::label_role(hud.state)));
    }
    part
}

/// A message, else the newest words, else the name of the state.
fn middle(hud: &Hud, columns: usize, theme: &Theme) -> Part {
    if let Some((text, role)) = parts::message(hud) {
        return vec![(fit(&text, columns, Keep::Start, theme.pick("…", "..")), role)];
    }
    // Those of the running take, unless the review line shows them.
    let shows_words = hud.state.is_dictating() && hud.state != HudState::Reviewing;
    if shows_words && !hud.words.is_empty() {
        return parts::words(hud, columns, theme);
    }
    let name = if hud.state.is_listening() { parts::label(hud.state) } else { "" };
    vec![(name.to_owned(), Role::Faint)]
}

fn needed_by_middle(hud: &Hud) -> usize {
    match parts::message(hud) {
        // A message is shown whole; of the words the newest are enough.
        Some((text, _)) => width(&text) + GAP,
        // Before the first word, too, so that nothing jumps when it arrives.
        None if hud.state.is_dictating() && hud.state != HudState::Reviewing => WORDS + GAP,
        None => 0,
    }
}

/// The parts at the right end, in the order they are drawn: indicators, facts, less important
/// keys, the most important one. `needed` columns stay free for the middle, unless the cancel key
/// needs them.
pub(super) fn right(hud: &Hud, room: usize, needed: usize, facts: Vec<Part>) -> Vec<Part> {
    let mut hints = hud.hints.iter().map(parts::hint);
    let first = hints.next().into_iter().collect::<Vec<Part>>();
    // The cancel key must always be shown.
    let must_stay = hud.state.is_dictating() && parts_width(&first) <= room;
    let left_over = room.saturating_sub(needed);
    let first = if must_stay { first } else { that_fit(first, left_over) };
    let left_over = left_over.saturating_sub(parts_width(&first));

    let indicators = parts::indicators(hud);
    let indicator_count = indicators.len();
    let others = indicators.into_iter().chain(hints).chain(facts);
    let mut shown: Vec<(usize, Part)> = Vec::new();
    let mut used = 0;
    for (importance, part) in others.enumerate() {
        let columns = part_width(&part) + GAP;
        if used + columns <= left_over {
            used += columns;
            shown.push((importance, part));
        }
    }
    let (indicators, mut others): (Vec<_>, Vec<_>) =
        shown.into_iter().partition(|(importance, _)| *importance < indicator_count);
    others.reverse();
    let parts = indicators.into_iter().chain(others).map(|(_, part)| part);
    parts.chain(first).collect()
}
