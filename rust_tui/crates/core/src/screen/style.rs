//! Colours and attributes of a cell, as the agent named them.

/// Colours and attributes of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CellStyle {
    /// Colour of the character.
    pub foreground: Color,
    /// Colour behind the character.
    pub background: Color,
    /// Bold, dim, italic and the like.
    pub attributes: Attributes,
    /// The line under the character.
    pub underline: Underline,
    /// Colour of that line; the default is the character's.
    pub underline_color: Color,
}

/// A colour as the agent named it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Color {
    /// The user's own foreground or background.
    #[default]
    Default,
    /// One of the user's sixteen, by its own code (SGR 30–37 and 90–97): 0–15. Some terminals
    /// brighten these when they are bold, and no others.
    Ansi(u8),
    /// An entry of the 256-colour palette (SGR 38;5); 0–15 are the user's sixteen.
    Indexed(u8),
    /// A true colour.
    Rgb(Rgb),
}

/// Red, green and blue, 0–255 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rgb {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

/// A set of attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attributes(u8);

impl Attributes {
    /// Bold or bright.
    pub const BOLD: Self = Self(1);
    /// Faint.
    pub const DIM: Self = Self(1 << 1);
    /// Italic.
    pub const ITALIC: Self = Self(1 << 2);
    /// Foreground and background exchanged.
    pub const INVERSE: Self = Self(1 << 3);
    /// Not shown.
    pub const HIDDEN: Self = Self(1 << 4);
    /// Crossed out.
    pub const STRIKEOUT: Self = Self(1 << 5);
    /// Blinking, slowly or fast.
    pub const BLINK: Self = Self(1 << 6);

    /// No attribute.
    pub const fn none() -> Self {
        Self(0)
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set without those of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether every attribute of `other` is in this set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// The line under a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Underline {
    /// No line.
    #[default]
    None,
    /// One straight line.
    Single,
    /// Two straight lines.
    Double,
    /// A wave.
    Curly,
    /// Dots.
    Dotted,
    /// Dashes.
    Dashed,
}
