//! The rows that are left for the agent.

use super::{HudSize, Layout};

#[track_caller]
fn check(rows: u16, size: HudSize, pane_rows: u16, hud_rows: u16) {
    let layout = Layout::of(80, rows, size);
    assert_eq!((layout.pane.height, layout.hud.height), (pane_rows, hud_rows));
    assert_eq!(layout.hud.y, layout.pane.height);
    assert_eq!((layout.pane.width, layout.hud.width), (80, 80));
}

#[test]
fn the_agent_gets_the_rows_the_hud_leaves() {
    check(24, HudSize::Minimal, 23, 1);
    check(24, HudSize::Full, 21, 3);
    check(24, HudSize::Hidden, 24, 0);
}

#[test]
fn in_a_low_terminal_the_agent_comes_first() {
    check(9, HudSize::Full, 8, 1);
    check(2, HudSize::Minimal, 1, 1);
    check(1, HudSize::Minimal, 1, 0);
    check(0, HudSize::Full, 0, 0);
}

#[test]
fn the_key_switches_through_all_sizes() {
    for size in HudSize::ALL {
        assert_eq!(HudSize::from_name(size.name()), Some(size));
        assert_eq!(size.next().next().next(), size);
    }
}
