//! Queries and their replies: the terminal's identity and capabilities.

use std::time::Instant;

use super::super::{HostCapabilities, Palette, Terminal};
use super::{SIZE, fed, palette};
use crate::session::pty::TerminalSize;

#[track_caller]
fn check_reply(query: &[u8], reply: &str) {
    let mut terminal = fed(query);
    assert_eq!(String::from_utf8(terminal.drain_replies()).unwrap(), reply);
    assert_eq!(terminal.drain_replies(), b"", "a reply is given once");
}

#[test]
fn the_queries_of_agents_are_answered() {
    check_reply(b"\x1b[c", "\x1b[?6c");
    check_reply(b"\x1b[>c", "\x1b[>1;100;0c");
    check_reply(b"\x1b[5n", "\x1b[0n");
    check_reply(b"ab\r\ncde\x1b[6n", "\x1b[2;4R");
    check_reply(b"\x1b[?2004$p", "\x1b[?2004;2$y");
    check_reply(b"\x1b[?2004h\x1b[?2004$p", "\x1b[?2004;1$y");
    check_reply(b"\x1b[?2026$p", "\x1b[?2026;2$y");
    check_reply(b"\x1b[?31337$p", "\x1b[?31337;0$y");
    check_reply(b"\x1b]10;?\x1b\\", "\x1b]10;rgb:d0d0/d1d1/d2d2\x1b\\");
    check_reply(b"\x1b]11;?\x07", "\x1b]11;rgb:1010/1111/1212\x07");
    check_reply(b"\x1b]12;?\x07", "\x1b]12;rgb:d0d0/d1d1/d2d2\x07");
    check_reply(b"\x1b]4;1;?\x07", "\x1b]4;1;rgb:cccc/0000/0000\x07");
    check_reply(b"\x1b]4;196;?\x07", "\x1b]4;196;rgb:ffff/0000/0000\x07");
    check_reply(b"\x1b]4;255;?\x07", "\x1b]4;255;rgb:eeee/eeee/eeee\x07");
    check_reply(b"\x1b[14t", "\x1b[4;64;160t");
    check_reply(b"\x1b[18t", "\x1b[8;4;20t");
}

#[test]
fn queries_unknown_to_the_emulator_are_answered() {
    check_reply(b"\x1b]7501;?\x07\x1b[c", "\x1b]7501;?\x07\x1b[?6c");
    check_reply(b"\x1b]7501;?\x1b\\", "\x1b]7501;?\x1b\\");
    let version = format!("\x1bP>|parlo({})\x1b\\", env!("CARGO_PKG_VERSION"));
    check_reply(b"\x1b[>0q", &version);
    check_reply(b"\x1b[>q", &version);
    check_reply(b"\x1b[16t", "\x1b[6;16;8t");
    check_reply(b"ab\x1b[?6n", "\x1b[?1;3R");
    check_reply(b"\x1b[?1004$p\x1b[?1004h\x1b[?1004$p", "\x1b[?1004;2$y\x1b[?1004;1$y");
    check_reply(b"\x1b[?2026h\x1b[?2026$p\x1b[?2026l", "\x1b[?2026;1$y");
    check_reply(
        b"\x1b[?1016$p\x1b[?2027$p\x1b[?2031$p",
        "\x1b[?1016;0$y\x1b[?2027;0$y\x1b[?2031;0$y",
    );
    check_reply(b"\x1b[?1015h\x1b[?1015$p\x1b[?1006$p", "\x1b[?1015;1$y\x1b[?1006;2$y");
    check_reply(
        b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1bX?\x1b\\\x1b^?\x1b\\x\x1b[6n",
        "\x1b[1;2R",
    );
}

#[test]
fn queries_without_a_known_answer_stay_unanswered() {
    check_reply(b"\x1b]4;2;?\x07", "");
    check_reply(b"\x1b[?u", "");
    check_reply(b"\x1b[?4m\x1b[?996n\x1bP+q4d73\x1b\\", "");
    check_reply(b"\x1b]52;c;?\x07", "");
    let size = TerminalSize { cell_pixels: None, ..SIZE };
    let mut terminal = Terminal::new(size, Palette::default());
    terminal.feed(Instant::now(), b"\x1b]11;?\x07\x1b[14t\x1b[5n");
    assert_eq!(terminal.drain_replies(), b"\x1b[0n");
}

#[test]
fn the_terminal_identifies_itself_as_the_host_did() {
    let host = HostCapabilities {
        palette: palette(),
        has_answered: true,
        primary_attributes: vec![62, 4, 22, 3],
        secondary_attributes: vec![1, 4000, 31],
        version: Some("kitty(0.41.1)".to_owned()),
        kitty_keyboard: true,
        modify_other_keys: true,
        modes: vec![(1016, 2), (2026, 2), (2027, 0), (2031, 2)],
        capabilities: vec![
            ("Ms".to_owned(), Some("\u{1b}]52".to_owned())),
            ("Tc".to_owned(), Some(String::new())),
            ("Su".to_owned(), None),
        ],
        ..HostCapabilities::default()
    };
    let answer = |query: &[u8]| {
        let mut terminal = Terminal::new(SIZE, Palette::default());
        terminal.set_host_capabilities(host.clone());
        terminal.feed(Instant::now(), query);
        String::from_utf8(terminal.drain_replies()).unwrap()
    };
    assert_eq!(answer(b"\x1b[c"), "\x1b[?62;22c", "no graphics");
    assert_eq!(answer(b"\x1b[>c"), "\x1b[>1;4000;31c");
    assert_eq!(answer(b"\x1b[>0q"), "\x1bP>|kitty(0.41.1)\x1b\\");
    assert_eq!(answer(b"\x1b[?1016$p"), "\x1b[?1016;2$y");
    assert_eq!(answer(b"\x1b[?2027$p\x1b[?2031h\x1b[?2031$p"), "\x1b[?2027;0$y\x1b[?2031;1$y");
    assert_eq!(answer(b"\x1b[?996n"), "\x1b[?997;1n", "a dark background");
    assert_eq!(answer(b"\x1b[>4;2m\x1b[?4m"), "\x1b[>4;2m");
    let expected =
        "\x1bP1+r4d73=1b5d3532\x1b\\\x1bP1+r5463\x1b\\\x1bP0+r5375\x1b\\\x1bP0+r7878\x1b\\";
    assert_eq!(answer(b"\x1bP+q4d73;5463;5375;7878\x1b\\"), expected);
    let flags = b"\x1b[?u\x1b[>1u\x1b[=7;1u\x1b[?u\x1b[>3u\x1b[?u\x1b[<u\x1b[?u\x1b[=2;3u\x1b[?u\x1b[<9u\x1b[?u";
    assert_eq!(answer(flags), "\x1b[?0u\x1b[?7u\x1b[?3u\x1b[?7u\x1b[?5u\x1b[?0u");
    let screens = b"\x1b[>5u\x1b[?1049h\x1b[?u\x1b[>1u\x1b[?1049l\x1b[?u";
    assert_eq!(answer(screens), "\x1b[?0u\x1b[?5u");
    let silent = HostCapabilities { has_answered: true, ..HostCapabilities::default() };
    let mut terminal = Terminal::new(SIZE, Palette::default());
    terminal.set_host_capabilities(silent);
    terminal.feed(Instant::now(), b"\x1b[>0q\x1b[>c\x1b[c");
    assert_eq!(terminal.drain_replies(), b"\x1b[?6c", "silent where the host was");
}

#[test]
fn replies_keep_the_order_of_the_queries() {
    check_reply(b"\x1b]11;?\x07\x1b[c\x1b[6n", "\x1b]11;rgb:1010/1111/1212\x07\x1b[?6c\x1b[1;1R");
}

#[test]
fn queries_inside_an_update_are_answered_at_once() {
    check_reply(b"\x1b[?2026h\x1b[6n\x1b]7501;?\x07\x1b[c", "\x1b[1;1R\x1b]7501;?\x07\x1b[?6c");
}
