//! What typing, pasting and the usual keys make of the line.
#![allow(clippy::unwrap_used, reason = "a missing cursor fails the test")]

use super::*;

fn press(field: &mut Field, keys: &str) {
    for key in keys.split(' ') {
        let (code, ctrl) = match key {
            "left" => (KeyCode::Left, false),
            "right" => (KeyCode::Right, false),
            "home" => (KeyCode::Home, false),
            "end" => (KeyCode::End, false),
            "back" => (KeyCode::Backspace, false),
            "del" => (KeyCode::Delete, false),
            ctrl => (KeyCode::Char(ctrl.chars().last().unwrap()), true),
        };
        let modifiers = Modifiers { ctrl, ..Modifiers::default() };
        assert!(field.take(&LayerEvent::Stroke(KeyStroke { code, modifiers })), "{key}");
    }
}

fn typed(text: &str, keys: &str) -> Field {
    let mut field = Field::default();
    field.take(&LayerEvent::Text(text));
    press(&mut field, keys);
    field
}

#[test]
fn keys_move_and_remove_whole_characters() {
    for (text, keys, expected, cursor) in [
        ("abc", "left back", "ac", 1),
        ("abc", "home del right", "bc", 1),
        ("one two", "^w", "one ", 4),
        ("one two", "left left ^u", "wo", 0),
        ("e\u{301}x", "left back", "x", 0),
        ("日本", "back", "日", 3),
        ("abc", "^a", "abc", 0),
        ("abc", "^a ^e back", "ab", 2),
        ("a", "left left back del del", "", 0),
    ] {
        let field = typed(text, keys);
        assert_eq!((field.text(), field.cursor), (expected, cursor), "{text} {keys}");
    }
}

#[test]
fn what_is_pasted_is_one_plain_line() {
    let mut field = typed("x", "home");
    field.take(&LayerEvent::Pasted("one\ntwo\u{1b}[31m \u{202e}"));
    assert_eq!(field.text(), "one two[31mx");
    field.take(&LayerEvent::Text(" "));
    assert_eq!(field.text(), "one two[31m x");
    field.take(&LayerEvent::Pasted(&"w".repeat(20_000)));
    assert_eq!(field.text().chars().count(), MOST_CHARACTERS);
}

#[test]
fn the_cursor_is_always_in_sight() {
    let area = Rect::new(2, 1, 10, 1);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 3));
    let mut field = typed("abcdefghij", "end");
    let cursor = field.draw(&mut buffer, area, "a: ", &Theme::default());
    assert_eq!(cursor, Some(Position::new(11, 1)));
    press(&mut field, "home");
    let cursor = field.draw(&mut buffer, area, "a: ", &Theme::default());
    assert_eq!(cursor, Some(Position::new(5, 1)));
    assert_eq!(field.draw(&mut buffer, Rect::ZERO, "a: ", &Theme::default()), None);
}
