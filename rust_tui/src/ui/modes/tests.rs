//! The bytes that make the outer terminal follow.

use parlo_core::screen::{AgentModes, CursorStyle, MouseEncoding, MouseTracking};

use super::transition;

const OFF: AgentModes = AgentModes {
    bracketed_paste: false,
    application_cursor: false,
    application_keypad: false,
    mouse_tracking: MouseTracking::Off,
    mouse_encoding: MouseEncoding::Bytes,
    focus_reports: false,
    alternate_screen: false,
    no_alternate_scroll: false,
    cursor_style: CursorStyle::Default,
};

#[track_caller]
fn check(modes: AgentModes, on: &str, off: &str) {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    assert_eq!(text(transition(&OFF, &modes)), on);
    assert_eq!(text(transition(&modes, &OFF)), off);
    assert_eq!(text(transition(&modes, &modes)), "");
}

#[test]
fn each_mode_is_followed_both_ways() {
    check(AgentModes { bracketed_paste: true, ..OFF }, "\x1b[?2004h", "\x1b[?2004l");
    check(AgentModes { application_cursor: true, ..OFF }, "\x1b[?1h", "\x1b[?1l");
    check(AgentModes { application_keypad: true, ..OFF }, "\x1b=", "\x1b>");
    check(AgentModes { focus_reports: true, ..OFF }, "\x1b[?1004h", "\x1b[?1004l");
    check(
        AgentModes {
            mouse_tracking: MouseTracking::Motion,
            mouse_encoding: MouseEncoding::Sgr,
            ..OFF
        },
        "\x1b[?1006h\x1b[?1003h",
        "\x1b[?1006l\x1b[?1003l",
    );
    check(AgentModes { mouse_tracking: MouseTracking::Drag, ..OFF }, "\x1b[?1002h", "\x1b[?1002l");
    check(AgentModes { mouse_encoding: MouseEncoding::Utf8, ..OFF }, "\x1b[?1005h", "\x1b[?1005l");
    check(AgentModes { cursor_style: CursorStyle::SteadyBar, ..OFF }, "\x1b[6 q", "\x1b[0 q");
}

#[test]
fn the_wheel_sends_arrows_only_to_an_agent_on_the_alternate_screen() {
    check(AgentModes { alternate_screen: true, ..OFF }, "\x1b[?1007h", "\x1b[?1007l");
    check(AgentModes { alternate_screen: true, no_alternate_scroll: true, ..OFF }, "", "");
}

#[test]
fn one_tracking_mode_replaces_another() {
    let buttons = AgentModes { mouse_tracking: MouseTracking::Buttons, ..OFF };
    let motion = AgentModes { mouse_tracking: MouseTracking::Motion, ..OFF };
    assert_eq!(transition(&buttons, &motion), b"\x1b[?1000l\x1b[?1003h");
}
