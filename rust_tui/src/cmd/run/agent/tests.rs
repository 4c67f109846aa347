//! An agent may write anything: the host terminal gets nothing but sequences of parlo's own making.
#![allow(clippy::unwrap_used, reason = "bytes that are no text fail the test")]

use std::time::Instant;

use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};

use crate::session::pty::TerminalSize;
use crate::session::terminal::{HostCapabilities, Palette, Terminal};
use crate::ui::host::{Painter, bytes_of};
use crate::ui::hud::Hud;
use crate::ui::layers::Layers;
use crate::ui::layout::HudSize;
use crate::ui::modes::{HostModes, OwnModes, transition};
use crate::ui::theme::Theme;
use crate::ui::view::Snapshot;

mod grammar;

const SIZE: TerminalSize = TerminalSize { columns: 30, rows: 6, cell_pixels: Some((8, 16)) };

/// Sequences that do something, and beginnings and ends that random bytes would rarely make.
const PIECES: [&str; 48] = [
    "\x1b]0;",
    "\x1b]2;title",
    "\x1b]8;id=a;https://x/",
    "\x1b]8;;",
    "\x1b]9;",
    "\x1b]9;4;1;",
    "\x1b]52;c;aGk=",
    "\x1b]52;p;",
    "\x1b]777;notify;",
    "\x1b]99;i=1;",
    "\x1b]7501;state=",
    "\x1b]22;",
    "\x1b]7;file://",
    "\x1b]4;1;#ff0000",
    "\x1b]11;?",
    "\x07",
    "\x1b\\",
    "\x1bP+q4d73",
    "\x1b_Gi=31;AAAA",
    "\x1bX",
    "\x1b^",
    "\x1b[4:3;58:2::1:2:3m",
    "\x1b[1;5;31;48;5;7m",
    "\x1b[0m",
    "\x1b[2J",
    "\x1b[?1049h",
    "\x1b[?1049l",
    "\x1b[?1003;1006h",
    "\x1b[?1016h",
    "\x1b[?2004;1004;1h",
    "\x1b[?2031h",
    "\x1b=",
    "\x1b[5 q",
    "\x1b[>31u",
    "\x1b[>4;2m",
    "\x1b[?2026h",
    "\x1b[?2026l",
    "\x1b[22t",
    "\x1b[23t",
    "\x1bc",
    "\x1b[3;4r",
    "\x1b[L",
    "字",
    "👨\u{200d}👩",
    "e\u{301}\u{202e}",
    "\u{9c}\u{9b}\u{85}",
    ";",
    "\x1b[99999b",
];

fn pieces() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let known = (0..PIECES.len()).prop_map(|index| PIECES[index].as_bytes().to_vec());
    let text = "[ -~]{0,8}".prop_map(String::into_bytes);
    let noise = vec(any::<u8>(), 0..12);
    vec(prop_oneof![4 => known, 2 => text, 2 => noise, 1 => Just(b"\r\n".to_vec())], 0..40)
}

/// All that the host terminal would get while an agent writes these pieces.
fn written(pieces: &[Vec<u8>]) -> Vec<u8> {
    let mut terminal = Terminal::new(SIZE, Palette::default());
    terminal.set_host_capabilities(HostCapabilities {
        kitty_keyboard: true,
        modes: vec![(1016, 2), (2031, 2)],
        ..HostCapabilities::default()
    });
    let mut painter = Painter::default();
    let mut modes = HostModes::default();
    let (hud, mut layers, theme) = (Hud::default(), Layers::default(), Theme::default());
    let mut bytes = Vec::new();
    for piece in pieces {
        terminal.feed(Instant::now(), piece);
        for request in terminal.drain_host_requests() {
            bytes.extend(bytes_of(&request));
        }
        let wanted = HostModes::of(&terminal.modes(), OwnModes::default());
        bytes.extend(transition(&modes, &wanted));
        modes = wanted;
        let mut snapshot = Snapshot {
            screen: terminal.screen(),
            hud: &hud,
            hud_size: HudSize::Minimal,
            layers: &mut layers,
            theme: &theme,
        };
        bytes.extend(painter.paint((SIZE.columns, SIZE.rows + 1), &mut snapshot));
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_reach_the_outer_terminal_unparsed(pieces in pieces()) {
        if let Err(error) = grammar::check(&written(&pieces)) {
            panic!("{error}");
        }
    }
}

#[test]
fn the_grammar_refuses_what_is_not_parlos() {
    for bytes in [
        &b"\x1b[31;1H\x1b[5i"[..],
        b"\x1b[?1047h",
        b"\x1b]0;a\x1b[2J\x07",
        b"\x1b]52;c;?\x07",
        b"\x1b]1337;File=:AAAA\x07",
        b"\x1bPq\x1b\\",
        b"\x9b31m",
        b"\xc2\x9b31m",
        b"\r",
        b"\x1b]8;;https://a b\x1b\\",
        b"\x1b[6n",
        b"\x1b]0;open",
    ] {
        assert!(grammar::check(bytes).is_err(), "{:?}", String::from_utf8_lossy(bytes));
    }
    let fine =
        b"\x1b[?2026h\x1b[0;1;38;5;1m\x1b[4:3mx\x1b]8;id=1;https://a\x1b\\y\x1b]8;;\x1b\\\x07";
    assert_eq!(grammar::check(fine), Ok(()));
}
