//! Finding agents in a search path made of temporary folders.
#![allow(clippy::unwrap_used, reason = "a failed set-up fails the test")]

use std::ffi::{OsStr, OsString};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use super::{find_first_agent, profile_of};

fn install(directory: &Path, program: &str, mode: u32) {
    let path = directory.join(program);
    fs::write(&path, "#!/bin/sh\n").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn preference_beats_the_order_of_the_path() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    install(first.path(), "aider", 0o755);
    install(second.path(), "claude", 0o755);
    let path = std::env::join_paths([first.path(), second.path()]).unwrap();
    assert_eq!(find_first_agent(&path).unwrap().program, OsString::from("claude"));
}

#[test]
fn only_executable_files_count() {
    let directory = tempfile::tempdir().unwrap();
    install(directory.path(), "codex", 0o644);
    fs::create_dir(directory.path().join("claude")).unwrap();
    install(directory.path(), "gemini", 0o755);
    let found = find_first_agent(directory.path().as_os_str()).unwrap();
    assert_eq!(found.program, OsString::from("gemini"));
}

#[test]
fn nothing_found_names_all_and_the_remedy() {
    let directory = tempfile::tempdir().unwrap();
    let message = find_first_agent(directory.path().as_os_str()).unwrap_err().to_string();
    for part in ["codex, claude, gemini, opencode, aider", "parlo -- COMMAND"] {
        assert!(message.contains(part), "{message}");
    }
    assert!(message.contains(&*directory.path().to_string_lossy()), "{message}");
}

#[test]
fn known_agents_get_more_time_even_by_path() {
    let timeout = |program: &str| profile_of(OsStr::new(program)).ready_timeout;
    assert_eq!(timeout("codex"), Duration::from_secs(20));
    assert_eq!(timeout("/usr/local/bin/claude"), Duration::from_secs(20));
    assert_eq!(timeout("bash"), Duration::from_secs(5));
}
