//! One value changes; every other byte of the file stays.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

fn set(text: &str, table: &str, key: &str, new: &str) -> String {
    let new = (new != "default").then(|| new.parse::<Value>().unwrap());
    with_value(text, table, key, new.as_ref()).unwrap()
}

const FILE: &str = "\
# My parlo.

[voice]  # how it hears
# Patience.
silence_tail_ms   =   700   # was 440
  vad = \"webrtc\"
vocabulary = [
  \"tokio\",  # the runtime
]

[keys]
dictate = 'f5'
# The end.";

#[test]
fn a_value_is_replaced_where_it_stands() {
    let expected = FILE.replace("=   700   # was", "=   250   # was");
    assert_eq!(set(FILE, "voice", "silence_tail_ms", "250"), expected);
    assert_eq!(set(FILE, "keys", "dictate", "\"f6\""), FILE.replace("'f5'", "\"f6\""));
    let list = "[\n  \"tokio\",  # the runtime\n]";
    assert_eq!(set(FILE, "voice", "vocabulary", "['serde']"), FILE.replace(list, "['serde']"));
}

#[test]
fn a_default_is_no_line_but_its_comments_stay() {
    assert_eq!(set(FILE, "voice", "vad", "default"), FILE.replace("  vad = \"webrtc\"\n", ""));
    assert_eq!(
        set(FILE, "voice", "silence_tail_ms", "default"),
        FILE.replace("silence_tail_ms   =   700   # was 440", "# was 440")
    );
    assert_eq!(set(FILE, "keys", "dictate", "default"), FILE.replace("dictate = 'f5'\n", ""));
    assert_eq!(set(FILE, "keys", "cancel", "default"), FILE, "nothing was there");
    assert_eq!(set(FILE, "metrics", "file", "default"), FILE);
}

#[test]
fn a_new_key_comes_at_the_end_of_its_table() {
    assert_eq!(
        set(FILE, "voice", "send", "\"auto\""),
        FILE.replace("]\n\n[keys]", "]\nsend = \"auto\"\n\n[keys]")
    );
    assert_eq!(
        set(FILE, "keys", "cancel", "\"f6\""),
        FILE.replace("'f5'\n", "'f5'\ncancel = \"f6\"\n")
    );
}

#[test]
fn a_new_table_comes_at_the_end_of_the_file() {
    let text = set(FILE, "stt", "model", "\"base\"");
    let tables = FILE.strip_suffix("# The end.").unwrap();
    assert!(text.starts_with(tables), "{text}");
    assert!(text.contains("\n[stt]\nmodel = \"base\"\n") && text.contains("# The end."), "{text}");
    assert_eq!(set("", "ui", "ascii", "true"), "[ui]\nascii = true\n");
    assert_eq!(set("# only this\n", "ui", "ascii", "true"), "[ui]\nascii = true\n# only this\n");
}

#[test]
fn other_ways_to_write_a_table_are_kept() {
    let dotted = "voice.vad = 'energy' # d\nstt.model = 'base'\n";
    assert_eq!(set(dotted, "voice", "vad", "'webrtc'"), dotted.replace("energy", "webrtc"));
    assert_eq!(set(dotted, "stt", "model", "default"), "voice.vad = 'energy' # d\n");
    let added = set(dotted, "stt", "threads", "2");
    assert!(added.starts_with(dotted.trim_end()) && added.contains("stt.threads = 2\n"), "{added}");
    let inline = "ui = { ascii = true, hud = 'full' } # i\n";
    assert_eq!(set(inline, "ui", "hud", "'minimal'"), inline.replace("full", "minimal"));
    let left = set(inline, "ui", "ascii", "default");
    assert!(!left.contains("ascii") && left.contains("hud = 'full'") && left.ends_with("# i\n"));
}

#[test]
fn line_ends_of_another_system_are_kept() {
    let text = FILE.replace('\n', "\r\n");
    for (table, key, new) in [
        ("voice", "silence_tail_ms", "250"),
        ("voice", "send", "\"auto\""),
        ("stt", "model", "\"base\""),
        ("voice", "vad", "default"),
    ] {
        let changed = set(&text, table, key, new);
        assert_eq!(changed.matches('\n').count(), changed.matches("\r\n").count(), "{changed:?}");
        assert_eq!(changed.replace("\r\n", "\n"), set(FILE, table, key, new));
    }
}

#[test]
fn what_is_no_table_is_left_alone() {
    assert!(with_value("voice = 3", "voice", "vad", Some(&"energy".into())).is_err());
    assert!(with_value("voice = [", "voice", "vad", None).is_err());
}

#[test]
fn a_new_file_is_its_owners_alone_and_an_old_one_keeps_its_mode() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/config.toml");
    // The folder above is the test's own.
    let made = [folder.path().join("deep"), folder.path().join("deep/er")];
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    put(&path, "", "a = 1\n").unwrap();
    assert_eq!((mode(&path), mode(&made[0]), mode(&made[1])), (0o600, 0o700, 0o700));
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
    put(&path, "a = 1\n", "a = 2\n").unwrap();
    assert_eq!((mode(&path), std::fs::read_to_string(&path).unwrap()), (0o640, "a = 2\n".into()));
    assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing is left");
}

#[test]
fn a_link_stays_one_and_what_it_leads_to_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("dotfiles.toml"), folder.path().join("config.toml"));
    symlink("dotfiles.toml", &link).unwrap();
    put(&link, "", "a = 1\n").unwrap();
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(&real).unwrap(), "a = 1\n");
    let circle = folder.path().join("circle");
    symlink("circle", &circle).unwrap();
    assert!(put(&circle, "", "").unwrap_err().to_string().contains("too many links"));
}

#[test]
fn a_read_only_file_is_refused_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, "a = 1\n").unwrap();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o400)).unwrap();
    let message = put(&path, "a = 1\n", "a = 2\n").unwrap_err().to_string();
    assert!(message.ends_with("config.toml: is read-only; nothing was saved"), "{message}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a = 1\n");
}

#[test]
fn a_folder_that_takes_no_file_is_reported_with_what_helps() {
    // There no user may make a file, not even root.
    let error = put(Path::new("/proc/self/config.toml"), "", "a = 1\n").unwrap_err();
    let message = error.to_string();
    assert!(message.starts_with("/proc/self/config.toml: nothing was saved; "), "{message}");
    assert!(!message.contains("free some space"), "{message}");
}

#[test]
fn what_another_program_saved_meanwhile_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, "a = 1 # theirs\n").unwrap();
    let message = put(&path, "a = 1\n", "a = 2\n").unwrap_err().to_string();
    assert!(message.ends_with("was edited just now; nothing was saved, try again"), "{message}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a = 1 # theirs\n");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn a_text_of_several_lines_stays_as_it_is_in_a_file_with_both_ends_of_lines() {
    let text = "[voice]\r\ninitial_prompt = \"\"\"a\nb\"\"\"\r\n";
    let read = |text: &str| text.parse::<toml::Table>().unwrap()["voice"]["initial_prompt"].clone();
    assert_eq!(read(&set(text, "voice", "follow_up_ms", "7")), read(text));
}
