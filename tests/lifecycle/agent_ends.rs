//! The end of the agent, and the processes it leaves behind.

use rustix::process::{Signal, kill_process};

use super::{is_given_back, processes, start_shell, state_of, wait_for_end_of};
use crate::support::parlo::Home;
use crate::support::{machine, wait};

#[test]
fn parlo_ends_with_the_agents_exit_code() {
    let _machine = machine::shared();
    let home = Home::new();
    let ends = [("exit 42", 42), ("kill -SEGV $$", 139), ("kill -KILL $$", 137)];
    for (end, code) in ends {
        let script = format!("printf '\\033]7501;state=blocked\\033\\\\'; echo READY; {end}");
        let mut host = start_shell(&home, &script);
        assert_eq!(host.wait_for_exit(wait::START), code, "{end}");
        is_given_back(&host);
    }
}

/// A shell that ignores all signals it can, with a child in its group and a daemon outside it.
const STUBBORN: &str = "trap '' HUP TERM INT
sleep 300 & child=$!
setsid sleep 300 & daemon=$!
echo PIDS $$ $child $daemon READY
while :; do sleep 1; done";

#[test]
fn an_agent_that_ignores_every_signal_is_killed_with_its_group_only() {
    let _machine = machine::shared();
    let home = Home::new();
    let mut host = start_shell(&home, STUBBORN);
    let screen = host.wait_for_text("READY", wait::START);
    let [agent, child, daemon] = processes(&screen, "PIDS")[..] else { panic!("{screen}") };
    host.signal(Signal::TERM);
    assert_eq!(host.wait_for_exit(wait::START), 143);
    // Its parent was parlo: if it had not been reaped, it would be a zombie.
    assert_eq!(state_of(agent), None);
    wait_for_end_of(child);
    assert_eq!(state_of(daemon), Some('S'));
    kill_process(daemon, Signal::KILL).unwrap();
    is_given_back(&host);
}

#[test]
fn processes_left_in_the_group_end_with_the_agent_even_if_they_flood() {
    let _machine = machine::shared();
    let home = Home::new();
    let script = "trap '' HUP; sleep 300 & echo PIDS $! READY; sleep 0.2; exit 5";
    let mut host = start_shell(&home, script);
    let screen = host.wait_for_text("READY", wait::START);
    assert_eq!(host.wait_for_exit(wait::START), 5);
    wait_for_end_of(processes(&screen, "PIDS")[0]);
    let script = "trap '' HUP; yes & echo PIDS $! > pid; sleep 1; exit 6";
    let mut host = start_shell(&home, script);
    assert_eq!(host.wait_for_exit(wait::START), 6);
    let note = std::fs::read_to_string(home.path().join("pid")).unwrap();
    wait_for_end_of(processes(&note, "PIDS")[0]);
}

#[test]
fn an_agent_that_closes_its_terminal_still_has_its_exit_code() {
    let _machine = machine::shared();
    let home = Home::new();
    let script = "echo READY; exec <&- >&- 2>&-; sleep 1; exit 7";
    let mut host = start_shell(&home, script);
    assert_eq!(host.wait_for_exit(wait::START), 7);
    is_given_back(&host);
}

#[test]
fn an_agent_that_closes_its_terminal_and_never_ends_is_killed() {
    let _machine = machine::shared();
    let home = Home::new();
    let script = "trap '' HUP; echo PIDS $$ READY; exec <&- >&- 2>&-; while :; do sleep 1; done";
    let mut host = start_shell(&home, script);
    let screen = host.wait_for_text("READY", wait::START);
    let agent = processes(&screen, "PIDS")[0];
    assert_eq!(host.wait_for_exit(wait::START), 137);
    assert_eq!(state_of(agent), None);
    is_given_back(&host);
    assert!(host.screen().contains("closed its terminal"), "{}", host.scene());
}

#[test]
fn without_a_terminal_parlo_names_what_works_without_one() {
    let home = Home::new();
    for redirection in ["<&-", "</dev/null", "<&- >/dev/null", ">&-", "| cat"] {
        let script = format!("\"$0\" -- true {redirection}");
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_parlo")]);
        let output = shell.env("HOME", home.path()).output().unwrap();
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(message.contains("parlo needs a terminal"), "{redirection}: {message}");
        assert!(!output.status.success() || redirection == "| cat", "{redirection}");
    }
}
