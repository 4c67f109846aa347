//! Answers in the outer terminal's name.

use super::Outside;

#[test]
fn a_version_cannot_smuggle_a_sequence() {
    let outside = Outside { version: Some("x\u{1b}\\\u{7}y".to_owned()), ..Outside::default() };
    assert_eq!(outside.version_answer().as_deref(), Some("\x1bP>|x\\y\x1b\\"));
}

#[test]
fn only_tmux_is_tmux() {
    let named = |version: &str| Outside { version: Some(version.to_owned()), ..Outside::default() };
    assert!(named("tmux 3.3a").is_tmux());
    assert!(!named("kitty(0.41)").is_tmux() && !Outside::default().is_tmux());
}
