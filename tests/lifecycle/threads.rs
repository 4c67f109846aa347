//! A panic in a thread of the real program: strace gives one system call an impossible result, more
//! bytes read or written than requested, and the next use of that number panics.

use std::process::{Child, Command, Stdio};

use rustix::process::Pid;

use super::{Stage, is_given_back, wait_for_end_of};
use crate::support::{REMEDY, wait};

/// The threads of a process by name, without the first thread.
fn threads(process: Pid) -> Vec<(String, String)> {
    let folder = format!("/proc/{}/task", process.as_raw_nonzero());
    let tasks = std::fs::read_dir(folder).expect("a running program").flatten();
    let name = |task: &std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm"));
    tasks
        .filter_map(|task| Some((name(&task).ok()?.trim().to_owned(), task.file_name())))
        .map(|(name, id)| (name, id.to_string_lossy().into_owned()))
        .collect()
}

/// Gives the next such call of a thread an impossible result; returns once strace is attached.
fn spoil(thread: &str, call: &str) -> Child {
    let injection = format!("inject={call}:retval=99999999:when=1");
    let mut strace = Command::new("strace");
    strace.args(["-qq", "-o", "/dev/null", "-p", thread, "-e", &injection]);
    let strace = strace.stdin(Stdio::null()).spawn();
    let strace = strace.unwrap_or_else(|error| panic!("strace: {error}; {REMEDY}"));
    let status = format!("/proc/{thread}/status");
    let traced = || {
        let status = std::fs::read_to_string(&status).ok()?;
        let tracer = status.lines().find_map(|row| row.strip_prefix("TracerPid:"))?.trim();
        (tracer != "0").then_some(())
    };
    wait::until("a traced thread", wait::SOON, traced, || status.clone());
    strace
}

/// Checks that a panic in that thread at its next such call, which a key of the user's causes, ends
/// parlo with this code and message and leaves nothing behind.
#[track_caller]
fn check_panic(thread: &str, call: &str, code: u32, message: &str) {
    let mut it = Stage::start(&[]);
    it.recorder.emit("\x1b[?1049h\x1b[>31u\x1b[?1003;1004;2004h\x1b[5 q\x1b[?25l\x1b]0;title\x07");
    it.host.wait_until("the agent's modes", |state| {
        state.keyboard_flags() == 31 && state.has(2004) && state.cursor_shape == Some(5)
    });
    let all = threads(it.host.process());
    let id = match thread {
        "main" => it.host.process().as_raw_nonzero().to_string(),
        name => all.iter().find(|(it, _)| it == name).expect("the thread").1.clone(),
    };
    let mut strace = spoil(&id, call);
    let agent = it.recorder.process();
    // The recorder answers a key with output, so that every thread has work to do.
    it.host.send("k");
    if thread == "pty-reader" || thread == "main" {
        it.recorder.say("something");
    }
    assert_eq!(it.host.wait_for_exit(wait::SOON), code, "{thread}");
    let _ = strace.wait();
    is_given_back(&it.host);
    assert!(it.host.screen().contains(message), "{}", it.host.scene());
    wait_for_end_of(agent);
}

#[test]
fn a_panic_of_the_main_thread_ends_parlo_and_nothing_is_left_behind() {
    check_panic("main", "write", 101, "parlo: internal error at rust_tui/src/");
}

#[test]
fn a_panic_of_the_key_reader_ends_parlo_and_nothing_is_left_behind() {
    check_panic("tty-input", "read", 1, "parlo: internal error in tty-input at rust_tui/src/");
}

#[test]
fn a_panic_of_the_pty_reader_ends_parlo_and_nothing_is_left_behind() {
    check_panic("pty-reader", "read", 1, "parlo: internal error in pty-reader at rust_tui/src/");
}

#[test]
fn a_panic_of_the_pty_writer_ends_parlo_and_nothing_is_left_behind() {
    check_panic("pty-writer", "write", 1, "parlo: internal error in pty-writer at rust_tui/src/");
}

#[test]
fn the_threads_parlo_cannot_run_without_have_the_names_it_knows() {
    let it = Stage::start(&[]);
    let all = threads(it.host.process());
    for name in ["tty-input", "pty-reader", "pty-writer", "pty-wait", "signals"] {
        assert!(all.iter().any(|(it, _)| it == name), "no {name} in {all:?}");
    }
}
