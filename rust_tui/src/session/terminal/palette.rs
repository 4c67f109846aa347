//! The colours of the host terminal, used to answer colour queries.

use parlo_core::screen::Rgb;

/// The host terminal's own colours, as far as it reported them. A query for an unknown one is not
/// answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Palette {
    /// Text (OSC 10).
    pub foreground: Option<Rgb>,
    /// Background (OSC 11).
    pub background: Option<Rgb>,
    /// Cursor (OSC 12); the foreground where it is unknown.
    pub cursor: Option<Rgb>,
    /// The first sixteen entries of the palette (OSC 4).
    pub ansi: [Option<Rgb>; 16],
}

impl Palette {
    /// The colour of an entry of the 256-colour palette. The entries from 16 on are the same
    /// everywhere: xterm's 6×6×6 cube and its 24 greys.
    pub fn indexed(&self, index: u8) -> Option<Rgb> {
        match index {
            0..=15 => self.ansi[usize::from(index)],
            16..=231 => {
                let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
                let cube = index - 16;
                Some(Rgb {
                    red: level(cube / 36),
                    green: level(cube / 6 % 6),
                    blue: level(cube % 6),
                })
            }
            232..=255 => {
                let grey = 8 + 10 * (index - 232);
                Some(Rgb { red: grey, green: grey, blue: grey })
            }
        }
    }
}
