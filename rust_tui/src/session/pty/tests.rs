//! Real children in real pseudo-terminals. Every wait is for a condition, under a deadline.
#![allow(clippy::unwrap_used, reason = "a failed set-up fails the test")]

use std::ffi::{OsStr, OsString};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};
use parlo_core::sink::Sink;

use super::{
    AgentCommand, AgentExit, Pty, PtyError, PtyEvent, PtyOutput, TerminalSize, WriteError,
    agent_term,
};

const SIZE: TerminalSize = TerminalSize { columns: 80, rows: 24, cell_pixels: None };
const TIMEOUT: Duration = Duration::from_secs(20);

/// A pseudo-terminal and what it reports.
struct Terminal {
    pty: Pty,
    events: Receiver<PtyEvent>,
}

impl Deref for Terminal {
    type Target = Pty;

    fn deref(&self) -> &Pty {
        &self.pty
    }
}

impl DerefMut for Terminal {
    fn deref_mut(&mut self) -> &mut Pty {
        &mut self.pty
    }
}

fn spawn(command: &AgentCommand) -> Result<Terminal, PtyError> {
    let (sender, events) = unbounded();
    let sink = Sink::new(move |event| {
        let _ = sender.send(event);
    });
    Ok(Terminal { pty: Pty::spawn(command, SIZE, sink)?, events })
}

fn shell(script: &str) -> Terminal {
    let arguments = vec![OsString::from("-c"), OsString::from(script)];
    let command = AgentCommand::inheriting(OsString::from("sh"), arguments).unwrap();
    spawn(&command).unwrap()
}

/// Reads until the output holds `wanted`, and returns all of it.
#[track_caller]
fn read_until(pty: &Pty, wanted: &str) -> String {
    let deadline = Instant::now() + TIMEOUT;
    let mut output = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&output);
        if text.contains(wanted) {
            return text.into_owned();
        }
        match pty.output().recv_deadline(deadline) {
            Ok(PtyOutput::Bytes(bytes)) => output.extend(bytes),
            Ok(PtyOutput::Closed) | Err(_) => panic!("no {wanted:?} in {text:?}"),
        }
    }
}

#[track_caller]
fn read_to_end(pty: &Pty) -> Vec<u8> {
    let deadline = Instant::now() + TIMEOUT;
    let mut output = Vec::new();
    while let PtyOutput::Bytes(bytes) = pty.output().recv_deadline(deadline).unwrap() {
        output.extend(bytes);
    }
    output
}

#[track_caller]
fn exit_of(pty: &Terminal) -> AgentExit {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        if let PtyEvent::Exited(exit) = pty.events.recv_deadline(deadline).unwrap() {
            return exit;
        }
    }
}

fn is_in_process_table(process: &str) -> bool {
    Path::new("/proc").join(process).exists()
}

#[test]
fn the_exit_code_comes_through() {
    let pty = shell("printf done; exit 7");
    assert_eq!(read_to_end(&pty), b"done");
    assert_eq!(exit_of(&pty), AgentExit::Code(7));
    assert_eq!(AgentExit::Code(7).code(), 7);
}

#[test]
fn a_fatal_signal_becomes_128_plus_its_number() {
    let pty = shell("kill -TERM $$");
    assert_eq!(exit_of(&pty), AgentExit::Signal(15));
    assert_eq!(AgentExit::Signal(15).code(), 143);
}

#[test]
fn a_missing_program_is_named() {
    let program = OsString::from("no-such-agent");
    let command = AgentCommand::inheriting(program, Vec::new()).unwrap();
    let message = spawn(&command).err().unwrap().to_string();
    assert!(message.contains("no-such-agent") && message.contains("PATH"), "{message}");
}

#[test]
fn a_path_without_a_leading_dot_is_a_path() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/bin", folder.path().join("tools")).unwrap();
    let arguments = vec!["-c".into(), "echo found".into()];
    let mut command = AgentCommand::inheriting("tools/sh".into(), arguments).unwrap();
    command.directory = folder.path().to_owned();
    let pty = spawn(&command).unwrap();
    read_until(&pty, "found");
}

#[test]
fn the_child_sees_its_size_and_every_change() {
    let pty =
        shell("stty size; trap 'stty size; exit' WINCH; echo armed; while :; do read x; done");
    assert!(read_until(&pty, "armed").contains("24 80"));
    pty.resize(TerminalSize { columns: 101, rows: 33, cell_pixels: None }).unwrap();
    // Some shells run the trap only once the read is over.
    pty.write(b"\n".to_vec()).unwrap();
    assert!(read_until(&pty, "33 101").contains("33 101"));
}

#[test]
fn the_child_inherits_folder_and_environment() {
    let directory = tempfile::tempdir().unwrap();
    let mut command = AgentCommand::inheriting(
        OsString::from("sh"),
        vec![OsString::from("-c"), OsString::from("pwd -P; echo \"$PARLO_TEST $TERM\"")],
    )
    .unwrap();
    command.directory = directory.path().to_owned();
    command.environment.push((OsString::from("PARLO_TEST"), OsString::from("kept")));
    command.environment.push((OsString::from("TERM"), OsString::from("screen-256color")));
    let pty = spawn(&command).unwrap();
    let output = String::from_utf8(read_to_end(&pty)).unwrap();
    let real_path = directory.path().canonicalize().unwrap();
    assert!(output.contains(&*real_path.to_string_lossy()), "{output}");
    assert!(output.contains("kept screen-256color"), "{output}");
}

#[test]
fn term_is_kept_unless_it_says_nothing() {
    assert_eq!(agent_term(Some(OsStr::new("xterm-kitty"))), "xterm-kitty");
    assert_eq!(agent_term(Some(OsStr::new("dumb"))), "xterm-256color");
    assert_eq!(agent_term(Some(OsStr::new(""))), "xterm-256color");
    assert_eq!(agent_term(None), "xterm-256color");
}

#[test]
fn a_megabyte_arrives_whole_and_in_order() {
    let mut paste = Vec::with_capacity(1 << 20);
    for number in 0.. {
        paste.extend_from_slice(format!("{number:07}\n").as_bytes());
        if paste.len() == 1 << 20 {
            break;
        }
    }
    let pty = shell("stty raw -echo; echo ready; exec head -c 1048576");
    let greeting = read_until(&pty, "ready");
    assert!(greeting.trim_end().ends_with("ready"));

    let written_from = Instant::now();
    let tickets: Vec<_> =
        paste.chunks(300_000).map(|part| pty.write_reported(part.to_vec()).unwrap()).collect();
    let echoed = read_to_end(&pty);
    // What followed the greeting in the same piece of output was read with it.
    let already_read = greeting.split("ready").nth(1).unwrap().trim_start_matches(['\r', '\n']);
    let echoed = [already_read.as_bytes(), &echoed].concat();
    let start = echoed.iter().position(u8::is_ascii_digit).unwrap();
    assert!(echoed[start..] == paste[..], "the echo differs from the paste");

    let mut reported = Vec::new();
    for event in pty.events.try_iter() {
        if let PtyEvent::Written { ticket, at } = event {
            assert!(at >= written_from && at <= Instant::now());
            reported.push(ticket);
        }
    }
    assert_eq!(reported, tickets);
}

#[test]
fn an_agent_that_does_not_read_never_blocks_the_writer() {
    let pty = shell("stty raw -echo; echo ready; sleep 60");
    read_until(&pty, "ready");
    let block = vec![b'x'; 4 << 20];
    let started = Instant::now();
    let refused = (0..8).find_map(|_| pty.write(block.clone()).err());
    assert_eq!(refused, Some(WriteError::Full));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn unread_output_slows_the_agent_and_is_not_lost() {
    let pty = shell("stty raw; i=0; while [ $i -lt 300000 ]; do echo 0123456789; i=$((i+1)); done");
    let deadline = Instant::now() + TIMEOUT;
    while !pty.output().is_full() {
        assert!(Instant::now() < deadline, "the channel never filled");
        std::thread::yield_now();
    }
    assert_eq!(read_to_end(&pty).len(), 300_000 * 11);
}

#[test]
fn a_hang_up_ends_an_agent_at_once() {
    let mut pty = shell("echo ready; exec sleep 60");
    read_until(&pty, "ready");
    let started = Instant::now();
    assert_eq!(pty.hang_up(Duration::from_secs(10)), Some(AgentExit::Signal(1)));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_stopped_agent_is_hung_up_too() {
    let mut pty = shell("echo $$ ready; kill -STOP $$; sleep 60");
    read_until(&pty, "ready");
    assert_eq!(pty.hang_up(Duration::from_secs(10)), Some(AgentExit::Signal(1)));
}

#[test]
fn an_agent_that_ignores_the_hang_up_is_killed_and_leaves_no_zombie() {
    let mut pty = shell("trap '' HUP; sleep 60 & echo pids $$ $! ready; wait");
    let output = read_until(&pty, "ready");
    let pids: Vec<&str> = output.split_whitespace().skip(1).take(2).collect();
    let started = Instant::now();
    let grace = Duration::from_millis(200);
    assert_eq!(pty.hang_up(grace), Some(AgentExit::Signal(9)));
    assert!(started.elapsed() >= grace);
    drop(pty);
    assert!(!is_in_process_table(pids[0]), "the agent is left as a zombie");
    // Its child is reaped by the system, a little later.
    let deadline = Instant::now() + TIMEOUT;
    let ended = |pid: &str| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.is_empty() || stat.contains(") Z ")
    };
    while !ended(pids[1]) {
        assert!(Instant::now() < deadline, "the agent's child outlived it");
        std::thread::yield_now();
    }
}

#[test]
fn an_agent_that_floods_can_still_end() {
    let mut pty = shell(
        "trap 'i=0; while [ $i -lt 200000 ]; do echo bye; i=$((i+1)); done; exit 3' HUP
        echo ready; while :; do sleep 0.05; done",
    );
    read_until(&pty, "ready");
    assert_eq!(pty.hang_up(TIMEOUT), Some(AgentExit::Code(3)));
}

#[test]
fn a_background_process_that_keeps_the_terminal_does_not_hang_the_end() {
    let pty = shell("trap '' HUP; sleep 20 & echo ready; exit 0");
    read_until(&pty, "ready");
    assert_eq!(exit_of(&pty), AgentExit::Code(0));
    let started = Instant::now();
    drop(pty);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn nothing_is_typed_into_the_agent_at_the_end() {
    let directory = tempfile::tempdir().unwrap();
    let record = directory.path().join("typed");
    let script = format!("trap '' HUP; stty -echo; echo ready; cat > {}", record.display());
    let mut pty = shell(&script);
    read_until(&pty, "ready");
    pty.hang_up(Duration::from_millis(100));
    drop(pty);
    assert_eq!(std::fs::read(record).unwrap_or_default(), b"");
}
