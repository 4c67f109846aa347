//! The bytes that switch the host terminal's modes.

use parlo_core::screen::{AgentModes, CursorStyle, KeyboardModes, MouseEncoding, MouseTracking};

use super::{HostModes, OwnModes, transition};

const NOTHING: OwnModes = OwnModes { mouse: false, releases: false, paste: false };

fn off() -> AgentModes {
    AgentModes::default()
}

#[track_caller]
fn check_own(modes: AgentModes, own: OwnModes, on: &str, back: &str) {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let (plain, wanted) = (HostModes::of(&off(), NOTHING), HostModes::of(&modes, own));
    assert_eq!(text(transition(&plain, &wanted)), on);
    assert_eq!(text(transition(&wanted, &plain)), back);
    assert_eq!(text(transition(&wanted, &wanted)), "");
}

#[track_caller]
fn check(modes: AgentModes, on: &str, back: &str) {
    check_own(modes, NOTHING, on, back);
}

#[test]
fn each_mode_is_followed_both_ways() {
    assert_eq!(HostModes::of(&off(), NOTHING), HostModes::default());
    check(AgentModes { bracketed_paste: true, ..off() }, "\x1b[?2004h", "\x1b[?2004l");
    check(AgentModes { application_cursor: true, ..off() }, "\x1b[?1h", "\x1b[?1l");
    check(AgentModes { application_keypad: true, ..off() }, "\x1b=", "\x1b>");
    check(AgentModes { focus_reports: true, ..off() }, "\x1b[?1004h", "\x1b[?1004l");
    check(AgentModes { color_scheme_reports: true, ..off() }, "\x1b[?2031h", "\x1b[?2031l");
    check(AgentModes { cursor_style: CursorStyle::SteadyBar, ..off() }, "\x1b[6 q", "\x1b[0 q");
}

#[test]
fn mouse_positions_are_always_in_the_sgr_encoding() {
    let tracking =
        |mouse_tracking, mouse_encoding| AgentModes { mouse_tracking, mouse_encoding, ..off() };
    use MouseTracking::{Buttons, Drag, Motion, Presses};
    for encoding in
        [MouseEncoding::Bytes, MouseEncoding::Utf8, MouseEncoding::Urxvt, MouseEncoding::Sgr]
    {
        let (on, back) = ("\x1b[?1006h\x1b[?1003h", "\x1b[?1006l\x1b[?1003l");
        check(tracking(Motion, encoding), on, back);
    }
    let (on, back) = ("\x1b[?1016h\x1b[?1002h", "\x1b[?1016l\x1b[?1002l");
    check(tracking(Drag, MouseEncoding::SgrPixels), on, back);
    let (on, back) = ("\x1b[?1006h\x1b[?1000h", "\x1b[?1006l\x1b[?1000l");
    check(tracking(Buttons, MouseEncoding::Bytes), on, back);
    check(tracking(Presses, MouseEncoding::Bytes), on, back);
    check(tracking(MouseTracking::Off, MouseEncoding::Sgr), "", "");
}

#[test]
fn the_wheel_sends_arrows_only_to_an_agent_on_the_alternate_screen() {
    check(AgentModes { alternate_screen: true, ..off() }, "\x1b[?1007h", "\x1b[?1007l");
    check(AgentModes { alternate_screen: true, no_alternate_scroll: true, ..off() }, "", "");
}

#[test]
fn one_tracking_mode_replaces_another() {
    let modes = |mouse_tracking| {
        let agent = AgentModes { mouse_tracking, ..off() };
        HostModes::of(&agent, NOTHING)
    };
    let (buttons, motion) = (modes(MouseTracking::Buttons), modes(MouseTracking::Motion));
    assert_eq!(transition(&buttons, &motion), b"\x1b[?1000l\x1b[?1003h");
}

#[test]
fn keyboard_modes_are_followed() {
    let keyboard = |kitty_flags, modify_other_keys| AgentModes {
        keyboard: KeyboardModes { kitty_flags, modify_other_keys },
        ..off()
    };
    check(keyboard(7, None), "\x1b[=7;1u", "\x1b[=0;1u");
    check(keyboard(0, Some(2)), "\x1b[>4;2m", "\x1b[>4m");
    check(keyboard(0, Some(0)), "\x1b[>4;0m", "\x1b[>4m");
    let releases = OwnModes { releases: true, ..NOTHING };
    check_own(off(), releases, "\x1b[=3;1u", "\x1b[=0;1u");
    check_own(keyboard(5, None), releases, "\x1b[=7;1u", "\x1b[=0;1u");
}

#[test]
fn what_parlo_needs_is_added() {
    let (on, back) = ("\x1b[?1006h\x1b[?1002h", "\x1b[?1006l\x1b[?1002l");
    check_own(off(), OwnModes { mouse: true, ..NOTHING }, on, back);
    let agent = AgentModes { mouse_tracking: MouseTracking::Buttons, ..off() };
    let (on, back) = ("\x1b[?1006h\x1b[?1000h", "\x1b[?1006l\x1b[?1000l");
    check_own(agent, OwnModes { mouse: true, ..NOTHING }, on, back);
    check_own(off(), OwnModes { paste: true, ..NOTHING }, "\x1b[?2004h", "\x1b[?2004l");
}
