//! The window of takes of this session: search as you type, insert, decode again, copy.

use parlo_core::untrusted::printable;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::field::Field;
use super::line::{Line, cell, put_wrapped, right_cell};
use super::list::Picked;
use super::sheet::{Hint, Parts, Sheet};
use super::{Layer, LayerEvent, LayerRequest, LayerUpdate, Reaction};
use crate::ui::keymap::{Action, KeyCode, KeyStroke, Modifiers};
use crate::ui::plain::width;
use crate::ui::theme::{Role, Theme};

pub(super) const HINTS: &[Hint] =
    &[("Enter", "insert"), ("Ctrl+Y", "copy"), ("Ctrl+T", "decode again"), ("Esc", "close")];
const MODEL_HINTS: &[Hint] = &[("Enter", "decode with it"), ("Esc", "back")];

/// One take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeRow {
    /// Its id.
    pub take: u128,
    /// Time of day, as in `15:04:05`.
    pub at: String,
    /// Duration of the speech, as in `3.2 s`.
    pub duration: String,
    /// Its outcome: `typed`, `cancelled`, ….
    pub state: String,
    /// Its text; empty if there is none.
    pub text: String,
    /// Whether its audio is kept, so that it can be decoded again.
    pub has_audio: bool,
}

/// The open list.
#[derive(Debug, Default)]
pub struct History {
    rows: Vec<TakeRow>,
    /// Indices of `rows` that match the search.
    found: Vec<usize>,
    search: Field,
    remark: (String, Role),
    sheet: Sheet,
    /// Names of the installed models, for decoding again.
    models: Vec<String>,
    /// The list of models, while one is being chosen for a take.
    choosing: Option<(u128, Sheet)>,
}

const fn ctrl(character: char) -> KeyStroke {
    let modifiers = Modifiers { ctrl: true, alt: false, shift: false };
    KeyStroke { code: KeyCode::Char(character), modifiers }
}

impl History {
    /// The takes so far, newest first, and the models for decoding one again.
    pub fn new(rows: Vec<TakeRow>, models: Vec<String>) -> Self {
        let mut history = Self { models, ..Self::default() };
        history.set(rows);
        history
    }

    fn set(&mut self, rows: Vec<TakeRow>) {
        let chosen = self.chosen().map(|row| row.take);
        self.rows =
            rows.into_iter().map(|row| TakeRow { text: printable(&row.text), ..row }).collect();
        self.find();
        let place = self.found.iter().position(|row| Some(self.rows[*row].take) == chosen);
        if let Some(place) = place {
            self.sheet.list.choose(place);
        }
    }

    /// Finds the takes that contain every word of the search, ignoring case.
    fn find(&mut self) {
        let wanted = self.search.text().to_lowercase();
        let matches = |row: &TakeRow| {
            let text = row.text.to_lowercase();
            wanted.split_whitespace().all(|word| text.contains(word))
        };
        self.found = (0..self.rows.len()).filter(|row| matches(&self.rows[*row])).collect();
        self.sheet.list.set_len(self.found.len());
    }

    fn chosen(&self) -> Option<&TakeRow> {
        self.rows.get(*self.found.get(self.sheet.list.chosen()?)?)
    }

    fn say(&mut self, remark: &str, role: Role) -> Reaction {
        self.remark = (printable(remark), role);
        Reaction::Consumed
    }

    fn insert(&mut self) -> Reaction {
        match self.chosen() {
            Some(row) if !row.text.is_empty() => {
                Reaction::CloseAndWant(LayerRequest::InsertTake(row.take))
            }
            Some(_) => self.say("this take has no text; Ctrl+T decodes it again", Role::Warning),
            None => Reaction::Consumed,
        }
    }

    fn copy(&mut self) -> Reaction {
        match self.chosen() {
            Some(row) if !row.text.is_empty() => {
                let request = LayerRequest::Copy(row.text.clone());
                self.remark = ("copied".to_owned(), Role::Good);
                Reaction::Want(request)
            }
            _ => self.say("there is no text to copy", Role::Warning),
        }
    }

    fn choose_model(&mut self) -> Reaction {
        let Some(row) = self.chosen() else { return Reaction::Consumed };
        if !row.has_audio {
            return self.say("the audio of this take is no longer kept", Role::Warning);
        }
        let take = row.take;
        if self.models.is_empty() {
            return self.say("no model is installed; open the models window", Role::Warning);
        }
        let mut sheet = Sheet::default();
        sheet.list.set_len(self.models.len());
        self.choosing = Some((take, sheet));
        Reaction::Consumed
    }

    fn handle_in_models(&mut self, event: &LayerEvent) -> Reaction {
        let Some((take, sheet)) = &mut self.choosing else { return Reaction::Ignored };
        let (take, heard) = (*take, sheet.handle(event));
        let chosen = sheet.list.chosen();
        match heard {
            Picked::Close => self.choosing = None,
            Picked::Activated => {
                self.choosing = None;
                if let Some(model) = chosen.and_then(|row| self.models.get(row)).cloned() {
                    self.remark = (format!("decoding again with {model}"), Role::Busy);
                    return Reaction::Want(LayerRequest::TranscribeTake { take, model });
                }
            }
            Picked::Moved | Picked::Nothing => {}
        }
        Reaction::Consumed
    }

    fn line(row: &TakeRow, columns: usize, theme: &Theme) -> Line {
        let mut line = vec![(format!("{} ", row.at), Role::Faint)];
        let mut left = columns.saturating_sub(width(&row.at) + 1);
        if left > 40 {
            let (duration, state) =
                (right_cell(&row.duration, 6, theme), cell(&row.state, 11, theme));
            line.push((format!("{duration}  {state} "), Role::Faint));
            left -= 20;
        }
        let (text, role) = if row.text.is_empty() {
            (format!("({})", row.state), Role::Faint)
        } else {
            (row.text.clone(), Role::Text)
        };
        line.push((cell(&text, left, theme), role));
        line
    }

    fn draw_models(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let Some((_, sheet)) = &mut self.choosing else { return };
        let columns = self.models.iter().map(|name| width(name)).max().unwrap_or(0).max(20);
        let title = "Decode again with";
        let parts = Parts { title, hints: MODEL_HINTS, columns, ..Parts::default() };
        let places = sheet.draw(buffer, area, theme, &parts);
        sheet.draw_rows(buffer, theme, &places, ("", Role::Text), |index, _| {
            vec![(printable(&self.models[index]), Role::Text)]
        });
    }
}

impl Layer for History {
    fn action(&self) -> Option<Action> {
        Some(Action::History)
    }

    fn handle(&mut self, event: &LayerEvent) -> Reaction {
        if self.choosing.is_some() {
            return self.handle_in_models(event);
        }
        match event {
            LayerEvent::Stroke(key) if *key == ctrl('y') => return self.copy(),
            LayerEvent::Stroke(key) if *key == ctrl('t') => return self.choose_model(),
            // Home and End move in the list, not in the search.
            LayerEvent::Stroke(key) if matches!(key.code, KeyCode::Home | KeyCode::End) => {}
            event => {
                if self.search.handle(event) {
                    self.remark = (String::new(), Role::Text);
                    self.find();
                    return Reaction::Consumed;
                }
            }
        }
        match self.sheet.handle(event) {
            Picked::Close => Reaction::Close,
            Picked::Activated => self.insert(),
            Picked::Moved => self.say("", Role::Text),
            Picked::Nothing => Reaction::Consumed,
        }
    }

    fn update(&mut self, update: &LayerUpdate) {
        match update {
            LayerUpdate::Takes(rows) => self.set(rows.clone()),
            LayerUpdate::Take(remark) => self.remark = (printable(remark), Role::Text),
            _ => {}
        }
    }

    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let longest = self.rows.iter().map(|row| width(&row.text)).max().unwrap_or(0);
        let columns = (longest + 32).clamp(58, 100);
        let parts = Parts {
            title: "Takes",
            hints: HINTS,
            columns,
            rows: self.rows.len(),
            head: 1,
            detail: 3,
        };
        let places = self.sheet.draw(buffer, area, theme, &parts);
        let cursor = self.search.draw(buffer, places.head, "search: ", theme);
        let nothing = if self.rows.is_empty() { "nothing dictated yet" } else { "nothing found" };
        self.sheet.draw_rows(buffer, theme, &places, (nothing, Role::Faint), |index, columns| {
            Self::line(&self.rows[self.found[index]], columns.saturating_sub(3), theme)
        });
        let (text, role) = match self.chosen() {
            _ if !self.remark.0.is_empty() => self.remark.clone(),
            Some(row) => (format!("{}, {}: {}", row.state, row.duration, row.text), Role::Text),
            None => (String::new(), Role::Text),
        };
        put_wrapped(buffer, places.detail, &text, role, theme);
        if self.choosing.is_some() {
            self.draw_models(buffer, area, theme);
            return None;
        }
        cursor
    }
}
