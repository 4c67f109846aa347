//! The scrollback of the agent's screen: scroll, search, select, copy.
//!
//! The session shows the agent's screen scrolled while this layer is open. The layer requests
//! movements, searches and copies ([`ScrollCommand`]), gets what is in view ([`View`]), and draws
//! marks over it. Lines are counted from the newest screen's first one, so positions move when the
//! agent writes, by as many lines as the history has grown.

use parlo_core::untrusted::printable;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, LayerEvent, LayerRequest, LayerUpdate, Reaction};
use crate::ui::keymap::{Action, KeyCode, KeyStroke};
use crate::ui::theme::Theme;

mod command;
mod marks;
mod selection;

pub use command::{CellRange, ScrollCommand, Spot, View};
pub(super) use marks::{SEARCHED, SELECTING};

#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Mode {
    #[default]
    Viewing,
    /// The search text is being typed.
    Asking(String),
    /// The arrows move the end of the selection.
    Selecting,
}

/// The open layer.
#[derive(Debug, Default)]
pub struct Scrollback {
    view: View,
    mode: Mode,
    search: String,
    found: Option<CellRange>,
    /// Where a selection began and where it is now.
    selection: Option<CellRange>,
    /// Where a button went down.
    pressed: Option<Spot>,
    remark: String,
    /// Opened by dragging over the newest lines; closes when the button is released.
    closes_on_release: bool,
    /// The size it was drawn at.
    area: Rect,
}

impl Scrollback {
    /// Opened on the current view.
    pub fn new(view: View) -> Self {
        Self { view, ..Self::default() }
    }

    /// Opened by dragging over the newest lines, from this cell; it closes when the button is
    /// released.
    pub fn dragging(view: View, column: u16, row: u16) -> Self {
        let pressed = Some(Spot { line: i32::from(row), column });
        Self { pressed, closes_on_release: true, ..Self::new(view) }
    }

    fn last_row(&self) -> u16 {
        self.view.rows.saturating_sub(1)
    }

    fn request(command: ScrollCommand) -> Reaction {
        Reaction::Want(LayerRequest::Scroll(command))
    }

    fn leave() -> Reaction {
        Reaction::CloseAndWant(LayerRequest::Scroll(ScrollCommand::Live))
    }

    fn press(&mut self, key: KeyStroke) -> Reaction {
        self.remark.clear();
        if self.mode == Mode::Selecting
            && let Some(reaction) = self.move_selection(key.code)
        {
            return reaction;
        }
        match key.code {
            KeyCode::Up => Self::request(ScrollCommand::Lines(1)),
            KeyCode::Down => Self::request(ScrollCommand::Lines(-1)),
            KeyCode::PageUp => Self::request(ScrollCommand::Pages(1)),
            KeyCode::PageDown => Self::request(ScrollCommand::Pages(-1)),
            KeyCode::Home => Self::request(ScrollCommand::Oldest),
            KeyCode::End => Self::request(ScrollCommand::Live),
            KeyCode::Enter => self.copy(),
            KeyCode::Escape if self.selection.is_some() => {
                self.end_selection();
                Reaction::Consumed
            }
            KeyCode::Escape => Self::leave(),
            _ => Reaction::Consumed,
        }
    }

    fn type_text(&mut self, text: &str) -> Reaction {
        self.remark.clear();
        match text {
            "/" => self.mode = Mode::Asking(String::new()),
            "n" => return self.find_next(true),
            "N" => return self.find_next(false),
            "v" if self.mode == Mode::Selecting => self.end_selection(),
            "v" => self.begin_selection(),
            "y" => return self.copy(),
            _ => return Self::leave(),
        }
        Reaction::Consumed
    }

    /// Keys of the search prompt.
    fn ask(&mut self, mut text: String, event: &LayerEvent) -> Reaction {
        match event {
            LayerEvent::Text(typed) | LayerEvent::Pasted(typed) => {
                text.push_str(&plain_input(typed));
            }
            LayerEvent::Stroke(key) => match key.code {
                KeyCode::Backspace if text.pop().is_some() => {}
                KeyCode::Enter if !text.is_empty() => {
                    self.mode = Mode::Viewing;
                    self.search = text;
                    self.found = None;
                    return self.find_next(true);
                }
                KeyCode::Backspace | KeyCode::Enter | KeyCode::Escape => {
                    self.mode = Mode::Viewing;
                    return Reaction::Consumed;
                }
                _ => {}
            },
            _ => return Reaction::Ignored,
        }
        self.mode = Mode::Asking(text);
        Reaction::Consumed
    }

    /// Requests the next match after the last one, or from the edge of the view.
    fn find_next(&mut self, to_older: bool) -> Reaction {
        if self.search.is_empty() {
            self.remark = "no search yet; press /".to_owned();
            return Reaction::Consumed;
        }
        let from = match self.found {
            Some((start, _)) => start,
            None if to_older => Spot { line: self.line_at(self.last_row()) + 1, column: 0 },
            None => Spot { line: self.line_at(0) - 1, column: u16::MAX },
        };
        Self::request(ScrollCommand::Find { text: self.search.clone(), from, to_older })
    }

    /// The line that is shown in a row.
    fn line_at(&self, row: u16) -> i32 {
        i32::from(row) - self.view.above
    }

    /// The row a line is shown in.
    fn row_of(&self, line: i32) -> Option<u16> {
        u16::try_from(line + self.view.above).ok().filter(|row| *row < self.view.rows)
    }
}

/// Typed text without unprintable characters; blanks stay.
fn plain_input(text: &str) -> String {
    if text == " " { text.to_owned() } else { printable(text) }
}

impl Layer for Scrollback {
    fn action(&self) -> Option<Action> {
        Some(Action::Scrollback)
    }

    fn handle(&mut self, event: &LayerEvent) -> Reaction {
        if let LayerEvent::Mouse(event) = event {
            return self.point(*event);
        }
        if let Mode::Asking(text) = &self.mode {
            return self.ask(text.clone(), event);
        }
        match event {
            LayerEvent::Stroke(key) => self.press(*key),
            LayerEvent::Text(text) => self.type_text(text),
            _ => Self::leave(),
        }
    }

    fn update(&mut self, update: &LayerUpdate) {
        match update {
            LayerUpdate::Scrolled(view) => {
                // Output since then moved everything up.
                let up = (view.history - self.view.history).max(0);
                let ranges = [&mut self.selection, &mut self.found];
                for (start, end) in ranges.into_iter().flatten() {
                    start.line -= up;
                    end.line -= up;
                }
                if let Some(pressed) = &mut self.pressed {
                    pressed.line -= up;
                }
                self.view = view.clone();
            }
            LayerUpdate::Found(Some(range)) => self.found = Some(*range),
            LayerUpdate::Found(None) => self.remark = "no further match".to_owned(),
            LayerUpdate::Copied(characters) => {
                self.remark = format!("{characters} characters copied");
            }
            _ => {}
        }
    }

    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        self.area = area.intersection(buffer.area);
        self.draw_marks(buffer, theme);
        self.draw_status(buffer, theme)
    }
}

#[cfg(test)]
mod tests;
