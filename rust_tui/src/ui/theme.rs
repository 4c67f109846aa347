//! How parlo's own rows and layers look: a style for every role, and which glyphs may be used.
//!
//! A theme is data (see [`mod@file`]) reduced to the colours the host terminal has. It is built
//! once and passed by reference. The caller decides from the environment (`NO_COLOR`, `COLORTERM`)
//! how many colours there are; colour alone never carries a meaning.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

mod depth;
pub mod file;

pub use depth::Colors;
pub(in crate::ui) use depth::ansi_index;
pub use file::ThemeFile;

/// Which glyphs are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// Dots, lines and blocks that all common fonts have.
    #[default]
    Unicode,
    /// ASCII only.
    Ascii,
}

/// The meaning of a part of a row or a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::ui) enum Role {
    /// Empty space of rows and layers.
    Surface,
    /// Plain text.
    #[default]
    Text,
    /// What is secondary.
    Faint,
    /// What can be done: keys.
    Accent,
    /// The microphone is open.
    Live,
    /// Work in progress.
    Busy,
    /// It went well.
    Good,
    /// Loud, late, or to be noticed.
    Warning,
    /// It went wrong.
    Bad,
    /// A word of high confidence.
    Word,
    /// A word of medium confidence.
    Unsure,
    /// A word of low confidence.
    Guess,
    /// The frame of a layer.
    Border,
    /// The title of a layer.
    Title,
    /// The chosen row, or marked text.
    Selection,
    /// Text a search has found.
    Match,
}

impl Role {
    /// All roles, in the order of their declaration.
    pub(in crate::ui) const ALL: [Self; 16] = [
        Self::Surface,
        Self::Text,
        Self::Faint,
        Self::Accent,
        Self::Live,
        Self::Busy,
        Self::Good,
        Self::Warning,
        Self::Bad,
        Self::Word,
        Self::Unsure,
        Self::Guess,
        Self::Border,
        Self::Title,
        Self::Selection,
        Self::Match,
    ];
}

/// The styles of parlo's own rows and layers.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    styles: [Style; Role::ALL.len()],
    glyphs: Glyphs,
}

impl Default for Theme {
    /// The terminal's own colours.
    fn default() -> Self {
        let file = ThemeFile::built_in(file::TERMINAL).unwrap_or_default();
        Self::new(&file, Colors::default(), Glyphs::default())
    }
}

impl Theme {
    /// A theme reduced to the colours of a terminal.
    pub fn new(file: &ThemeFile, colors: Colors, glyphs: Glyphs) -> Self {
        let surface = file.style(Role::Surface);
        let styles = Role::ALL.map(|role| {
            let style = file.style(role);
            let mut modifier = style.modifier;
            if colors == Colors::None && style.background.is_some() && role != Role::Surface {
                modifier |= Modifier::REVERSED;
            }
            let foreground = style.color.or(surface.color).unwrap_or(Color::Reset);
            let background = style.background.or(surface.background).unwrap_or(Color::Reset);
            let (foreground, background) = match role {
                // A frame carries no text and may be faint.
                Role::Border => (colors.nearest(foreground), colors.nearest(background)),
                _ => colors.nearest_pair(foreground, background),
            };
            Style::reset().fg(foreground).bg(background).add_modifier(modifier)
        });
        Self { styles, glyphs }
    }

    /// The style of a role; it sets both colours.
    pub(in crate::ui) fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// The one for the glyphs of this theme.
    pub(in crate::ui) fn pick<T>(&self, unicode: T, ascii: T) -> T {
        match self.glyphs {
            Glyphs::Unicode => unicode,
            Glyphs::Ascii => ascii,
        }
    }

    /// Fills an area with empty space in the style of [`Role::Surface`].
    pub(in crate::ui) fn clear(&self, buffer: &mut Buffer, area: Rect) {
        for position in area.intersection(buffer.area).positions() {
            let cell = &mut buffer[position];
            cell.reset();
            cell.set_style(self.style(Role::Surface));
        }
    }
}

#[cfg(test)]
mod tests;
