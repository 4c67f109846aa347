//! What is needed to draw and to read keys: the key map and the theme, made of the texts that settings
//! hold. Without a terminal nothing asks for it.

use std::path::Path;

use super::explain::Problem;
use super::{Settings, ThemeChoice};
use crate::ui::keymap::{Action, KeyMap};

/// Keys and colours, as the settings have them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// The keys that are parlo's own.
    pub keys: KeyMap,
    /// The colours of parlo's own.
    pub theme: ThemeChoice,
}

impl Interface {
    /// `folder` is that of the configuration, which themes of the user's stand beside.
    pub(super) fn of(settings: &Settings, folder: &Path) -> Result<Self, Problem> {
        let written = settings.keys.iter().map(|key| key.as_str());
        let keys = KeyMap::new(Action::ALL.into_iter().zip(written))
            .map_err(|error| Problem::Value(format!("[keys] {error}")))?;
        Ok(Self { keys, theme: ThemeChoice::find(&settings.theme, folder)? })
    }
}
