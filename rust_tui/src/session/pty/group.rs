//! The process group of an agent: sends it signals and checks whether a process of it still runs.
//!
//! The leader must not have been reaped: as long as it exists, if only as a zombie, the id of its
//! group cannot be reused.

use rustix::process::{Pid, Signal, kill_process_group};

/// Sends a signal to the whole group.
pub(super) fn signal(leader: Pid, signal: Signal) {
    if let Err(error) = kill_process_group(leader, signal) {
        tracing::debug!(%error, ?signal, "the agent's group took no signal");
    }
}

/// Whether a process of the group runs; zombies do not count.
#[cfg(target_os = "linux")]
pub(super) fn is_running(leader: Pid) -> bool {
    // A null signal would also reach the leader as a zombie.
    let Ok(processes) = std::fs::read_dir("/proc") else { return false };
    processes.flatten().any(|process| {
        let stat = std::fs::read_to_string(process.path().join("stat")).unwrap_or_default();
        is_alive_in(&stat, leader.as_raw_nonzero().get())
    })
}

/// On other systems zombies take no signals.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_running(leader: Pid) -> bool {
    rustix::process::test_kill_process_group(leader).is_ok()
}

/// Whether a line of `/proc/PID/stat` is a living process of that group:
/// `PID (NAME) STATE PARENT GROUP …`, where the name may contain anything.
#[cfg(target_os = "linux")]
fn is_alive_in(stat: &str, group: i32) -> bool {
    let Some((_, after_name)) = stat.rsplit_once(") ") else { return false };
    let mut fields = after_name.split(' ');
    let state = fields.next().unwrap_or_default();
    !matches!(state, "Z" | "X") && fields.nth(1).and_then(|field| field.parse().ok()) == Some(group)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_group_is_found_after_any_name() {
        assert!(is_alive_in("12 (sh) S 1 77 77 0", 77));
        assert!(is_alive_in("12 (a) Z 1 (b) R 1 77 12 0", 77));
        assert!(!is_alive_in("12 (sh) Z 1 77 77 0", 77));
        assert!(!is_alive_in("77 (sh) S 77 12 77 77", 77));
        assert!(!is_alive_in("", 77));
    }
}
