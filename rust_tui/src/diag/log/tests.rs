//! The log file: removed, full, readable by others.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use crossbeam_channel::{Receiver, unbounded};

use super::*;

/// Where troubles go, and what has gone there.
fn sink() -> (Sink<String>, Receiver<String>) {
    let (sender, troubles) = unbounded();
    (Sink::new(move |trouble| drop(sender.send(trouble))), troubles)
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_log_that_is_removed_is_begun_again_and_that_is_reported_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state/parlo.log");
    let (sender, troubles) = sink();
    let mut log = LogFile::open(&path, sender).unwrap();
    log.write_all(b"one\n").unwrap();
    assert_eq!(troubles.try_recv().ok(), None);
    // Its folder too, and then another file in its place.
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    log.write_all(b"two\n").unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "two\n");
    let trouble = troubles.try_recv().unwrap();
    assert!(trouble.contains("removed") && trouble.contains("parlo.log"), "{trouble}");
    std::fs::rename(&path, path.with_extension("1")).unwrap();
    log.write_all(b"three\n").unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "three\n");
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    assert_eq!(troubles.try_recv().ok(), None);
}

#[test]
fn a_full_disk_is_reported_once_and_loses_lines_alone() {
    let (sender, troubles) = sink();
    let mut log = LogFile::open(Path::new("/dev/full"), sender).unwrap();
    log.write_all(b"one\n").unwrap();
    log.write_all(b"two\n").unwrap();
    let trouble = troubles.try_recv().unwrap();
    assert!(trouble.contains("/dev/full") && trouble.contains("--log-file"), "{trouble}");
    assert_eq!(troubles.try_recv().ok(), None);
}

#[test]
fn a_log_readable_by_others_becomes_private() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("parlo.log");
    std::fs::write(&path, "old\n").unwrap();
    std::fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
    let mut log = LogFile::open(&path, sink().0).unwrap();
    log.write_all(b"new\n").unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old\nnew\n");
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn a_filter_that_lets_nothing_through_is_refused() {
    for filter in ["debug", "WARN", "off", "5", "parlo=trace", "info,parlo_core=debug", "warn,a::b"]
    {
        assert!(filter_of(filter).is_some(), "{filter}");
    }
    for filter in ["verbose", "info,loud", "parlo=loud", "1o"] {
        assert!(filter_of(filter).is_none(), "{filter}");
    }
}

#[test]
fn where_no_log_can_be_that_is_reported() {
    let (sender, troubles) = sink();
    Log::start(Path::new("/dev/null/parlo.log"), None, sender);
    let trouble = troubles.try_recv().unwrap();
    assert!(
        trouble.starts_with("no log; check the path or give --log-file: /dev/null/"),
        "{trouble}"
    );
}
