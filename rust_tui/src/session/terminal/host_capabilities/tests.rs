//! Replies in the host terminal's name.

use super::HostCapabilities;

#[test]
fn a_version_cannot_smuggle_a_sequence() {
    let host = HostCapabilities {
        version: Some("x\u{1b}\\\u{7}y".to_owned()),
        ..HostCapabilities::default()
    };
    assert_eq!(host.version_answer().as_deref(), Some("\x1bP>|x\\y\x1b\\"));
}

#[test]
fn only_tmux_is_tmux() {
    let named = |version: &str| HostCapabilities {
        version: Some(version.to_owned()),
        ..HostCapabilities::default()
    };
    assert!(named("tmux 3.3a").is_tmux());
    assert!(!named("kitty(0.41)").is_tmux() && !HostCapabilities::default().is_tmux());
}
