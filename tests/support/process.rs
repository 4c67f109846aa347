//! What has become of a process that is not the test's own child.

use rustix::process::{Pid, test_kill_process};

/// What a process does, as `/proc` tells it: `S` for sleeping, `T` for stopped, `Z` for a zombie;
/// nothing if there is no such process.
pub fn state_of(process: Pid) -> Option<char> {
    let file = format!("/proc/{}/stat", process.as_raw_nonzero());
    let stat = std::fs::read_to_string(file).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

/// Whether it has ended. Whether somebody has reaped it already does not matter: what adopts the orphans
/// of a machine may take seconds.
pub fn has_ended(process: Pid) -> bool {
    test_kill_process(process).is_err() || state_of(process) == Some('Z')
}
