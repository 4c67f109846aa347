//! Recorded sessions of the real agents and mutations of them: the grid stays consistent, wherever
//! the bytes are cut.

use std::path::Path;
use std::time::{Duration, Instant};

use parlo_fuzz::{Target, place_in, words};

use super::super::{Palette, Terminal};
use super::SIZE;

/// Bytes per seed: a few reads from the pty.
const STRETCH: usize = 1_500;

fn sessions() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/sessions");
    let read = |name: &&str| std::fs::read(folder.join(format!("{name}.bytes"))).unwrap();
    let all = ["claude", "codex", "gemini", "opencode"].iter().map(read);
    all.flat_map(|bytes| bytes.chunks(STRETCH).map(<[u8]>::to_vec).collect::<Vec<_>>()).collect()
}

fn after(pieces: &[&[u8]]) -> Terminal {
    let now = Instant::now();
    let mut terminal = Terminal::new(SIZE, Palette::default());
    for piece in pieces {
        terminal.feed(now, piece);
    }
    terminal.flush(now + Duration::from_secs(1));
    terminal
}

#[test]
fn fuzz_terminal() {
    let vocabulary = words([
        "\u{1b}[",
        "\u{1b}]",
        "\u{1b}P",
        "\u{1b}_",
        "\u{1b}\\",
        "\u{7}",
        "\u{9b}",
        "\u{9c}",
        "[?1049h",
        "[?2026h",
        "[?2026l",
        "\u{1b}[6n",
        "\u{1b}c",
        "\u{1b}[2J",
        "\u{1b}[3;5r",
        "\u{1b}[?6h",
        "\u{1b}7",
        "\u{1b}8",
        "\u{1b}]8;;https://e.org\u{7}",
        "\u{1b}]52;c;YQ==\u{7}",
        "\u{1b}[4:3m",
        "\u{1b}[>1u",
        "\u{1b}[999;999H",
        "\u{1b}[65535L",
        "\u{1b}[2147483648C",
        "\u{1b}H",
        "字",
        "👍🏽",
        "e\u{301}",
        "\u{200d}",
        "🇩🇪",
        "\r\n",
        "\t",
        "\u{8}",
        "\u{1b}#8",
        "\u{1b}(0",
        "\u{e}",
        "\u{1b}]0;t\u{7}",
        "\u{1b}]7501;state=idle\u{7}",
        "\u{1b}[!p",
        "\u{1b}[?1000h",
    ]);
    Target::new("terminal", sessions(), vocabulary, 6_000).run(|bytes| {
        let cut = place_in(bytes, 1);
        let mut whole = after(&[bytes]);
        let mut pieces = after(&[&bytes[..cut], &bytes[cut..]]);
        let clean = |terminal: &mut Terminal| {
            let said = (terminal.drain_replies(), terminal.drain_host_requests(), terminal.modes());
            let mut screen = terminal.screen().clone();
            // Links without an id get a new one every time.
            screen.cells.iter_mut().for_each(|cell| cell.link = None);
            (screen, said)
        };
        let whole = clean(&mut whole);
        assert_eq!(whole.0.cells.len(), usize::from(SIZE.columns) * usize::from(SIZE.rows));
        assert!(whole == clean(&mut pieces), "cut at {cut}");
    });
}
