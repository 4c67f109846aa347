//! Which row is chosen and which are visible, after keys, the wheel and clicks.
#![allow(clippy::unwrap_used, reason = "a missing row fails the test")]

use super::*;
use crate::ui::input::MouseEvent;
use crate::ui::keymap::Modifiers;

const AREA: Rect = Rect { x: 10, y: 5, width: 20, height: 4 };

fn of(rows: usize) -> List {
    let mut list = List::default();
    list.set_len(rows);
    list
}

fn press(list: &mut List, code: KeyCode) -> Picked {
    list.handle(&LayerEvent::Stroke(KeyStroke::plain(code)))
}

fn mouse(list: &mut List, kind: MouseEventKind, row: u16) -> Picked {
    let event = MouseEvent { kind, column: 12, row, modifiers: Modifiers::default() };
    list.handle(&LayerEvent::Mouse(event))
}

fn shown(list: &mut List) -> Vec<usize> {
    list.show(AREA).into_iter().map(|(row, _)| row).collect()
}

#[test]
fn the_chosen_row_is_always_visible() {
    let mut list = of(10);
    assert_eq!(shown(&mut list), [0, 1, 2, 3]);
    for (key, chosen, rows) in [
        (KeyCode::Down, 1, [0, 1, 2, 3]),
        (KeyCode::PageDown, 4, [1, 2, 3, 4]),
        (KeyCode::End, 9, [6, 7, 8, 9]),
        (KeyCode::Down, 9, [6, 7, 8, 9]),
        (KeyCode::Up, 8, [6, 7, 8, 9]),
        (KeyCode::PageUp, 5, [5, 6, 7, 8]),
        (KeyCode::Home, 0, [0, 1, 2, 3]),
        (KeyCode::Up, 0, [0, 1, 2, 3]),
    ] {
        assert_eq!(press(&mut list, key), Picked::Moved);
        assert_eq!((list.chosen(), shown(&mut list)), (Some(chosen), rows.to_vec()), "{key:?}");
    }
    assert_eq!(list.hides(), (false, true));
    press(&mut list, KeyCode::End);
    shown(&mut list);
    assert_eq!(list.hides(), (true, false));
}

#[test]
fn headings_are_skipped_and_shown_with_their_rows() {
    use RowKind::{Choice, Heading};
    let mut list = List::default();
    list.set_rows(vec![Heading, Choice, Choice, Heading, Choice, Choice, Heading, Choice]);
    assert_eq!(list.chosen(), Some(1));
    press(&mut list, KeyCode::Down);
    press(&mut list, KeyCode::Down);
    assert_eq!(list.chosen(), Some(4));
    list.next_group();
    assert_eq!((list.chosen(), shown(&mut list)), (Some(7), vec![4, 5, 6, 7]));
    list.next_group();
    assert_eq!((list.chosen(), shown(&mut list)), (Some(1), vec![0, 1, 2, 3]));
}

#[test]
fn a_click_chooses_and_a_second_one_activates() {
    let mut list = of(10);
    shown(&mut list);
    let left = MouseEventKind::Press(MouseButton::Left);
    assert_eq!(mouse(&mut list, left, 7), Picked::Moved);
    assert_eq!(list.chosen(), Some(2));
    assert_eq!(mouse(&mut list, left, 7), Picked::Activated);
    assert_eq!(mouse(&mut list, left, 20), Picked::Nothing);
    assert_eq!(mouse(&mut list, MouseEventKind::WheelDown, 7), Picked::Moved);
    assert_eq!(list.chosen(), Some(5));
    assert_eq!(mouse(&mut list, MouseEventKind::Press(MouseButton::Right), 6), Picked::Nothing);
}

#[test]
fn an_empty_list_has_nothing_to_choose() {
    let mut list = List::default();
    assert_eq!(press(&mut list, KeyCode::Enter), Picked::Nothing);
    assert_eq!(press(&mut list, KeyCode::Down), Picked::Moved);
    assert_eq!((list.chosen(), shown(&mut list)), (None, vec![]));
    list.set_len(2);
    press(&mut list, KeyCode::Down);
    list.set_len(1);
    assert_eq!(list.chosen(), Some(0), "what was chosen is gone");
    assert_eq!(list.show(Rect::ZERO), vec![]);
}
