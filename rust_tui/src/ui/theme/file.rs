//! Themes as TOML: the four built-in ones, and the parser for a user's own.
//!
//! A file gives styles to roles by name. Roles it leaves out come from the theme it names as its
//! `base`, or else from the `terminal` theme.

use ratatui::style::{Color, Modifier};
use serde::Deserialize;

use super::Role;
use super::depth::ANSI;

/// The name of the theme of the terminal's own colours.
pub const TERMINAL: &str = "terminal";

/// The built-in themes, by name.
const BUILT_IN: [(&str, &str); 4] = [
    (TERMINAL, include_str!("../../../assets/themes/terminal.toml")),
    ("dark", include_str!("../../../assets/themes/dark.toml")),
    ("light", include_str!("../../../assets/themes/light.toml")),
    ("high-contrast", include_str!("../../../assets/themes/high-contrast.toml")),
];

/// The style of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ThemeStyle {
    pub(super) color: Option<Color>,
    pub(super) background: Option<Color>,
    pub(super) modifier: Modifier,
}

/// A theme as parsed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ThemeFile {
    styles: [ThemeStyle; Role::ALL.len()],
}

impl ThemeFile {
    /// The names of the built-in themes.
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// The built-in theme of that name.
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name)?;
        Self::parse(text).ok()
    }

    /// Parses a theme.
    ///
    /// # Errors
    ///
    /// The text is no TOML, or a key or value in it is unknown; the error says where.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        let table: Table = toml::from_str(text)?;
        let mut theme = match table.base.as_ref() {
            Some(Base(theme)) => theme.clone(),
            // The terminal's own theme has no base: it names every role.
            None if Role::ALL.iter().all(|role| table.style(*role).is_some()) => Self::default(),
            None => Self::built_in(TERMINAL).unwrap_or_default(),
        };
        for role in Role::ALL {
            if let Some(style) = table.style(role) {
                theme.styles[role as usize] = style;
            }
        }
        Ok(theme)
    }

    pub(super) fn style(&self, role: Role) -> ThemeStyle {
        self.styles[role as usize]
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a theme: roles with their colours")]
struct Table {
    base: Option<Base>,
    surface: Option<Entry>,
    text: Option<Entry>,
    faint: Option<Entry>,
    accent: Option<Entry>,
    live: Option<Entry>,
    busy: Option<Entry>,
    good: Option<Entry>,
    warning: Option<Entry>,
    bad: Option<Entry>,
    word: Option<Entry>,
    unsure: Option<Entry>,
    guess: Option<Entry>,
    border: Option<Entry>,
    title: Option<Entry>,
    selection: Option<Entry>,
    r#match: Option<Entry>,
}

impl Table {
    fn style(&self, role: Role) -> Option<ThemeStyle> {
        let entry = match role {
            Role::Surface => &self.surface,
            Role::Text => &self.text,
            Role::Faint => &self.faint,
            Role::Accent => &self.accent,
            Role::Live => &self.live,
            Role::Busy => &self.busy,
            Role::Good => &self.good,
            Role::Warning => &self.warning,
            Role::Bad => &self.bad,
            Role::Word => &self.word,
            Role::Unsure => &self.unsure,
            Role::Guess => &self.guess,
            Role::Border => &self.border,
            Role::Title => &self.title,
            Role::Selection => &self.selection,
            Role::Match => &self.r#match,
        };
        entry.as_ref().map(|Entry(style)| *style)
    }
}

/// The name of a built-in theme.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Base(ThemeFile);

impl TryFrom<String> for Base {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let known = || ThemeFile::built_in_names().collect::<Vec<_>>().join(", ");
        ThemeFile::built_in(&name)
            .map(Self)
            .ok_or_else(|| format!("base: {name:?} is none of {}", known()))
    }
}

/// A colour alone, or a table.
#[derive(Debug)]
struct Entry(ThemeStyle);

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EntryVisitor)
    }
}

struct EntryVisitor;

impl<'de> serde::de::Visitor<'de> for EntryVisitor {
    type Value = Entry;

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("a colour or a table such as { color = \"red\", bold = true }")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Entry, E> {
        let Written(color) = WrittenVisitor.visit_str(text)?;
        Ok(Entry(ThemeStyle { color: Some(color), ..ThemeStyle::default() }))
    }

    fn visit_i64<E: serde::de::Error>(self, index: i64) -> Result<Entry, E> {
        self.visit_str(&index.to_string())
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Entry, A::Error> {
        let written = StyleTable::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
        let mut modifier = Modifier::empty();
        for (wanted, flag) in [
            (written.bold, Modifier::BOLD),
            (written.dim, Modifier::DIM),
            (written.italic, Modifier::ITALIC),
            (written.underline, Modifier::UNDERLINED),
            (written.reverse, Modifier::REVERSED),
        ] {
            modifier.set(flag, wanted);
        }
        let color = written.color.map(|Written(color)| color);
        let background = written.background.map(|Written(color)| color);
        Ok(Entry(ThemeStyle { color, background, modifier }))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct StyleTable {
    color: Option<Written>,
    background: Option<Written>,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    reverse: bool,
}

/// A colour within a table.
#[derive(Debug)]
struct Written(Color);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WrittenVisitor)
    }
}

struct WrittenVisitor;

impl serde::de::Visitor<'_> for WrittenVisitor {
    type Value = Written;

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("a colour")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Written, E> {
        parse_color(text).map(Written).map_err(E::custom)
    }

    fn visit_i64<E: serde::de::Error>(self, index: i64) -> Result<Written, E> {
        self.visit_str(&index.to_string())
    }
}

fn parse_color(text: &str) -> Result<Color, String> {
    if text == "default" {
        return Ok(Color::Reset);
    }
    if let Some((_, color, _)) = ANSI.iter().find(|(name, ..)| *name == text) {
        return Ok(*color);
    }
    if let Some(digits) = text.strip_prefix('#')
        && digits.len() == 6
        && let Ok(value) = u32::from_str_radix(digits, 16)
    {
        let [_, red, green, blue] = value.to_be_bytes();
        return Ok(Color::Rgb(red, green, blue));
    }
    text.parse().map(Color::Indexed).map_err(|_| {
        format!(
            "{text:?} is no colour; use \"#rrggbb\", a number from 0 to 255, \"default\", or one of {}",
            ANSI.map(|(name, ..)| name).join(", ")
        )
    })
}
