//! The colours of the rows, where they carry meaning.

use ratatui::buffer::Buffer;

use super::{painted, states, theme, words};
use crate::ui::theme::{Colors, Glyphs, Theme};

/// The runs of equal style in a buffer: their text and what differs from plain.
fn runs(buffer: &Buffer) -> String {
    let columns = usize::from(buffer.area.width).max(1);
    let mut listing = String::new();
    for row in buffer.content.chunks(columns) {
        for run in row.chunk_by(|one, other| one.style() == other.style()) {
            let text: String = run.iter().map(ratatui::buffer::Cell::symbol).collect();
            if !text.trim().is_empty() {
                let cell = &run[0];
                let style = format!("{:?} on {:?} {:?}", cell.fg, cell.bg, cell.modifier);
                listing.push_str(&format!("{text:?} {style}\n"));
            }
        }
    }
    listing
}

fn listing(theme: &Theme, rows: u16) -> String {
    let words = words();
    let mut text = String::new();
    for (name, hud) in states(&words) {
        let shown = ["transcribing", "held", "error", "idle", "all indicators"];
        if shown.contains(&name) {
            text.push_str(&format!("{name}\n{}", runs(&painted(&hud, 80, rows, theme))));
        }
    }
    text
}

#[test]
fn in_the_terminals_own_colors() {
    insta::assert_snapshot!(listing(&Theme::default(), 3));
}

#[test]
fn in_true_color_and_in_sixteen() {
    let dark = theme("dark", Colors::True, Glyphs::Unicode);
    let light = theme("light", Colors::Ansi, Glyphs::Unicode);
    insta::assert_snapshot!(listing(&dark, 1) + &listing(&light, 1));
}

#[test]
fn without_any_color() {
    let plain = theme("terminal", Colors::None, Glyphs::Unicode);
    insta::assert_snapshot!(listing(&plain, 3));
}
