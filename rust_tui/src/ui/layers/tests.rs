//! Which layer gets an event, and what happens then.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, LayerEvent, LayerRequest, Layers, Menu, Reaction, Review};
use crate::ui::keymap::{Action, KeyCode, KeyMap, KeyStroke};
use crate::ui::theme::Theme;

mod drawing;
mod requests;

/// A layer that handles one text and ignores the rest.
struct Picky(Action, &'static str, Reaction);

impl Layer for Picky {
    fn action(&self) -> Option<Action> {
        Some(self.0)
    }

    fn handle(&mut self, event: &LayerEvent) -> Reaction {
        if *event == LayerEvent::Text(self.1) { self.2.clone() } else { Reaction::Ignored }
    }

    fn draw(&mut self, _: &mut Buffer, area: Rect, _: &Theme) -> Option<Position> {
        Some(Position::new(area.x, area.y))
    }
}

fn two() -> Layers {
    let mut layers = Layers::default();
    layers.toggle(Box::new(Picky(Action::Help, "a", Reaction::Close)));
    layers.toggle(Box::new(Picky(
        Action::Models,
        "b",
        Reaction::Want(LayerRequest::Act(Action::Undo)),
    )));
    layers
}

#[test]
fn an_event_the_topmost_layer_ignores_goes_to_the_one_below() {
    let mut layers = two();
    assert_eq!(layers.handle(&LayerEvent::Text("b")), Some(Some(LayerRequest::Act(Action::Undo))));
    assert_eq!(layers.handle(&LayerEvent::Text("a")), Some(None));
    assert_eq!(layers.handle(&LayerEvent::Text("a")), None, "the layer below is closed");
    assert!(!layers.is_empty());
}

#[test]
fn the_action_that_opened_a_layer_closes_it() {
    let mut layers = two();
    layers.toggle(Box::new(Picky(Action::Models, "", Reaction::Close)));
    layers.toggle(Box::new(Picky(Action::Help, "", Reaction::Close)));
    assert!(layers.is_empty());
}

#[test]
fn a_letter_in_the_menu_acts_and_closes_it() {
    let mut layers = Layers::default();
    let open = |layers: &mut Layers| layers.toggle(Box::new(Menu::new(&KeyMap::default())));
    open(&mut layers);
    assert_eq!(layers.handle(&LayerEvent::Text("h")), Some(Some(LayerRequest::Act(Action::Help))));
    assert!(layers.is_empty());
    open(&mut layers);
    let escape = LayerEvent::Stroke(KeyStroke::plain(KeyCode::Escape));
    assert_eq!(layers.handle(&escape), Some(None));
    assert!(layers.is_empty());
}

#[test]
fn the_review_line_gets_only_what_the_others_ignore() {
    let mut layers = two();
    layers.open_review(Review::new(""));
    assert!(layers.is_reviewing());
    assert_eq!(layers.handle(&LayerEvent::Text("b")), Some(Some(LayerRequest::Act(Action::Undo))));
    assert_eq!(layers.handle(&LayerEvent::Text("x")), Some(None));
    layers.close_review();
    assert_eq!(layers.handle(&LayerEvent::Text("x")), None);
    assert!(!layers.is_reviewing() && layers.is_open(Action::Models));
}
