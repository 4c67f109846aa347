//! The settings: every key of the configuration with its value; Enter changes one in place.
//!
//! The layer knows no particular setting: rows describe them, and a value is validated where
//! [`LayerRequest::Set`] is performed, with the error texts of the configuration file.

use parlo_core::untrusted::printable;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::field::Field;
use super::list::{Picked, RowKind};
use super::sheet::{Hint, Sheet};
use super::{Layer, LayerEvent, LayerRequest, LayerUpdate, Reaction};
use crate::ui::keymap::{Action, KeyCode, KeyStroke};
use crate::ui::theme::{Role, Theme};

mod drawing;
mod editing;

use editing::Editing;

pub(super) const HINTS: &[Hint] = &[
    ("Enter", "change"),
    ("Esc", "close"),
    ("/", "search"),
    ("Backspace", "default"),
    ("Left Right", "other value"),
    ("Tab", "next group"),
];

/// One setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingRow {
    /// Table and key, as in `voice.send`.
    pub name: &'static str,
    /// The heading it stands under.
    pub group: &'static str,
    /// What it is.
    pub help: &'static str,
    /// The values it takes.
    pub kind: SettingKind,
    /// Its value, as typed.
    pub value: String,
    /// Its default, as typed.
    pub default: String,
    /// Where its value comes from.
    pub origin: Origin,
    /// When a change takes effect.
    pub applies: Applies,
}

/// The values a setting takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingKind {
    /// `true` or `false`.
    Toggle,
    /// One of these.
    Choice(Vec<String>),
    /// A typed value; the text describes the range.
    Typed(String),
    /// A key, set by pressing it.
    Key {
        /// Whether it may be a key of the menu, or none.
        may_wait: bool,
    },
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The default.
    Default,
    /// The configuration file.
    File,
    /// A variable in the environment.
    Environment,
    /// The command line, for this session.
    CommandLine,
}

/// When a change takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applies {
    /// At once, or with the next take.
    Now,
    /// When parlo is restarted.
    NextStart,
}

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    Heading(&'static str),
    Setting(usize),
}

/// The open settings.
#[derive(Debug, Default)]
pub struct Settings {
    rows: Vec<SettingRow>,
    entries: Vec<Entry>,
    /// The path of the file, for the title.
    file: String,
    search: Option<Field>,
    /// The setting that is being changed.
    editing: Option<(&'static str, Editing)>,
    remark: (String, Role),
    sheet: Sheet,
}

impl Settings {
    /// The settings of a configuration file.
    pub fn new(rows: Vec<SettingRow>, file: &str) -> Self {
        let mut settings = Self { rows, file: printable(file), ..Self::default() };
        settings.list_rows();
        settings
    }

    /// Lists the settings that match the search under their headings.
    fn list_rows(&mut self) {
        let wanted =
            self.search.as_ref().map_or(String::new(), |field| field.text().to_lowercase());
        let matches = |row: &SettingRow| {
            let text = format!("{} {} {}", row.name, row.group, row.help).to_lowercase();
            wanted.split_whitespace().all(|word| text.contains(word))
        };
        self.entries.clear();
        let mut group = "";
        for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| matches(row)) {
            if row.group != group {
                group = row.group;
                self.entries.push(Entry::Heading(group));
            }
            self.entries.push(Entry::Setting(index));
        }
        let kind = |entry: &Entry| match entry {
            Entry::Heading(_) => RowKind::Heading,
            Entry::Setting(_) => RowKind::Choice,
        };
        self.sheet.list.set_rows(self.entries.iter().map(kind).collect());
    }

    fn chosen(&self) -> Option<&SettingRow> {
        match self.entries.get(self.sheet.list.chosen()?)? {
            Entry::Setting(index) => self.rows.get(*index),
            Entry::Heading(_) => None,
        }
    }

    /// Keys for the chosen setting; `None` if the event is none of them.
    fn handle_in_list(&mut self, event: &LayerEvent) -> Option<Reaction> {
        match event {
            LayerEvent::Text("/") => self.search = Some(Field::default()),
            LayerEvent::Text(" ") => return Some(self.change(1)),
            LayerEvent::Stroke(key) if *key == KeyStroke::plain(key.code) => match key.code {
                KeyCode::Tab => self.sheet.list.next_group(),
                KeyCode::Left => return Some(self.change(-1)),
                KeyCode::Right => return Some(self.change(1)),
                KeyCode::Backspace => {
                    let name = self.chosen()?.name;
                    return Some(Reaction::Want(LayerRequest::Set { name, value: None }));
                }
                _ => return None,
            },
            _ => return None,
        }
        self.remark = (String::new(), Role::Text);
        Some(Reaction::Consumed)
    }

    /// Typing in the search line; `None` for other events.
    fn handle_in_search(&mut self, event: &LayerEvent) -> Option<Reaction> {
        let search = self.search.as_mut()?;
        let escape = LayerEvent::Stroke(KeyStroke::plain(KeyCode::Escape));
        let backspace = LayerEvent::Stroke(KeyStroke::plain(KeyCode::Backspace));
        let list_key = matches!(event, LayerEvent::Stroke(key) if matches!(
            key.code,
            KeyCode::Home | KeyCode::End | KeyCode::Left | KeyCode::Right
        ));
        if *event == escape || (*event == backspace && search.is_empty()) {
            self.search = None;
        } else if list_key || !search.handle(event) {
            return None;
        }
        self.remark = (String::new(), Role::Text);
        self.list_rows();
        Some(Reaction::Consumed)
    }
}

impl Layer for Settings {
    fn action(&self) -> Option<Action> {
        Some(Action::Settings)
    }

    fn handle(&mut self, event: &LayerEvent) -> Reaction {
        if self.editing.is_some() {
            return self.handle_in_editing(event);
        }
        if let Some(reaction) = self.handle_in_search(event) {
            return reaction;
        }
        if let Some(reaction) = self.handle_in_list(event) {
            return reaction;
        }
        match self.sheet.handle(event) {
            Picked::Close => Reaction::Close,
            Picked::Activated => self.begin(),
            Picked::Moved => {
                self.remark = (String::new(), Role::Text);
                Reaction::Consumed
            }
            Picked::Nothing => Reaction::Consumed,
        }
    }

    fn update(&mut self, update: &LayerUpdate) {
        match update {
            LayerUpdate::Settings(rows) => {
                self.rows.clone_from(rows);
                self.list_rows();
            }
            LayerUpdate::Setting { name, outcome: Ok(remark) } => {
                // An accepted value ends the editing; a refused one stays to be corrected.
                self.editing.take_if(|(edited, _)| *edited == *name);
                self.remark = (printable(remark), Role::Good);
            }
            LayerUpdate::Setting { outcome: Err(problem), .. } => {
                self.remark = (printable(problem), Role::Bad);
            }
            // A change of the model, or of how it is loaded, is finished.
            LayerUpdate::ModelInUse(Ok((name, remark))) => {
                self.remark = (printable(&format!("{name}: {remark}")), Role::Good);
            }
            LayerUpdate::ModelInUse(Err(problem)) => self.remark = (printable(problem), Role::Bad),
            _ => {}
        }
    }

    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        self.paint(buffer, area, theme)
    }

    fn wants_every_key(&self) -> bool {
        matches!(self.editing, Some((_, Editing::Key { .. })))
    }
}
