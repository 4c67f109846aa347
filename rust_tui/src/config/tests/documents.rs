//! `docs/configuration.md` lists the settings as the table has them. `UPDATE_DOCS=1` writes the list.

use std::fmt::Write;

use super::super::table::{Kind, SETTINGS, Setting};
use super::*;
use crate::ui::layers::Applies;

/// What stands around the list in the document.
const BEGIN: &str = "<!-- The settings, from the table in rust_tui/src/config -->\n";
const END: &str = "<!-- The end of the settings -->\n";

/// Every setting under its heading, as a table for each.
fn list() -> String {
    let defaults = defaults();
    let mut list = String::new();
    let mut group = "";
    for setting in SETTINGS {
        if setting.group != group {
            group = setting.group;
            let heading = format!("### {group}: `[{}]`", setting.place().0);
            write!(
                list,
                "\n{heading}\n\n| key | default | values | what it is |\n|---|---|---|---|\n"
            )
            .unwrap();
        }
        writeln!(list, "{}", line(setting, &defaults)).unwrap();
    }
    list
}

fn line(setting: &Setting, defaults: &Settings) -> String {
    let default = match setting.example {
        Some(example) => {
            let value = setting.parse(example).unwrap().unwrap();
            format!("not set; for example `{value}`")
        }
        None => format!("`{}`", setting.in_file(defaults).unwrap()),
    };
    let values = match setting.kind {
        Kind::Toggle => "`true`, `false`".to_owned(),
        Kind::Choice(names) => names().join(", "),
        Kind::Key(action) if action.must_be_direct() => "a key".to_owned(),
        Kind::Key(_) => "a key, `menu` and a key, `none`".to_owned(),
        Kind::Whole(..) | Kind::Decimal(..) | Kind::Text(_) | Kind::Words(..) => setting.range(),
    };
    let later = match setting.applies {
        Applies::Now => "",
        Applies::NextStart => " Acts when parlo is started again.",
    };
    format!("| `{}` | {default} | {values} | {}{later} |", setting.place().1, setting.help)
}

#[test]
fn the_document_lists_every_setting_as_it_is() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/configuration.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let expected = format!("{before}{BEGIN}{}\n{END}{after}", list());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &expected).unwrap();
        return;
    }
    assert!(
        text == expected,
        "{path} does not list the settings as the table has them; write it with \
         `UPDATE_DOCS=1 cargo test --release -p parlo --lib documents`"
    );
}
