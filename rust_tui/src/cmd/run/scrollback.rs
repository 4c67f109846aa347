//! Shows what has left the agent's screen, and copies from it.
//!
//! Only for agents that paint on the main screen: one on the alternate screen keeps its own history.
//! The wheel and dragging open it where the agent takes no mouse itself (`[ui] mouse`).

use parlo_core::screen::MouseTracking;

use super::Session;
use crate::dictation::Dictation;
use crate::session::terminal::{Match, Place, SearchDirection};
use crate::ui::input::{MouseButton, MouseEvent, MouseEventKind};
use crate::ui::keymap::Action;
use crate::ui::layers::{LayerEvent, LayerUpdate, ScrollCommand, Scrollback, Spot, View};

/// Hits that are marked at most; more say no more.
const MOST_HITS: usize = 200;

/// What is remembered between events.
#[derive(Debug, Default)]
pub(super) struct Scrolling {
    /// What was searched for last.
    search: String,
    /// Where on the pane a button went down while no layer was open.
    pressed: Option<(u16, u16)>,
}

impl Session<'_> {
    /// Opens the layer, or closes it.
    pub(super) fn toggle_scrollback(&mut self) {
        self.overlay.scrolling = Scrolling::default();
        self.wrapped.agent.terminal().scroll_to_end();
        let view = self.view();
        self.overlay.layers.toggle(Box::new(Scrollback::new(view)));
    }

    /// Whether the mouse on the pane is parlo's although no layer is open.
    pub(super) fn takes_mouse(&self) -> bool {
        let modes = self.wrapped.agent.modes();
        self.setup.settings.mouse
            && modes.mouse_tracking == MouseTracking::Off
            && !modes.alternate_screen
    }

    /// Handles the mouse on the pane of an agent that does not use it.
    pub(super) fn handle_mouse(&mut self, event: MouseEvent, dictation: &mut Dictation) {
        if !self.overlay.layers.is_empty() {
            return self.handle_layer_event(&LayerEvent::Mouse(event), dictation);
        }
        let on_pane = event.row < self.wrapped.agent.terminal().screen().rows;
        if !self.takes_mouse() || !on_pane {
            return;
        }
        match event.kind {
            MouseEventKind::WheelUp => self.toggle_scrollback(),
            MouseEventKind::Press(MouseButton::Left) => {
                self.overlay.scrolling.pressed = Some((event.column, event.row));
                return;
            }
            MouseEventKind::Drag(MouseButton::Left) => {
                let Some((column, row)) = self.overlay.scrolling.pressed.take() else { return };
                let view = self.view();
                self.overlay.layers.toggle(Box::new(Scrollback::dragging(view, column, row)));
            }
            _ => return,
        }
        self.handle_layer_event(&LayerEvent::Mouse(event), dictation);
    }

    /// Does what the layer requests.
    pub(super) fn scroll(&mut self, command: ScrollCommand) {
        let terminal = self.wrapped.agent.terminal();
        match command {
            ScrollCommand::Lines(up) => terminal.scroll_lines(up),
            ScrollCommand::Pages(up) => terminal.scroll_pages(up),
            ScrollCommand::Oldest => terminal.scroll_to_start(),
            ScrollCommand::Live => terminal.scroll_to_end(),
            ScrollCommand::Line(line) => terminal.scroll_to_line(line),
            ScrollCommand::Find { text, from, to_older } => {
                let direction = if to_older { SearchDirection::Up } else { SearchDirection::Down };
                let found = terminal.find(&text, place(from), direction);
                if let Some(found) = found {
                    terminal.scroll_to_line(found.start.line);
                }
                self.overlay.scrolling.search = text;
                self.overlay.layers.update(&LayerUpdate::Found(found.map(stretch)));
            }
            ScrollCommand::Copy((start, end)) => {
                let text = terminal.text_between(place(start), place(end));
                self.overlay.layers.update(&LayerUpdate::Copied(text.chars().count()));
                self.frame.copy(text);
            }
        }
        self.update_scrollback_view();
    }

    /// Shows the open layer what is in view.
    pub(super) fn update_scrollback_view(&mut self) {
        if self.overlay.layers.is_open(Action::Scrollback) {
            let view = self.view();
            self.overlay.layers.update(&LayerUpdate::Scrolled(view));
        }
    }

    fn view(&mut self) -> View {
        let search = &self.overlay.scrolling.search;
        let terminal = self.wrapped.agent.terminal();
        let above = terminal.scrolled_lines();
        let (columns, rows) = (terminal.screen().columns, terminal.screen().rows);
        let last_line = i32::from(rows) - 1 - above;
        let mut from = Place { line: -above - 1, column: u16::MAX };
        let mut hits = Vec::new();
        while !search.is_empty() && hits.len() < MOST_HITS {
            let found = terminal.find(search, from, SearchDirection::Down);
            let Some(found) = found.filter(|found| found.start.line <= last_line) else { break };
            from = found.start;
            hits.push(stretch(found));
        }
        let history = i32::try_from(terminal.history_lines()).unwrap_or(i32::MAX);
        View { columns, rows, above, history, hits }
    }
}

fn place(spot: Spot) -> Place {
    Place { line: spot.line, column: spot.column }
}

fn stretch(found: Match) -> (Spot, Spot) {
    let spot = |place: Place| Spot { line: place.line, column: place.column };
    (spot(found.start), spot(found.end))
}
