//! Profile files of the user's: what they change, and how mistakes in them are named.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::ffi::OsStr;
use std::time::Duration;

use super::*;

fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn without_a_folder_the_known_agents_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let profiles = load(&folder.path().join("agents")).unwrap();
    assert_eq!(profiles.names(), ["aider", "claude", "codex", "gemini", "opencode"]);
}

#[test]
fn files_add_extend_and_replace_profiles() {
    let folder = folder_with(&[
        ("codex.toml", "ready_timeout_ms = 1000\n"),
        ("gemini.toml", "replace = true\n"),
        ("mine.toml", "programs = ['my-agent', 'ma']\n[typing]\nwhile_working = 'hold'\n"),
        ("notes.txt", "not a profile"),
    ]);
    let profiles = load(folder.path()).unwrap();
    let codex = profiles.named("codex").unwrap();
    assert_eq!(codex.ready_timeout, Duration::from_secs(1));
    assert!(!codex.state.screens.is_empty() && codex.programs == ["codex"]);
    let gemini = profiles.named("gemini").unwrap();
    assert!(gemini.state.screens.is_empty() && gemini.programs == ["gemini"]);
    assert_eq!(profiles.of_program(OsStr::new("/opt/bin/ma")).name, "mine");
}

#[test]
fn a_mistake_is_named_with_file_line_and_key() {
    for (text, expected) in [
        ("program = 'x'", ":1:1: unknown key `program`, did you mean `programs`?\n"),
        ("[typing]\nerase_unit = 'word'", ":2:14: unknown variant `word`, expected one of "),
        ("programs = ['']", ":1:12: must not be empty"),
        ("[[title]]\nstate = 'idle'", ":1:1: a title needs `starts_with` or `contains`"),
        (
            "[[screen]]\nstate = 'working'\nall = [{ text = 'x', last_rows = 0 }]",
            ":3:34: must be 1 to 200 rows",
        ),
        (
            "[[screen]]\nstate = 'idle'\nkind = 'dialog'\nall = [{ text = 'x', last_rows = 1 }]",
            ":1:1: `kind` goes with state = \"blocked\" alone",
        ),
    ] {
        let folder = folder_with(&[("bad.toml", text)]);
        let message = load(folder.path()).unwrap_err().to_string();
        let path = folder.path().join("bad.toml").display().to_string();
        let said = message.strip_prefix(&path).unwrap_or_else(|| panic!("{message}"));
        assert!(said.starts_with(expected), "{text}\n{message}");
    }
}
