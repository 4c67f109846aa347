//! Random bytes, cuts and sizes: nothing panics, and where the bytes are cut makes no difference.

use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert_eq, prop_oneof, proptest};

use super::super::{HostCapabilities, Palette, Place, SearchDirection, Terminal, widths};
use super::SIZE;
use crate::session::pty::TerminalSize;

/// Bytes that are dense in sequences.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let control = "\u{1b}\\[[?>=<]?[0-9;:]{0,9}[ $]?[@-~]".prop_map(String::into_bytes);
    let string =
        "\u{1b}[\\]P_X^][0-9;?=:a-z+]{0,12}(\u{7}|\u{1b}\\\\)?".prop_map(String::into_bytes);
    let escape = "\u{1b}[ -/]?[0-~]".prop_map(String::into_bytes);
    let text = "[ -~字👍🏽🇩🇪\u{301}\u{200d}\u{fe0f}\r\n\t\u{8}]{0,12}".prop_map(String::into_bytes);
    let noise = vec(any::<u8>(), 0..8);
    let piece = prop_oneof![4 => control, 2 => string, 1 => escape, 4 => text, 1 => noise];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn host(is_tmux: bool) -> HostCapabilities {
    let columns = if is_tmux {
        [2, 2, 3, 2, 3, 3, 2, 3, 2, 5, 2, 3, 1, 1, 81]
    } else {
        [3, 1, 2, 3, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 80]
    };
    let (rules, cursor_rests_behind_line) = widths::conventions(&columns, 80).unwrap_or_default();
    HostCapabilities {
        version: is_tmux.then(|| "tmux 3.3a".to_owned()),
        kitty_keyboard: true,
        widths: rules,
        cursor_rests_behind_line,
        ..HostCapabilities::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics(
        is_tmux in any::<bool>(),
        pieces in vec((bytes(), 1_u16..60, 1_u16..20, any::<bool>()), 1..8),
    ) {
        let mut terminal = Terminal::new(SIZE, Palette::default());
        terminal.set_host_capabilities(host(is_tmux));
        let now = Instant::now();
        for (bytes, columns, rows, resizes) in pieces {
            for piece in bytes.chunks(7) {
                terminal.feed(now, piece);
            }
            if resizes {
                terminal.resize(TerminalSize { columns, rows, cell_pixels: None });
            }
            terminal.scroll_lines(i32::from(rows) - 10);
            let screen = terminal.screen();
            let cells = usize::from(screen.columns) * usize::from(screen.rows);
            prop_assert_eq!(screen.cells.len(), cells);
            let end = Place { line: i32::from(rows), column: columns };
            let _ = terminal.text_between(Place { line: -9, column: 3 }, end);
            let _ = terminal.find("a", end, SearchDirection::Up);
            let _ = (terminal.drain_replies(), terminal.drain_host_requests(), terminal.modes());
        }
    }

    #[test]
    fn cuts_make_no_difference(bytes in bytes(), cut in any::<proptest::sample::Index>()) {
        let now = Instant::now();
        let later = now + Duration::from_secs(1);
        let run = |pieces: &[&[u8]]| {
            let mut terminal = Terminal::new(SIZE, Palette::default());
            for piece in pieces {
                terminal.feed(now, piece);
            }
            terminal.flush(later);
            let modes = terminal.modes();
            let said = (terminal.drain_replies(), terminal.drain_host_requests());
            let mut screen = terminal.screen().clone();
            // Links without an id get a new one every time.
            for cell in &mut screen.cells {
                cell.link = None;
            }
            (screen, modes, said)
        };
        let cut = if bytes.is_empty() { 0 } else { cut.index(bytes.len()) };
        prop_assert_eq!(run(&[&bytes]), run(&[&bytes[..cut], &bytes[cut..]]));
    }
}

#[test]
fn bytes_after_a_cut_character_are_kept() {
    let text = "aé0字👍🏽x".as_bytes();
    for first in 0..=text.len() {
        for second in first..=text.len() {
            let mut terminal = Terminal::new(SIZE, Palette::default());
            for piece in [&text[..first], &text[first..second], &text[second..]] {
                terminal.feed(Instant::now(), piece);
            }
            let mut whole = Terminal::new(SIZE, Palette::default());
            whole.feed(Instant::now(), text);
            assert_eq!(terminal.screen(), whole.screen(), "cut at {first} and {second}");
        }
    }
}

#[test]
fn many_resizes_are_survived() {
    let mut terminal = Terminal::new(SIZE, Palette::default());
    let now = Instant::now();
    for step in 0_u16..400 {
        let (columns, rows) = (step * 37 % 120 + 1, step * 23 % 50 + 1);
        terminal.resize(TerminalSize { columns, rows, cell_pixels: Some((8, 16)) });
        let text = format!(
            "\x1b[{rows};1Hline {step} 字 e\u{301} {}\r\n",
            "x".repeat(usize::from(step % 90))
        );
        terminal.feed(now, text.as_bytes());
        if step % 5 == 0 {
            terminal.feed(
                now,
                if step % 2 == 0 { b"\x1b[?1049h\x1b[2;3r" } else { b"\x1b[?1049l\x1b[r" },
            );
        }
        let screen = terminal.screen();
        assert_eq!((screen.columns, screen.rows), (columns.max(2), rows));
        assert!(screen.cursor_place.0 < screen.columns && screen.cursor_place.1 < screen.rows);
    }
}
