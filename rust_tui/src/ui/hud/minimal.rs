//! The one row: mark, meter or name of the state, words or a message, figures, keys.
//!
//! The field behind the mark holds the meter while parlo listens and the name of the state else,
//! at the same width, so that the words stay where they are when listening is over.

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
/// So much of the words has to be readable before anything but the most important key may stay.
const WORDS: usize = 30;
/// In front of the field.
pub(super) const MARK: usize = 2;

/// Draws the row into the first one of an area.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, hud: &Hud, theme: &Theme) {
    let columns = usize::from(area.width);
    let end = columns.saturating_sub(MARGIN);
    let left = state(hud, columns, theme);
    let middle_start = MARGIN + part_width(&left) + GAP;
    let room = end.saturating_sub(middle_start);

    let figures = parts::last_latency(hud).into_iter().chain(parts::model(hud)).collect();
    let right = right(hud, room, needed_by_middle(hud), figures);
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
    // Where the name does not fit, a meter at rest stands for the closed microphone.
    let at_rest = hud.state == HudState::Finalizing && width(label) > field;
    if hud.state.is_listening() || at_rest {
        part.extend(parts::meter(hud.level_dbfs, field, theme));
    } else {
        let pad = " ".repeat(field.saturating_sub(width(label)));
        part.push((format!("{label}{pad}"), parts::label_role(hud.state)));
    }
    part
}

/// What matters at the moment: a message, or the newest words; the name of the state before there
/// are any.
fn middle(hud: &Hud, columns: usize, theme: &Theme) -> Part {
    if let Some((text, role)) = parts::message(hud) {
        return vec![(fit(&text, columns, Keep::Start, theme.pick("…", "..")), role)];
    }
    if parts::shows_words(hud) {
        return parts::words(hud, columns, theme);
    }
    let name = if hud.state.is_listening() { parts::label(hud.state) } else { "" };
    vec![(name.to_owned(), Role::Faint)]
}

fn needed_by_middle(hud: &Hud) -> usize {
    match parts::message(hud) {
        // A message is to be read whole; words may be shown in part, as the newest matter.
        Some((text, _)) => width(&text) + GAP,
        // Before the first word, too, so that nothing jumps when it comes.
        None if hud.state.is_dictating() && hud.state != HudState::Reviewing => WORDS + GAP,
        None => 0,
    }
}

/// The parts at the right end, in the order they are drawn: signs, figures, less important keys, the
/// most important one. `needed` is what has to stay free for the middle, and yields only to the key
/// that takes a dictation back.
pub(super) fn right(hud: &Hud, room: usize, needed: usize, figures: Vec<Part>) -> Vec<Part> {
    let mut hints = hud.hints.iter().map(parts::hint);
    let first = hints.next().into_iter().collect::<Vec<Part>>();
    // The key that takes a dictation back must always be seen.
    let must_stay = hud.state.is_dictating() && parts_width(&first) <= room;
    let left_over = room.saturating_sub(needed);
    let first = if must_stay { first } else { that_fit(first, left_over) };
    let left_over = left_over.saturating_sub(parts_width(&first));

    let indicators = parts::indicators(hud);
    let indicator_count = indicators.len();
    let others = indicators.into_iter().chain(hints).chain(figures);
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
