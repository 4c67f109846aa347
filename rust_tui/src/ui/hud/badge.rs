//! The badge, where parlo has no row: over the end of the agent's last one, while parlo is active.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::row::{GAP, MARGIN, Part, part_width, put};
use super::{Hud, HudState, parts};
use crate::ui::plain::{Keep, fit};
use crate::ui::theme::{Role, Theme};

const METER: usize = 6;

/// Draws the badge, unless parlo is idle.
pub(super) fn draw(buffer: &mut Buffer, pane: Rect, hud: &Hud, theme: &Theme) {
    let columns = usize::from(pane.width);
    let Some(part) = badge(hud, columns.saturating_sub(2 * MARGIN), theme) else { return };
    let wanted = (part_width(&part) + 2 * MARGIN).min(columns);
    let width = u16::try_from(wanted).unwrap_or(pane.width);
    let place = Rect { x: pane.right() - width, y: pane.bottom() - 1, width, height: 1 };
    theme.clear(buffer, place);
    put(buffer, place, MARGIN..wanted.saturating_sub(MARGIN), &part, theme);
}

fn badge(hud: &Hud, columns: usize, theme: &Theme) -> Option<Part> {
    let (mark, role) = parts::mark(hud, theme);
    let mut pieces: Vec<Part> = Vec::new();
    match hud.state {
        HudState::Listening | HudState::Transcribing => {
            let mut part = vec![(format!("{mark} "), role)];
            part.extend(parts::meter(hud.level_dbfs, METER, theme));
            pieces.push(part);
        }
        HudState::Idle | HudState::Loading | HudState::Done => {}
        state => {
            let label = parts::label(state).to_owned();
            pieces.push(vec![(format!("{mark} "), role), (label, parts::label_role(state))]);
        }
    }
    let hint = hud.hints.first().filter(|_| hud.state.is_dictating()).map(parts::hint);
    if hud.indicators.microphone_open && !hud.state.is_listening() {
        if pieces.is_empty() {
            pieces.push(vec![(format!("{mark} "), role), ("mic open".to_owned(), Role::Text)]);
        } else {
            pieces.extend(parts::indicators(hud).into_iter().take(1));
        }
    }
    if let Some((text, role)) = parts::message(hud) {
        let used: usize = pieces.iter().chain(&hint).map(|piece| part_width(piece) + GAP).sum();
        let room = columns.saturating_sub(used);
        pieces.push(vec![(fit(&text, room, Keep::Start, theme.pick("…", "..")), role)]);
    } else if hud.state.is_listening() {
        pieces.push(vec![(parts::label(hud.state).to_owned(), Role::Faint)]);
    }
    pieces.extend(hint);
    (!pieces.is_empty()).then(|| parts::joined(pieces))
}
