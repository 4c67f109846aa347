//! Keys and the mouse in, requests and marks out.
#![allow(clippy::unwrap_used, reason = "a missing cell fails the test")]

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};

use super::{ScrollCommand, Scrollback, Spot, View};
use crate::ui::input::{MouseButton, MouseEvent, MouseEventKind};
use crate::ui::keymap::{KeyCode, KeyStroke, Modifiers};
use crate::ui::layers::{Layer, LayerEvent, LayerRequest, LayerUpdate, Reaction};
use crate::ui::pane::reserve;
use crate::ui::theme::{Colors, Glyphs, Theme, ThemeFile};

const AREA: Rect = Rect::new(0, 0, 60, 10);

fn spot(line: i32, column: u16) -> Spot {
    Spot { line, column }
}

fn view(above: i32) -> View {
    View { columns: AREA.width, rows: AREA.height, above, history: 100, hits: Vec::new() }
}

/// A layer that was drawn, scrolled up by 20 of 100 lines.
fn opened() -> Scrollback {
    let mut layer = Scrollback::new(view(20));
    drawn(&mut layer, &Theme::default());
    layer
}

fn drawn(layer: &mut Scrollback, theme: &Theme) -> (Buffer, Option<Position>) {
    let mut buffer = Buffer::empty(AREA);
    reserve(&mut buffer, AREA);
    let cursor = layer.draw(&mut buffer, AREA, theme);
    (buffer, cursor)
}

fn status(layer: &mut Scrollback, theme: &Theme) -> String {
    let (buffer, _) = drawn(layer, theme);
    let row = (0..AREA.width).map(|column| buffer[(column, AREA.height - 1)].symbol().to_owned());
    row.collect::<String>().trim().to_owned()
}

fn key(layer: &mut Scrollback, code: KeyCode) -> Reaction {
    layer.handle(&LayerEvent::Stroke(KeyStroke::plain(code)))
}

fn text(layer: &mut Scrollback, typed: &str) -> Reaction {
    layer.handle(&LayerEvent::Text(typed))
}

fn mouse(layer: &mut Scrollback, kind: MouseEventKind, column: u16, row: u16) -> Reaction {
    let modifiers = Modifiers::default();
    layer.handle(&LayerEvent::Mouse(MouseEvent { kind, column, row, modifiers }))
}

fn request(command: ScrollCommand) -> Reaction {
    Reaction::Want(LayerRequest::Scroll(command))
}

fn live() -> Reaction {
    Reaction::CloseAndWant(LayerRequest::Scroll(ScrollCommand::Live))
}

#[test]
fn keys_and_the_wheel_scroll() {
    let mut layer = opened();
    for (code, wanted) in [
        (KeyCode::Up, ScrollCommand::Lines(1)),
        (KeyCode::Down, ScrollCommand::Lines(-1)),
        (KeyCode::PageUp, ScrollCommand::Pages(1)),
        (KeyCode::PageDown, ScrollCommand::Pages(-1)),
        (KeyCode::Home, ScrollCommand::Oldest),
        (KeyCode::End, ScrollCommand::Live),
    ] {
        assert_eq!(key(&mut layer, code), request(wanted));
    }
    assert_eq!(mouse(&mut layer, MouseEventKind::WheelUp, 0, 0), request(ScrollCommand::Lines(3)));
    assert_eq!(
        mouse(&mut layer, MouseEventKind::WheelDown, 0, 0),
        request(ScrollCommand::Lines(-3))
    );
}

#[test]
fn typing_escape_and_the_wheel_at_the_end_go_back_to_live() {
    for typed in ["q", "a", "ü", " "] {
        assert_eq!(text(&mut opened(), typed), live(), "{typed:?}");
    }
    assert_eq!(key(&mut opened(), KeyCode::Escape), live());
    assert_eq!(key(&mut opened(), KeyCode::Enter), live(), "nothing is selected");
    let mut at_the_end = Scrollback::new(view(0));
    assert_eq!(mouse(&mut at_the_end, MouseEventKind::WheelDown, 0, 0), live());
}

#[test]
fn a_search_begins_below_the_view_and_continues_from_the_match() {
    let mut layer = opened();
    assert_eq!(text(&mut layer, "n"), Reaction::Consumed, "no search yet");
    text(&mut layer, "/");
    for typed in ["n", "q", "v", "x"] {
        assert_eq!(text(&mut layer, typed), Reaction::Consumed, "it is text here");
    }
    key(&mut layer, KeyCode::Backspace);
    let (_, cursor) = drawn(&mut layer, &Theme::default());
    assert_eq!(cursor.unwrap().y, AREA.height - 1);
    let find =
        |from, to_older| request(ScrollCommand::Find { text: "nqv".to_owned(), from, to_older });
    assert_eq!(key(&mut layer, KeyCode::Enter), find(spot(-10, 0), true));

    layer.update(&LayerUpdate::Found(Some((spot(-30, 4), spot(-30, 6)))));
    assert_eq!(text(&mut layer, "n"), find(spot(-30, 4), true));
    assert_eq!(text(&mut layer, "N"), find(spot(-30, 4), false));
    layer.update(&LayerUpdate::Found(None));
    assert!(status(&mut layer, &Theme::default()).ends_with("no further match"));
}

#[test]
fn dragging_selects_and_the_release_copies() {
    let mut layer = opened();
    mouse(&mut layer, MouseEventKind::Press(MouseButton::Left), 5, 2);
    mouse(&mut layer, MouseEventKind::Drag(MouseButton::Left), 3, 4);
    let copy = request(ScrollCommand::Copy((spot(-18, 5), spot(-16, 3))));
    assert_eq!(mouse(&mut layer, MouseEventKind::Release(MouseButton::Left), 3, 4), copy);
    layer.update(&LayerUpdate::Copied(17));
    assert!(status(&mut layer, &Theme::default()).contains("17 characters copied"));

    mouse(&mut layer, MouseEventKind::Press(MouseButton::Left), 5, 2);
    assert_eq!(
        mouse(&mut layer, MouseEventKind::Drag(MouseButton::Left), 5, 0),
        request(ScrollCommand::Lines(1)),
        "at the edge it scrolls"
    );
}

#[test]
fn a_drag_over_the_newest_lines_ends_when_the_button_is_released() {
    let mut layer = Scrollback::dragging(view(0), 2, 1);
    // It gets the drag that opened it before it is drawn.
    mouse(&mut layer, MouseEventKind::Drag(MouseButton::Left), 8, 1);
    assert_eq!(status(&mut layer, &Theme::default()), "", "nothing covers the selection");
    let copied = LayerRequest::Scroll(ScrollCommand::Copy((spot(1, 2), spot(1, 8))));
    assert_eq!(
        mouse(&mut layer, MouseEventKind::Release(MouseButton::Left), 8, 1),
        Reaction::CloseAndWant(copied)
    );
}

#[test]
fn arrows_select_from_the_match() {
    let mut layer = opened();
    layer.update(&LayerUpdate::Found(Some((spot(-15, 4), spot(-15, 6)))));
    text(&mut layer, "v");
    assert_eq!(key(&mut layer, KeyCode::Down), request(ScrollCommand::Line(-14)));
    key(&mut layer, KeyCode::Right);
    assert_eq!(text(&mut layer, "y"), request(ScrollCommand::Copy((spot(-15, 4), spot(-14, 7)))));
    assert_eq!(key(&mut layer, KeyCode::Escape), Reaction::Consumed, "drops the selection");
    assert_eq!(key(&mut layer, KeyCode::Escape), live());
}

#[test]
fn a_selection_stays_on_its_text_while_the_agent_writes() {
    let mut layer = opened();
    text(&mut layer, "v");
    let grown = View { history: 103, ..view(23) };
    layer.update(&LayerUpdate::Scrolled(grown));
    let start = spot(4 - 20 - 3, 0);
    assert_eq!(text(&mut layer, "y"), request(ScrollCommand::Copy((start, start))));
}

#[test]
fn matches_and_selection_are_marked_over_the_agents_cells() {
    let theme = Theme::new(&ThemeFile::built_in("dark").unwrap(), Colors::True, Glyphs::Unicode);
    let mut layer = opened();
    let hits = vec![(spot(-19, 58), spot(-18, 1)), (spot(-13, 3), spot(-13, 5))];
    layer.update(&LayerUpdate::Scrolled(View { hits, ..view(20) }));
    layer.update(&LayerUpdate::Found(Some((spot(-13, 3), spot(-13, 5)))));
    let (buffer, _) = drawn(&mut layer, &theme);
    let mut marked: Vec<(u16, u16, Color)> = Vec::new();
    for row in 0..AREA.height - 1 {
        for column in 0..AREA.width {
            let cell = &buffer[(column, row)];
            if cell.bg != Color::Reset {
                marked.push((column, row, cell.bg));
            }
        }
    }
    let found = Color::Rgb(0x33, 0x50, 0x6f);
    let hit = Color::Rgb(0xe5, 0xc0, 0x7b);
    let expected = [
        (58, 1, hit),
        (59, 1, hit),
        (0, 2, hit),
        (1, 2, hit),
        (3, 7, found),
        (4, 7, found),
        (5, 7, found),
    ];
    assert_eq!(marked, expected);

    let (buffer, _) = drawn(&mut layer, &Theme::default());
    assert!(buffer[(3, 7)].modifier.contains(Modifier::REVERSED));
}

#[test]
fn the_status_shows_the_position() {
    let ascii = Theme::new(&ThemeFile::built_in("terminal").unwrap(), Colors::None, Glyphs::Ascii);
    let mut listing = String::new();
    for theme in [Theme::default(), ascii] {
        let mut layer = opened();
        listing.push_str(&format!("{}\n", status(&mut layer, &theme)));
        text(&mut layer, "v");
        listing.push_str(&format!("{}\n", status(&mut layer, &theme)));
        key(&mut layer, KeyCode::Escape);
        text(&mut layer, "/");
        text(&mut layer, "write");
        listing.push_str(&format!("{}\n", status(&mut layer, &theme)));
        key(&mut layer, KeyCode::Enter);
        listing.push_str(&format!("{}\n", status(&mut layer, &theme)));
    }
    insta::assert_snapshot!(listing);
}
