//! Which keys edit the line, and where its cursor is drawn.

use super::*;

fn stroke(code: KeyCode, ctrl: bool, alt: bool) -> LayerEvent<'static> {
    let modifiers = Modifiers { ctrl, alt, shift: false };
    LayerEvent::Stroke(KeyStroke { code, modifiers })
}

#[test]
fn shell_keys_edit() {
    let field = Field::of("one two");
    for (event, expected) in [
        (stroke(KeyCode::Backspace, false, false), "one tw"),
        (stroke(KeyCode::Backspace, false, true), "one "),
        (stroke(KeyCode::Char('w'), true, false), "one "),
        (stroke(KeyCode::Char('u'), true, false), ""),
        (LayerEvent::Text("!"), "one two!"),
        (LayerEvent::Pasted(" three\nfour\u{1b}"), "one two three four"),
    ] {
        let mut field = field.clone();
        assert!(field.handle(&event), "{event:?}");
        assert_eq!(field.text(), expected, "{event:?}");
    }
    for other in [
        stroke(KeyCode::Enter, false, false),
        stroke(KeyCode::Escape, false, false),
        stroke(KeyCode::Up, false, false),
        stroke(KeyCode::Char('t'), true, false),
        stroke(KeyCode::Function(5), false, false),
    ] {
        assert!(!field.clone().handle(&other), "{other:?}");
    }
}

#[test]
fn the_cursor_is_always_visible() {
    let area = Rect::new(2, 1, 10, 1);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 3));
    let mut field = Field::of("abcdefghij");
    let cursor = field.draw(&mut buffer, area, "a: ", &Theme::default());
    assert_eq!(cursor, Some(Position::new(11, 1)));
    field.handle(&stroke(KeyCode::Home, false, false));
    let cursor = field.draw(&mut buffer, area, "a: ", &Theme::default());
    assert_eq!(cursor, Some(Position::new(5, 1)));
    assert_eq!(field.draw(&mut buffer, Rect::ZERO, "a: ", &Theme::default()), None);
}
