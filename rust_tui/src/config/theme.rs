//! Finds the theme that `[ui] theme` names: one that is compiled in, a file of the user's, or the
//! one that suits the background.

use super::{explain::explain, text_file};
use crate::config::failure::usage;
use crate::config::nearest::none_of;
use crate::ui::theme::{ThemeFile, file::TERMINAL};
use anyhow::Result;
use parlo_core::screen::Rgb;
use std::path::Path;

/// What to write for a theme that suits the background.
const AUTO: &str = "auto";

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
    /// There is no such theme, or its file is wrong; names the file, the line and the key.
    pub fn find(
        name: Option<&str>,
        config_folder: Option<&Path>,
        in_file: &dyn Fn(String) -> anyhow::Error,
    ) -> Result<ThemeChoice> {
        let name = match name {
            Some(AUTO) => return Ok(ThemeChoice::Auto),
            Some(name) => name,
            None => TERMINAL,
        };
        let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
        let own = config_folder.filter(|_| !name.is_empty() && name.chars().all(is_plain));
        let own = own.map(|folder| folder.join("themes").join(format!("{name}.toml")));
        if let Some(path) = own.filter(|path| path.exists()) {
            let text = text_file::read(&path)
                .map_err(|error| usage(format!("{}: cannot be read: {error}", path.display())))?;
            let theme =
                ThemeFile::parse(&text).map_err(|error| usage(explain(&path, &text, &error)))?;
            return Ok(ThemeChoice::One(theme));
        }
        ThemeFile::built_in(name).map(ThemeChoice::One).ok_or_else(|| {
            let known: Vec<&str> = ThemeFile::built_in_names().chain([AUTO]).collect();
            in_file(format!(
                "[ui] theme: {}; your own go into themes/NAME.toml beside the configuration",
                none_of(name, &known)
            ))
        })
    }

    /// The theme to use on a background.
    #[must_use]
    pub fn on(&self, background: Option<Rgb>) -> ThemeFile {
        let name = match (self, background) {
            (ThemeChoice::One(theme), _) => return theme.clone(),
            (ThemeChoice::Auto, None) => TERMINAL,
            (ThemeChoice::Auto, Some(background)) if is_light(background) => "light",
            (ThemeChoice::Auto, Some(_)) => "dark",
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
