//! Full disks, unwritable homes, removed files.

use std::fs;

use super::Desk;
use crate::support::parlo::Home;
use crate::support::{text, wait};

const CONFIGURATION: &str = "# Mine.\n[voice]\nfollow_up_ms = 500 # I speak fast\n";

#[test]
fn an_unwritable_home_is_reported_once_and_dictation_continues() {
    // Where root ignores modes, a file in place of a folder is still refused.
    let home = Home::new();
    let file = home.path().join("file");
    fs::write(&file, "no folder").unwrap();
    let nowhere = |name: &str| (name.to_owned(), text(&file.join("in")));
    let names = ["XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"];
    let home = home.with_environment(names.map(nowhere).into());
    let metrics = text(&file.join("metrics.jsonl"));
    let desk = Desk::set(home, ":", &["--metrics-file", &metrics]);
    desk.terminal.wait_for_text("no log; ", wait::SOON);
    desk.dictate(1);
    desk.terminal.wait_for_text("metrics not written; ", wait::SOON);
    desk.dictate(2);
    desk.dictate(3);
    desk.reported_once(&["no log; ", "metrics not written; "]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "no folder");
}

#[test]
fn a_full_disk_is_reported_once_and_leaves_the_configuration_intact() {
    let home = Home::new().with_configuration(CONFIGURATION);
    let metrics = text(&home.metrics_file());
    // No file of parlo's may grow.
    let desk = Desk::set(home, "ulimit -S -f 0", &["--metrics-file", &metrics]);
    desk.terminal.wait_for_text("no log; ", wait::SOON);
    desk.dictate(1);
    desk.terminal
        .wait_for_text("metrics not written; free some space or set metrics.file", wait::SOON);
    desk.set_value("follow_up", "900", "nothing was saved");
    let folder = desk.home.path().join(".config/parlo");
    assert_eq!(fs::read_to_string(folder.join("config.toml")).unwrap(), CONFIGURATION);
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "nothing is left behind");
    desk.dictate(2);
    desk.reported_once(&["no log; ", "metrics not written; "]);
}

#[test]
fn removed_files_are_created_again() {
    let home = Home::new();
    let (state, metrics) = (home.path().join(".local/state"), home.metrics_file());
    let desk = Desk::set(home, ":", &["--metrics-file", &text(&metrics)]);
    desk.dictate(1);
    desk.home.wait_for_metrics(1, wait::SOON, || desk.terminal.scene());
    fs::remove_dir_all(&state).unwrap();
    fs::remove_file(&metrics).unwrap();
    desk.dictate(2);
    desk.dictate(3);
    desk.reported_once(&["the log was removed; continuing in a new file"]);
    desk.home.wait_for_metrics(2, wait::SOON, || desk.terminal.scene());
    assert!(fs::read_to_string(state.join("parlo/parlo.log")).unwrap().contains("decoded"));
}
