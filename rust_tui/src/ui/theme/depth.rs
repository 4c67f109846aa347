//! How many colours a terminal has, and how the others are reduced to them.

use ratatui::style::Color;

/// How many colours a terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colors {
    /// None, only attributes such as bold and reverse.
    None,
    /// The sixteen of its palette.
    #[default]
    Ansi,
    /// 256.
    Indexed,
    /// 16 million.
    True,
}

impl Colors {
    /// From the environment: `NO_COLOR` (set and not empty) means none; `COLORTERM` of `truecolor`
    /// or `24bit`, or a `TERM` that ends in `-direct` or names a terminal known for it, means all;
    /// `256color` in `TERM` means 256; anything else sixteen.
    pub fn of_environment(no_color: &str, color_term: &str, term: &str) -> Self {
        const TRUE_COLOR_TERMINALS: [&str; 6] =
            ["xterm-kitty", "xterm-ghostty", "alacritty", "wezterm", "foot", "contour"];
        if !no_color.is_empty() || term == "dumb" {
            Self::None
        } else if matches!(color_term, "truecolor" | "24bit")
            || term.ends_with("-direct")
            || TRUE_COLOR_TERMINALS.contains(&term)
        {
            Self::True
        } else if term.contains("256color") {
            Self::Indexed
        } else {
            Self::Ansi
        }
    }

    /// The nearest colours for a foreground and a background. If those are too close to each other,
    /// the foreground becomes black or white, whichever has more contrast.
    pub(super) fn nearest_pair(self, foreground: Color, background: Color) -> (Color, Color) {
        let (foreground, background) = (self.nearest(foreground), self.nearest(background));
        let (Some(front), Some(back)) = (rgb_of(foreground), rgb_of(background)) else {
            return (foreground, background);
        };
        // All colours are shown as in the theme.
        if self == Self::True || contrast(front, back) >= LEAST_CONTRAST {
            return (foreground, background);
        }
        let is_dark = contrast([255; 3], back) > contrast([0; 3], back);
        (if is_dark { Color::White } else { Color::Black }, background)
    }

    /// The nearest colour this terminal has, by the sum of squared differences of red, green and
    /// blue; the sixteen are assumed to be xterm's.
    pub(super) fn nearest(self, color: Color) -> Color {
        match (self, color) {
            (Self::None, _) => Color::Reset,
            (Self::Ansi, Color::Rgb(..) | Color::Indexed(_)) => {
                let [red, green, blue] = rgb_of(color).unwrap_or_default();
                ANSI[closest([red, green, blue], 0..16)].1
            }
            (Self::Indexed, Color::Rgb(red, green, blue)) => {
                // The first sixteen depend on the user's palette.
                let index = closest([red, green, blue], 16..256);
                Color::Indexed(u8::try_from(index).unwrap_or(u8::MAX))
            }
            (_, color) => color,
        }
    }
}

/// Least contrast between text and its background (WCAG's minimum for large text).
const LEAST_CONTRAST: f64 = 3.0;

/// The sixteen by their index: the name in a theme, the colour, and xterm's value of it.
pub(super) const ANSI: [(&str, Color, [u8; 3]); 16] = [
    ("black", Color::Black, [0, 0, 0]),
    ("red", Color::Red, [205, 0, 0]),
    ("green", Color::Green, [0, 205, 0]),
    ("yellow", Color::Yellow, [205, 205, 0]),
    ("blue", Color::Blue, [0, 0, 238]),
    ("magenta", Color::Magenta, [205, 0, 205]),
    ("cyan", Color::Cyan, [0, 205, 205]),
    ("white", Color::Gray, [229, 229, 229]),
    ("bright-black", Color::DarkGray, [127, 127, 127]),
    ("bright-red", Color::LightRed, [255, 0, 0]),
    ("bright-green", Color::LightGreen, [0, 255, 0]),
    ("bright-yellow", Color::LightYellow, [255, 255, 0]),
    ("bright-blue", Color::LightBlue, [92, 92, 255]),
    ("bright-magenta", Color::LightMagenta, [255, 0, 255]),
    ("bright-cyan", Color::LightCyan, [0, 255, 255]),
    ("bright-white", Color::White, [255, 255, 255]),
];

/// The index of one of the sixteen.
pub(in crate::ui) fn ansi_index(color: Color) -> Option<u8> {
    (0..).zip(ANSI).find(|(_, (_, known, _))| *known == color).map(|(index, _)| index)
}

/// Red, green and blue of a colour, xterm's where it depends on the user's palette; `None` for the
/// terminal's default.
pub(in crate::ui) fn rgb_of(color: Color) -> Option<[u8; 3]> {
    match color {
        Color::Reset => None,
        Color::Rgb(red, green, blue) => Some([red, green, blue]),
        Color::Indexed(index) => Some(indexed(index)),
        named => ANSI.iter().find(|(_, color, _)| *color == named).map(|(.., value)| *value),
    }
}

fn indexed(index: u8) -> [u8; 3] {
    let step = |level: u8| if level == 0 { 0 } else { 55 + 40 * level };
    match index {
        0..16 => ANSI[usize::from(index)].2,
        16..232 => {
            let cube = index - 16;
            [step(cube / 36), step(cube / 6 % 6), step(cube % 6)]
        }
        232.. => [8 + 10 * (index - 232); 3],
    }
}

/// The contrast ratio of two colours by WCAG 2.2 (1–21).
pub(super) fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let luminance = |color: [u8; 3]| {
        let [red, green, blue] = color.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn closest(wanted: [u8; 3], among: std::ops::Range<u16>) -> usize {
    let distance = |index: u16| -> u32 {
        let candidate = indexed(u8::try_from(index).unwrap_or(u8::MAX));
        let parts = wanted.iter().zip(candidate);
        parts.map(|(one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
    };
    among.min_by_key(|index| distance(*index)).map_or(0, usize::from)
}
