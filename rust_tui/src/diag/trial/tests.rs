//! Programs that end, fail, and do not end.

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::*;

const LONG: Duration = Duration::from_secs(20);

#[test]
fn the_first_line_comes_from_the_right_output() {
    for (script, code, line) in [
        ("echo a warning >&2; echo; echo ' 1.0 '", 0, "1.0"),
        ("echo 1.0 >&2", 0, "1.0"),
        ("echo; echo ' broken ' >&2; echo hint; exit 3", 3, "broken"),
        ("echo broken; exit 3", 3, "broken"),
    ] {
        let tried = first_line(Command::new("sh").args(["-c", script]), LONG).unwrap();
        let (status, found) = tried.unwrap();
        assert_eq!((status.code(), found.as_str()), (Some(code), line), "{script}");
    }
    let much = first_line(Command::new("sh").args(["-c", "yes | head -c 100000"]), LONG);
    assert_eq!(much.unwrap().unwrap().1, "y");
}

#[test]
fn a_program_that_does_not_end_is_killed_with_its_children() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo");
    let made = Command::new("mkfifo").arg(&fifo).status().unwrap();
    assert!(made.success());
    // The pipe ends only when every process that holds the other end is gone.
    let open = rustix::fs::OFlags::RDONLY | rustix::fs::OFlags::NONBLOCK;
    let reader = rustix::fs::open(&fifo, open, rustix::fs::Mode::empty()).unwrap();
    let mut reader = std::fs::File::from(reader);
    let script = "sleep 600 > $0 & echo started > $0; exec sleep 600 > $0";
    let mut command = Command::new("sh");
    let line = first_line(command.args(["-c", script]).arg(&fifo), Duration::from_secs(3));
    assert!(line.unwrap().is_none());
    // With no requested events only the hang-up is reported.
    let mut end = [PollFd::new(&reader, PollFlags::empty())];
    poll(&mut end, Some(&Timespec { tv_sec: 20, tv_nsec: 0 })).unwrap();
    assert!(end[0].revents().contains(PollFlags::HUP), "something still runs");
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    assert_eq!(text, "started\n");
}

#[test]
fn a_missing_program_is_an_error() {
    assert!(first_line(&mut Command::new("/nonexistent/agent"), LONG).is_err());
}
