//! The rows of the window in which settings are seen and changed.

use super::table::{Kind, SETTINGS, Setting};
use super::{ConfigSource, Settings};
use crate::ui::layers::{SettingKind, SettingRow};

impl ConfigSource {
    /// All settings with their values in `settings`, and who set them.
    pub fn rows(&self, settings: &Settings) -> Vec<SettingRow> {
        let defaults = self.settings("").ok();
        let origin_of = self.origins();
        SETTINGS
            .iter()
            .map(|setting| SettingRow {
                name: setting.name,
                group: setting.group,
                help: setting.help,
                kind: kind_of(setting),
                value: setting.value(settings),
                default: defaults
                    .as_ref()
                    .map_or(String::new(), |settings| setting.value(settings)),
                origin: origin_of(setting),
                applies: setting.applies,
            })
            .collect()
    }
}

fn kind_of(setting: &Setting) -> SettingKind {
    match setting.kind {
        Kind::Toggle => SettingKind::Toggle,
        Kind::Choice(names) => SettingKind::Choice(names()),
        Kind::Key(action) => SettingKind::Key { may_wait: !action.must_be_direct() },
        Kind::Whole(..) | Kind::Decimal(..) | Kind::Text(_) | Kind::Words(..) => {
            SettingKind::Typed(setting.range())
        }
    }
}
