//! The mouse: each mode and encoding an agent may ask for, and parlo's row.

use super::{SIZE, Stage};
use crate::support::host::Abilities;

/// Press, release, wheel, drag, motion without a button; in SGR, as the terminal sends them.
const EVENTS: [(&str, Kind); 5] = [
    ("\u{1b}[<0;5;3M", Kind::Button),
    ("\u{1b}[<0;5;3m", Kind::Button),
    ("\u{1b}[<65;7;9M", Kind::Button),
    ("\u{1b}[<32;6;4M", Kind::Drag),
    ("\u{1b}[<35;8;5M", Kind::Motion),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Button,
    Drag,
    Motion,
}

/// A recorder that has switched mouse modes on.
fn asking(modes: &str) -> (Stage, String) {
    let it = Stage::start(Abilities::Kitty);
    it.write(format!("\u{1b}[?{modes}h"));
    it.host.wait_until("some mouse", |state| {
        [1000, 1002, 1003].iter().any(|mode| state.has(*mode)) && state.has(1006)
    });
    let before = it.recorder.received();
    (it, before)
}

#[test]
fn each_mode_gets_its_events_and_no_others() {
    for (mode, most) in [(1000, Kind::Button), (1002, Kind::Drag), (1003, Kind::Motion)] {
        let (it, mut expected) = asking(&format!("{mode};1006"));
        for (event, kind) in EVENTS {
            // A terminal sends what it was asked for, which may be more than the agent asked for.
            let is_sent = it.host.inspect(|state| match kind {
                Kind::Button => true,
                Kind::Drag => state.has(1002) || state.has(1003),
                Kind::Motion => state.has(1003),
            });
            if is_sent {
                it.host.send(event);
            }
            if kind <= most {
                expected.push_str(event);
            }
        }
        it.host.send("x");
        it.received(&(expected + "x"));
    }
}

#[test]
fn each_encoding_is_used() {
    let (it, before) = asking("1000");
    it.host.send("\u{1b}[<0;5;3M\u{1b}[<0;5;3m\u{1b}[<64;7;9M");
    it.received(&(before + "\u{1b}[M %#\u{1b}[M#%#\u{1b}[M`')"));

    let (it, before) = asking("1000;1005");
    it.host.send("\u{1b}[<0;5;3M\u{1b}[<0;70;3m");
    it.received(&(before + "\u{1b}[M %#\u{1b}[M#f#"));
}

#[test]
fn modifiers_and_extra_buttons_are_forwarded() {
    let (it, before) = asking("1000;1006");
    let events = "\u{1b}[<4;1;1M\u{1b}[<8;80;24M\u{1b}[<16;2;2M\u{1b}[<2;3;3M\u{1b}[<128;4;4M\u{1b}[<66;5;5M";
    it.host.send(events);
    it.received(&(before + events));
}

#[test]
fn events_on_parlos_row_do_not_reach_the_agent() {
    let (it, before) = asking("1003;1006");
    let row = SIZE.rows;
    it.host.send(format!("\u{1b}[<35;4;{row}M\u{1b}[<0;79;{row}M\u{1b}[<0;79;{row}m"));
    it.host.send(format!("\u{1b}[<64;10;{row}M"));
    let last = format!("\u{1b}[<0;4;{}M\u{1b}[<0;4;{0}m", row - 1);
    it.host.send(&last);
    it.received(&(before + &last));
}

#[test]
fn a_button_released_on_parlos_row_is_released_for_the_agent() {
    let (it, before) = asking("1002;1006");
    let row = SIZE.rows;
    it.host.send(format!("\u{1b}[<0;4;4M\u{1b}[<0;4;{row}m"));
    let what = "the end of a drag";
    it.recorder.wait_for(
        what,
        crate::support::wait::SOON,
        |got| got.starts_with(&format!("{before}\u{1b}[<0;4;4M\u{1b}[<0;4;")) && got.ends_with('m'),
        || it.host.scene(),
    );
}
