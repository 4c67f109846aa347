//! What the host terminal reported about itself, as far as the agent's terminal has to match it.

use super::Palette;
use super::widths::WidthRules;

/// The host terminal's replies at start. The default is an unknown one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HostCapabilities {
    /// Its colours.
    pub palette: Palette,
    /// Whether all replies have arrived: what is missing then is unsupported.
    pub has_answered: bool,
    /// The numbers of its primary device attributes (`CSI c`).
    pub primary_attributes: Vec<u16>,
    /// The numbers of its secondary device attributes (`CSI > c`).
    pub secondary_attributes: Vec<u16>,
    /// Its name and version (XTVERSION).
    pub version: Option<String>,
    /// It has kitty's keyboard protocol.
    pub kitty_keyboard: bool,
    /// It reported its level of modifyOtherKeys.
    pub modify_other_keys: bool,
    /// Private modes it reported (DECRQM), with their states (0–4).
    pub modes: Vec<(u16, u8)>,
    /// It shows program status (OSC 7501).
    pub program_status: bool,
    /// Capabilities it reported (XTGETTCAP), each with its value; `None` if it lacks it.
    pub capabilities: Vec<(String, Option<String>)>,
    /// Its rules for the width of characters.
    pub widths: WidthRules,
    /// A full line leaves its cursor after the last column, as in tmux.
    pub cursor_rests_behind_line: bool,
}

/// Graphics that parlo cannot forward: ReGIS and sixel.
const GRAPHICS: [u16; 2] = [3, 4];

impl HostCapabilities {
    /// The state it reported for a private mode, if any.
    pub(super) fn mode(&self, number: u16) -> Option<u8> {
        self.modes.iter().find(|(mode, _)| *mode == number).map(|(_, state)| *state)
    }

    /// Whether a private mode can be switched on.
    pub(super) fn has_mode(&self, number: u16) -> bool {
        self.mode(number).is_some_and(|state| state != 0)
    }

    /// Whether it is tmux, some of whose behaviour no query reveals.
    pub(super) fn is_tmux(&self) -> bool {
        self.version.as_ref().is_some_and(|version| version.starts_with("tmux"))
    }

    /// The reply to `CSI c`.
    pub(super) fn primary_answer(&self) -> String {
        let kept = self.primary_attributes.iter().filter(|number| !GRAPHICS.contains(number));
        let numbers: Vec<String> = kept.map(u16::to_string).collect();
        let numbers = if numbers.is_empty() { "6".to_owned() } else { numbers.join(";") };
        format!("\x1b[?{numbers}c")
    }

    /// The reply to `CSI > c`; none if the host terminal gave none.
    pub(super) fn secondary_answer(&self) -> Option<String> {
        if self.secondary_attributes.is_empty() {
            return (!self.has_answered).then(|| "\x1b[>1;100;0c".to_owned());
        }
        let numbers: Vec<String> = self.secondary_attributes.iter().map(u16::to_string).collect();
        Some(format!("\x1b[>{}c", numbers.join(";")))
    }

    /// The reply to XTVERSION; none if the host terminal gave none.
    pub(super) fn version_answer(&self) -> Option<String> {
        let version = match &self.version {
            Some(version) => version,
            None if self.has_answered => return None,
            None => concat!("parlo(", env!("CARGO_PKG_VERSION"), ")"),
        };
        let version: String = version.chars().filter(|c| matches!(c, ' '..='~')).collect();
        Some(format!("\x1bP>|{version}\x1b\\"))
    }

    /// The reply to the query for the colour scheme (`CSI ? 996 n`): 1 dark, 2 light.
    pub(super) fn color_scheme_answer(&self) -> Option<String> {
        let background = self.palette.background.filter(|_| self.has_mode(2031))?;
        let [red, green, blue] = [background.red, background.green, background.blue].map(u32::from);
        let is_light = 299 * red + 587 * green + 114 * blue > 127_500;
        Some(format!("\x1b[?997;{}n", if is_light { 2 } else { 1 }))
    }

    /// The reply to XTGETTCAP for one name, as the host terminal gave it; none if it answers no
    /// such query.
    pub(super) fn capability_answer(&self, name: &str) -> Option<String> {
        if self.capabilities.is_empty() {
            return None;
        }
        let known = self.capabilities.iter().find(|(known, _)| known == name);
        let name = hexadecimal(name);
        Some(match known {
            Some((_, Some(value))) if value.is_empty() => format!("\x1bP1+r{name}\x1b\\"),
            Some((_, Some(value))) => format!("\x1bP1+r{name}={}\x1b\\", hexadecimal(value)),
            Some((_, None)) | None => format!("\x1bP0+r{name}\x1b\\"),
        })
    }
}

fn hexadecimal(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
