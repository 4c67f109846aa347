//! All files parlo writes are private to their owner, whatever the umask.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::Desk;
use crate::support::parlo::Home;
use crate::support::{samples, text, wait};

/// All files and folders below a folder, with their modes.
fn modes_under(folder: &Path) -> Vec<(PathBuf, u32)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let metadata = entry.metadata().unwrap();
        found.push((entry.path(), metadata.permissions().mode() & 0o7777));
        if metadata.is_dir() {
            found.extend(modes_under(&entry.path()));
        }
    }
    found
}

#[test]
fn all_files_parlo_writes_are_private() {
    let home = Home::new();
    let metrics = text(&home.path().join("measured/metrics.jsonl"));
    // `auto` writes the measured speeds, loading writes a hash, saving writes the configuration.
    let options = ["--model", "auto", "--metrics-file", &metrics];
    let desk = Desk::set(home, "umask 000", &options);
    desk.dictate(1);
    desk.set_value("follow_up", "900", "saved to");
    desk.terminal.keys(&["C-d"]);
    assert_eq!(desk.terminal.wait_for_exit(wait::SOON), 0);
    let (page, clip) = (desk.home.path().join("page.html"), samples::named("g11.wav"));
    let bench = ["bench", "--html", &text(&page), &text(&clip.path)];
    assert!(desk.home.run(&bench).status.success());
    let found = modes_under(desk.home.path());
    for made in [
        ".config/parlo/config.toml",
        ".cache/parlo/model-speeds.json",
        ".cache/parlo/verified-models.json",
        ".local/state/parlo/parlo.log",
        "measured/metrics.jsonl",
        "page.html",
    ] {
        let path = desk.home.path().join(made);
        assert!(found.iter().any(|(found, _)| *found == path), "no {made} among {found:?}");
    }
    for (path, mode) in &found {
        let private = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(*mode, private, "{} is {mode:o}", path.display());
    }
}
