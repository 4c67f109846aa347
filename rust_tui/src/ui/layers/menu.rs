//! The menu behind the menu key: every action that has a key there, one row each.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, LayerEvent, Reaction, Wish};
use crate::ui::input::{MouseButton, MouseEventKind};
use crate::ui::keymap::{Action, Binding, KeyMap, KeyStroke};
use crate::ui::plain::width;
use crate::ui::theme::{Role, Theme};

/// The open menu.
#[derive(Debug)]
pub struct Menu {
    keymap: KeyMap,
    entries: Vec<(KeyStroke, Action)>,
    /// Where the entries were drawn last, for the mouse.
    drawn: Rect,
}

impl Menu {
    /// The menu of a key map.
    #[must_use]
    pub fn new(keymap: &KeyMap) -> Self {
        let entries =
            Action::ALL.into_iter().filter_map(|action| match keymap.binding_of(action)? {
                Binding::Menu(key) => Some((key, action)),
                Binding::Direct(_) => None,
            });
        Self { entries: entries.collect(), keymap: keymap.clone(), drawn: Rect::ZERO }
    }

    fn press(&self, key: KeyStroke) -> Reaction {
        match self.keymap.menu_action(key) {
            Some(action) => Reaction::CloseAndWant(Wish::Act(action)),
            // A key without a meaning here closes the menu, as a click beside it does.
            None => Reaction::Close,
        }
    }
}

impl Layer for Menu {
    fn action(&self) -> Action {
        Action::Menu
    }

    fn take(&mut self, event: &LayerEvent) -> Reaction {
        match event {
            LayerEvent::Stroke(key) => self.press(*key),
            LayerEvent::Text(text) => text
                .chars()
                .next()
                .map_or(Reaction::Consumed, |typed| self.press(KeyStroke::typing(typed))),
            LayerEvent::Pasted(_) => Reaction::Close,
            LayerEvent::Mouse(event) => match event.kind {
                MouseEventKind::Press(MouseButton::Left) => {
                    let inside = self.drawn.contains(Position::new(event.column, event.row));
                    let entry = usize::from(event.row.saturating_sub(self.drawn.y));
                    match self.entries.get(entry).filter(|_| inside) {
                        Some((_, action)) => Reaction::CloseAndWant(Wish::Act(*action)),
                        None => Reaction::Close,
                    }
                }
                _ => Reaction::Consumed,
            },
            LayerEvent::News(_) => Reaction::Ignored,
        }
    }

    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let rows: Vec<(String, &str)> =
            self.entries.iter().map(|(key, action)| (key.to_string(), action.label())).collect();
        let keys = rows.iter().map(|(key, _)| width(key)).max().unwrap_or(0);
        let labels = rows.iter().map(|(_, label)| width(label)).max().unwrap_or(0);
        let columns = u16::try_from(keys + labels + 4).unwrap_or(u16::MAX).min(area.width);
        let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).min(area.height);
        let place =
            Rect { x: area.right() - columns, y: area.bottom() - height, width: columns, height };
        self.drawn = place;
        theme.clear(buffer, place);
        for (row, (key, label)) in place.rows().zip(&rows) {
            let pad = " ".repeat(keys - width(key));
            let limit = usize::from(row.width);
            buffer.set_stringn(
                row.x,
                row.y,
                format!(" {key}{pad}"),
                limit,
                theme.style(Role::Text),
            );
            let start = row.x + u16::try_from(keys + 2).unwrap_or(0).min(row.width);
            let room = usize::from(row.right().saturating_sub(start));
            buffer.set_stringn(start, row.y, label, room, theme.style(Role::Faint));
        }
        None
    }
}
