//! How printed answers look: colours where there are any, glyphs or ASCII, the width there is.
//!
//! For commands that print and end (`doctor`, `stats`); what is drawn over an agent is `ui`'s. Only
//! the terminal's own sixteen colours are used, so that an answer fits the user's scheme, and no
//! state is shown by colour alone.

use unicode_width::UnicodeWidthStr;

use crate::diag::print;
use crate::ui::layers;
use crate::ui::theme::{Colors, Glyphs};

/// What a stretch of text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A heading, or the number that matters.
    Strong,
    /// What is secondary.
    Faint,
    /// It is as it should be.
    Good,
    /// To be noticed.
    Warning,
    /// It does not work.
    Bad,
    Chart,
}

/// The look of standard output.
#[derive(Debug, Clone, Copy)]
pub struct PrintStyle {
    pub glyphs: Glyphs,
    pub is_colored: bool,
    /// Columns of the terminal; none where there is no terminal, and lines may be as long as they
    /// are.
    pub columns: Option<usize>,
}

/// Lines are no longer than this, however wide the terminal is: longer ones are hard to read.
const WIDEST: usize = 100;
/// A narrower terminal wraps by itself.
const NARROWEST: usize = 24;

const BLOCKS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const LETTERS: [&str; 8] = ["_", ".", "-", "~", "=", "+", "*", "#"];
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

impl PrintStyle {
    /// That of standard output as it is now.
    pub fn of_stdout(glyphs: Glyphs) -> Self {
        let is_terminal = print::output_is_terminal();
        let columns = if is_terminal { crossterm::terminal::size().ok() } else { None };
        Self {
            glyphs,
            is_colored: is_terminal && colors() != Colors::None,
            columns: columns.map(|(columns, _)| usize::from(columns).clamp(NARROWEST, WIDEST)),
        }
    }

    /// The columns to lay a table or a chart out for.
    pub fn width(&self) -> usize {
        self.columns.unwrap_or(80)
    }

    /// One of two spellings.
    pub fn pick<T>(&self, unicode: T, ascii: T) -> T {
        match self.glyphs {
            Glyphs::Unicode => unicode,
            Glyphs::Ascii => ascii,
        }
    }

    /// The text in its colour.
    pub fn paint(&self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Strong => "1",
            Tone::Faint => "2",
            Tone::Good => "32",
            Tone::Warning => "33",
            Tone::Bad => "31",
            Tone::Chart => "36",
        };
        match self.is_colored && !text.is_empty() {
            true => format!("\x1b[{code}m{text}\x1b[0m"),
            false => text.to_owned(),
        }
    }

    /// The text without glyphs that ASCII does not have, where only that is wanted.
    pub fn spelled(&self, text: &str) -> String {
        let Glyphs::Ascii = self.glyphs else { return text.to_owned() };
        let mut out = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '·' => out.push(','),
                '–' | '−' => out.push('-'),
                '×' => out.push('x'),
                '…' => out.push_str("..."),
                '’' => out.push('\''),
                '\0'..='\x7f' => out.push(character),
                _ => out.push('?'),
            }
        }
        out.replace(" ,", ",")
    }

    /// One bar for each share (0 to 1).
    pub fn sparkline(&self, shares: &[f64]) -> String {
        let bars = self.pick(BLOCKS, LETTERS);
        // Eight bars; the cast is of a number from 0 to 7.
        shares.iter().map(|share| bars[(share.clamp(0.0, 1.0) * 7.0).round() as usize]).collect()
    }

    /// A bar as long as its share (0 to 1) of so many columns; something at least where the share
    /// is not nothing.
    pub fn bar(&self, share: f64, columns: usize) -> String {
        let eighths = share.clamp(0.0, 1.0) * columns as f64 * 8.0;
        let eighths =
            if share > 0.0 && columns > 0 { eighths.round().max(1.0) as usize } else { 0 };
        match self.glyphs {
            Glyphs::Unicode => "█".repeat(eighths / 8) + EIGHTHS[eighths % 8],
            Glyphs::Ascii => "#".repeat(eighths.div_ceil(8)),
        }
    }
}

/// The colours of the terminal, as the environment says.
pub fn colors() -> Colors {
    let variable = |name| std::env::var(name).unwrap_or_default();
    Colors::of_environment(&variable("NO_COLOR"), &variable("COLORTERM"), &variable("TERM"))
}

/// The text in lines of at most so many columns; one that fits is as it was.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    if text.width() <= columns { vec![text.to_owned()] } else { layers::wrapped(text, columns) }
}

#[cfg(test)]
mod tests;
