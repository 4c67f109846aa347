//! The help: every key as it is bound now, and those of the layers. Enter performs an action.
//!
//! Nothing here is written twice: actions, their descriptions and keys come from the key map, the
//! keys of the other layers from the hints those show.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::line::{cell, put_wrapped};
use super::list::{Picked, RowKind};
use super::sheet::{Hint, Parts, Sheet};
use super::{
    Layer, LayerEvent, LayerRequest, Reaction, devices, errors, history, models, review,
    scrollback, settings,
};
use crate::ui::keymap::{Action, Binding, KeyMap};
use crate::ui::plain::width;
use crate::ui::theme::{Role, Theme};

const HINTS: &[Hint] = &[("Enter", "run"), ("Esc", "close")];
/// Columns of the keys in a narrow window.
const NARROW_KEY: usize = 11;
/// Keys of all layers.
const EVERYWHERE: &[Hint] = &[
    ("Up Down PgUp PgDn Home End", "choose; also wheel and click"),
    ("Enter", "act; also a second click"),
    ("Esc, Q", "close; also a click outside"),
];

/// A row: a heading, or a key with what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    Heading(String),
    Key { key: String, does: String, action: Option<Action> },
}

/// The open help.
#[derive(Debug)]
pub struct Help {
    entries: Vec<Entry>,
    sheet: Sheet,
}

impl Help {
    /// The help for a key map.
    pub fn new(keymap: &KeyMap) -> Self {
        let entries = entries(keymap);
        let mut sheet = Sheet::default();
        let kind = |entry: &Entry| match entry {
            Entry::Heading(_) => RowKind::Heading,
            Entry::Key { .. } => RowKind::Choice,
        };
        sheet.list.set_rows(entries.iter().map(kind).collect());
        Self { entries, sheet }
    }
}

fn entries(keymap: &KeyMap) -> Vec<Entry> {
    let of = |action: Action, key: String| Entry::Key {
        key,
        does: action.description().to_owned(),
        action: Some(action),
    };
    let mut entries = vec![Entry::Heading("At any time".to_owned())];
    let (mut in_menu, mut unbound) = (Vec::new(), Vec::new());
    for action in Action::ALL {
        match keymap.binding_of(action) {
            Some(Binding::Direct(key)) => entries.push(of(action, key.to_string())),
            Some(Binding::Menu(key)) => in_menu.push(of(action, key.to_string())),
            None => unbound.push(of(action, "no key".to_owned())),
        }
    }
    let menu = keymap.shown(Action::Menu);
    for (heading, rows) in
        [(format!("In the menu, after {menu}"), in_menu), ("Without a key".to_owned(), unbound)]
    {
        if !rows.is_empty() {
            entries.push(Entry::Heading(heading));
            entries.extend(rows);
        }
    }
    let layers = [
        ("In every window", EVERYWHERE),
        (Action::Scrollback.label(), scrollback::SEARCHED),
        ("selecting there", scrollback::SELECTING),
        ("review", review::HINTS),
        (Action::History.label(), history::HINTS),
        (Action::Settings.label(), settings::HINTS),
        (Action::Devices.label(), devices::HINTS),
        (Action::Models.label(), models::HINTS),
        (Action::Errors.label(), errors::HINTS),
    ];
    for (heading, hints) in layers {
        entries.push(Entry::Heading(if heading.starts_with("In ") {
            heading.to_owned()
        } else {
            format!("In the window: {heading}")
        }));
        entries.extend(hints.iter().map(|(key, does)| Entry::Key {
            key: (*key).to_owned(),
            does: (*does).to_owned(),
            action: None,
        }));
    }
    entries
}

impl Layer for Help {
    fn action(&self) -> Option<Action> {
        Some(Action::Help)
    }

    fn handle(&mut self, event: &LayerEvent) -> Reaction {
        match self.sheet.handle(event) {
            Picked::Close => Reaction::Close,
            Picked::Activated => {
                let entry = self.sheet.list.chosen().and_then(|row| self.entries.get(row));
                match entry {
                    // Opening the help again would close it, which happens anyway.
                    Some(Entry::Key { action: Some(action), .. }) if *action != Action::Help => {
                        Reaction::CloseAndWant(LayerRequest::Act(*action))
                    }
                    _ => Reaction::Consumed,
                }
            }
            Picked::Moved | Picked::Nothing => Reaction::Consumed,
        }
    }

    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let keys = self.entries.iter().filter_map(|entry| match entry {
            Entry::Key { key, .. } => Some(width(key)),
            Entry::Heading(_) => None,
        });
        let does = self.entries.iter().filter_map(|entry| match entry {
            Entry::Key { does, .. } => Some(width(does)),
            Entry::Heading(_) => None,
        });
        let (keys, does) = (keys.max().unwrap_or(0), does.max().unwrap_or(0));
        let columns = keys + 2 + does;
        let parts = Parts { title: "Help", hints: HINTS, columns, detail: 2, ..Parts::default() };
        let places = self.sheet.draw(buffer, area, theme, &parts);
        let nothing = ("", Role::Faint);
        self.sheet.draw_rows(buffer, theme, &places, nothing, |index, columns| {
            match &self.entries[index] {
                Entry::Heading(text) => vec![(text.clone(), Role::Faint)],
                Entry::Key { key, does, .. } => {
                    let keys = if columns < keys + 40 { keys.min(NARROW_KEY) } else { keys };
                    vec![(cell(key, keys, theme), Role::Accent), (format!("  {does}"), Role::Faint)]
                }
            }
        });
        if let Some(Entry::Key { key, does, .. }) =
            self.sheet.list.chosen().and_then(|row| self.entries.get(row))
        {
            put_wrapped(buffer, places.detail, &format!("{key}: {does}"), Role::Text, theme);
        }
        None
    }
}
