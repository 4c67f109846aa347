//! The configuration file that `parlo config init` writes: every key with what it does and its
//! default, made of the table of settings, so that none can be missing.
//!
//! The keys are commented out: a file in which nothing was chosen follows the defaults of a later
//! parlo too.

use std::fmt::Write;

use super::Settings;
use super::table::{Kind, SETTINGS, Setting};
use crate::ui::layers::Applies;

const HEAD: &str = "\
# parlo's configuration. Every key stands here with its default; remove the # before one to change
# it. `parlo config check` says whether the file can work, `parlo config show` what is in force and
# why. The environment goes before this file (PARLO_VOICE_SEND=auto before [voice] send), and the
# command line before both.
";

/// The text of the file; `defaults` are the settings of an empty one.
pub fn default_file(defaults: &Settings) -> String {
    let mut text = HEAD.to_owned();
    let (mut table, mut group) = ("", "");
    for setting in SETTINGS {
        if setting.place().0 != table {
            table = setting.place().0;
            text.push_str(&format!("\n[{table}]\n"));
        }
        if setting.group != group {
            group = setting.group;
            text.push_str(&format!("\n## {group}\n"));
        }
        document(setting, defaults, &mut text);
    }
    text
}

fn document(setting: &Setting, defaults: &Settings, text: &mut String) {
    let (_, key) = setting.place();
    let mut about = match setting.kind {
        Kind::Toggle => "true or false.".to_owned(),
        Kind::Choice(names) => format!("One of {}.", names().join(", ")),
        Kind::Key(_) => String::new(),
        Kind::Whole(..) | Kind::Decimal(..) | Kind::Text(_) | Kind::Words(..) => {
            format!("Value: {}.", setting.range())
        }
    };
    if setting.applies == Applies::NextStart {
        about.push_str(" Acts when parlo is started again.");
    }
    let value = match setting.example {
        Some(example) => {
            about.push_str("\n# Not set by default; for example:");
            setting.parse(example).ok().flatten().map(|value| value.to_string())
        }
        None => setting.in_file(defaults),
    };
    // Writing into a string does not fail.
    let _ = writeln!(text, "\n# {}", setting.help);
    if !about.is_empty() {
        let _ = writeln!(text, "# {about}");
    }
    let _ = writeln!(text, "#{key} = {}", value.unwrap_or_default());
}

#[cfg(test)]
mod tests;
