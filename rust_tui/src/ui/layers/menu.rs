//! The menu: every action that has a key in it, one row each.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::line::put;
use super::sheet::border;
use super::{Layer, LayerEvent, LayerRequest, Reaction};
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
    drawn: Vec<Rect>,
}

impl Menu {
    /// The menu of a key map.
    pub fn new(keymap: &KeyMap) -> Self {
        let entries =
            Action::ALL.into_iter().filter_map(|action| match keymap.binding_of(action)? {
                Binding::Menu(key) => Some((key, action)),
                Binding::Direct(_) => None,
            });
        Self { entries: entries.collect(), keymap: keymap.clone(), drawn: Vec::new() }
    }

    fn press(&self, key: KeyStroke) -> Reaction {
        match self.keymap.menu_action(key) {
            Some(action) => Reaction::CloseAndWant(LayerRequest::Act(action)),
            // An unbound key closes the menu, as a click outside does.
            None => Reaction::Close,
        }
    }
}

impl Layer for Menu {
    fn action(&self) -> Option<Action> {
        Some(Action::Menu)
    }

    fn handle(&mut self, event: &LayerEvent) -> Reaction {
        match event {
            LayerEvent::Stroke(key) => self.press(*key),
            LayerEvent::Text(text) => text
                .chars()
                .next()
                .map_or(Reaction::Consumed, |typed| self.press(KeyStroke::typing(typed))),
            LayerEvent::Pasted(_) => Reaction::Close,
            LayerEvent::Mouse(event) => match event.kind {
                MouseEventKind::Press(MouseButton::Left) => {
                    let at = Position::new(event.column, event.row);
                    let entry = self.drawn.iter().position(|drawn| drawn.contains(at));
                    match entry.and_then(|entry| self.entries.get(entry)) {
                        Some((_, action)) => Reaction::CloseAndWant(LayerRequest::Act(*action)),
                        None => Reaction::Close,
                    }
                }
                _ => Reaction::Consumed,
            },
        }
    }

    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let rows: Vec<(String, &str)> =
            self.entries.iter().map(|(key, action)| (key.to_string(), action.label())).collect();
        let keys = rows.iter().map(|(key, _)| width(key)).max().unwrap_or(0);
        let labels = rows.iter().map(|(_, label)| width(label)).max().unwrap_or(0);
        // A low pane gets a second column; a frame is drawn only where it fits.
        let framed = usize::from(area.height) >= rows.len() + 2
            && usize::from(area.width) >= keys + labels + 6;
        let frame = u16::from(framed);
        let height = rows.len().clamp(1, usize::from(area.height).max(1));
        let wide = keys + labels + 4;
        let total = wide * rows.len().div_ceil(height);
        let columns = u16::try_from(total).unwrap_or(u16::MAX).min(area.width);
        let high = u16::try_from(height).unwrap_or(u16::MAX).min(area.height);
        let bounds = Rect {
            x: area.right() - columns - 2 * frame,
            y: area.bottom() - high - 2 * frame,
            width: columns + 2 * frame,
            height: high + 2 * frame,
        };
        let place = Rect { x: bounds.x + frame, y: bounds.y + frame, width: columns, height: high };
        theme.clear(buffer, bounds);
        if framed {
            border(buffer, bounds, theme);
        }
        self.drawn.clear();
        for (index, (key, label)) in rows.iter().enumerate() {
            let x = u16::try_from(index / height * wide).unwrap_or(u16::MAX);
            let y = u16::try_from(index % height).unwrap_or(u16::MAX);
            let entry = Rect {
                x: place.x.saturating_add(x),
                y: place.y.saturating_add(y),
                width: u16::try_from(wide).unwrap_or(u16::MAX),
                height: 1,
            };
            let entry = entry.intersection(place);
            self.drawn.push(entry);
            let pad = " ".repeat(keys - width(key));
            let parts =
                [(format!(" {key}{pad}  "), Role::Accent), ((*label).to_owned(), Role::Text)];
            put(buffer, entry, &parts, theme);
        }
        None
    }
}
