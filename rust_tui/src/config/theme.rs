//! Finds the theme that `[ui] theme` names: one that is compiled in, a file of the user's, or the
//! one that suits the background.

use std::path::Path;

use parlo_core::screen::Rgb;

use super::explain::{Problem, explain};
use super::failure::usage;
use super::nearest::none_of;
use super::text_file;
use crate::ui::theme::{ThemeFile, file::TERMINAL};

/// What to write for a theme that suits the background.
pub(super) const AUTO: &str = "auto";

/// The chosen theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThemeChoice {
    /// Always this one.
    One(ThemeFile),
    /// `dark` or `light` by the background of the terminal, `terminal` while that is not known.
    Auto,
}

impl ThemeChoice {
    /// The theme of a name. A file `themes/NAME.toml` beside the configuration goes before a theme
    /// that is compiled in.
    ///
    /// # Errors
    /// There is no such theme, or its file is wrong: that error names the file, the line and the key.
    pub(super) fn find(name: &str, config_folder: &Path) -> Result<Self, Problem> {
        if name == AUTO {
            return Ok(Self::Auto);
        }
        let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
        let path = config_folder.join("themes").join(format!("{name}.toml"));
        if !name.is_empty() && name.chars().all(is_plain) && path.exists() {
            let text = text_file::read(&path).map_err(Problem::OtherFile)?;
            let in_theme = |error| Problem::OtherFile(usage(explain(&path, &text, &error)));
            return ThemeFile::parse(&text).map(Self::One).map_err(in_theme);
        }
        ThemeFile::built_in(name).map(Self::One).ok_or_else(|| {
            let known: Vec<&str> = ThemeFile::built_in_names().chain([AUTO]).collect();
            Problem::Value(format!(
                "[ui] theme: {}; your own go into themes/NAME.toml beside the configuration",
                none_of(name, &known)
            ))
        })
    }

    /// The theme to use on a background.
    #[must_use]
    pub fn on(&self, background: Option<Rgb>) -> ThemeFile {
        let name = match (self, background) {
            (Self::One(theme), _) => return theme.clone(),
            (Self::Auto, None) => TERMINAL,
            (Self::Auto, Some(background)) if is_light(background) => "light",
            (Self::Auto, Some(_)) => "dark",
        };
        ThemeFile::built_in(name).unwrap_or_default()
    }
}

/// Whether dark text reads better on it: by the luma of ITU-R BT.601, above the middle.
fn is_light(color: Rgb) -> bool {
    let luma =
        299 * u32::from(color.red) + 587 * u32::from(color.green) + 114 * u32::from(color.blue);
    luma > 127_500
}

#[cfg(test)]
mod tests;
