//! How parlo's own row looks: which colours and which glyphs it may use.
//!
//! Only the terminal's own sixteen colours and its default text are used, so the row is readable
//! on any background the user has chosen. The caller decides from the environment (`NO_COLOR`,
//! the locale); no state is told by colour alone.

use ratatui::style::{Color, Modifier, Style};

/// Whether colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colors {
    /// The terminal's sixteen.
    #[default]
    Ansi,
    /// None, only bold and dim.
    None,
}

/// Which glyphs are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// Dots and lines that all common fonts have.
    #[default]
    Unicode,
    /// ASCII only.
    Ascii,
}

/// The look of parlo's own row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Theme {
    /// Its colours.
    pub colors: Colors,
    /// Its glyphs.
    pub glyphs: Glyphs,
}

/// What a part of the row means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Plain text.
    Text,
    /// Text in the background.
    Faint,
    /// The microphone is open.
    Live,
    /// Work goes on.
    Busy,
    /// It went well.
    Good,
    /// Loud.
    Warning,
    /// It went wrong.
    Bad,
}

impl Theme {
    pub(super) fn style(self, role: Role) -> Style {
        let (color, modifier) = match role {
            Role::Text => (Color::Reset, Modifier::empty()),
            Role::Faint => (Color::Reset, Modifier::DIM),
            Role::Live => (Color::Red, Modifier::BOLD),
            Role::Busy => (Color::Magenta, Modifier::BOLD),
            Role::Good => (Color::Green, Modifier::empty()),
            Role::Warning => (Color::Yellow, Modifier::empty()),
            Role::Bad => (Color::Red, Modifier::BOLD),
        };
        let color = if self.colors == Colors::None { Color::Reset } else { color };
        Style::reset().fg(color).add_modifier(modifier)
    }

    /// The one that fits the glyphs of this theme.
    pub(super) fn pick(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        match self.glyphs {
            Glyphs::Unicode => unicode,
            Glyphs::Ascii => ascii,
        }
    }
}
