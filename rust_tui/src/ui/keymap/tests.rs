//! Keys as users write them, right and wrong.
#![allow(clippy::unwrap_used, reason = "a key that does not parse fails the test")]

use super::{Action, KeyCode, KeyMap, KeyStroke};

#[track_caller]
fn check(text: &str, shown: &str) {
    let others = [(Action::Cancel, "f9"), (Action::Menu, "f10")];
    let keymap = KeyMap::new([(Action::Dictate, text)].into_iter().chain(others)).unwrap();
    let key = keymap.key_of(Action::Dictate).unwrap();
    assert_eq!(key.to_string(), shown);
    assert_eq!(keymap.action(key), Some(Action::Dictate));
}

#[track_caller]
fn check_refused(text: &str, parts: &[&str]) {
    let message = KeyMap::new([(Action::Dictate, text)]).unwrap_err().to_string();
    for part in parts {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn keys_are_read_and_shown() {
    check("ctrl+r", "Ctrl+R");
    check("CTRL + R", "Ctrl+R");
    check("shift+control+d", "Ctrl+Shift+D");
    check("esc", "Esc");
    check("escape", "Esc");
    check("f5", "F5");
    check("alt+space", "Alt+Space");
    check("alt+f12", "Alt+F12");
    check("ctrl+plus", "Ctrl++");
    check("alt+enter", "Alt+Enter");
    check("pgdn", "PageDown");
    check("ctrl+\\", "Ctrl+\\");
    check("alt+ü", "Alt+Ü");
}

#[test]
fn what_is_not_a_key_is_named_with_examples() {
    for text in ["", "ctrl", "ctrl+", "hyper+r", "f13", "f0", "ctrl+ctrl+r", "rr", "ctrl+ä b"] {
        check_refused(text, &[&format!("`{text}`"), "dictate", "`ctrl+r`", "`f5`"]);
    }
}

#[test]
fn keys_for_typing_cannot_be_bound() {
    for text in ["r", "shift+r", "space", "enter", "tab", "backspace"] {
        check_refused(text, &["needed for typing", text]);
    }
}

#[test]
fn keys_that_terminals_confuse_are_refused() {
    check_refused("ctrl+m", &["Enter"]);
    check_refused("ctrl+i", &["Tab"]);
    check_refused("ctrl+[", &["Esc"]);
}

#[test]
fn two_actions_cannot_share_a_key() {
    let keys = [(Action::Dictate, "ctrl+x"), (Action::Cancel, "Control+X")];
    let message = KeyMap::new(keys).unwrap_err().to_string();
    for part in ["dictate", "cancel", "Ctrl+X"] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn the_default_is_ctrl_r_and_esc() {
    let written = KeyMap::new([(Action::Dictate, "ctrl+r"), (Action::Cancel, "esc")]).unwrap();
    assert_eq!(KeyMap::default(), written);
    assert_eq!(written.action(KeyStroke::plain(KeyCode::Char('r'))), None);
}

#[test]
fn most_actions_are_in_the_menu_where_any_key_can_be_bound() {
    let keymap = KeyMap::new([(Action::Undo, "Menu z"), (Action::Help, "f1")]).unwrap();
    let z = KeyStroke::plain(KeyCode::Char('z'));
    assert_eq!(keymap.menu_action(z), Some(Action::Undo));
    assert_eq!(keymap.action(z), None);
    assert_eq!(keymap.shown(Action::Undo), "Ctrl+Space Z");
    assert_eq!(keymap.shown(Action::Help), "F1");
    check_refused("menu r", &["dictate", "one of its own", "ctrl+r"]);
}

#[test]
fn an_action_can_be_unbound() {
    let keymap = KeyMap::new([(Action::Models, "none")]).unwrap();
    assert_eq!(keymap.shown(Action::Models), "");
}

#[test]
fn two_actions_cannot_share_a_key_of_the_menu() {
    let message = KeyMap::new([(Action::Undo, "menu h")]).unwrap_err().to_string();
    for part in ["undo", "help", "`menu h`"] {
        assert!(message.contains(part), "{message}");
    }
}
