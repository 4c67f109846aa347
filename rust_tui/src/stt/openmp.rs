//! Has the decoder's threads give their core away soon while they wait for one another.
//!
//! A matrix product ends when its slowest thread does. OpenMP's threads spin for a while before they
//! sleep; on a machine that is busy they keep the core from the very thread they wait for, and a
//! decode of 0.2 s takes seconds. How long they spin, the runtime reads from the environment before
//! `main`, and a process must not change its own environment. So parlo starts itself once more with
//! the variable set: the same process, a millisecond later. The agent never sees the variable.

use std::ffi::{OsStr, OsString};

/// Turns of the waiting loop, some microseconds; libgomp's own default is 300 times as many.
const SPIN: (&str, &str) = ("GOMP_SPINCOUNT", "1000");
/// Says that parlo has been started again.
const STARTED_AGAIN: &str = "PARLO_STARTED_AGAIN";

/// Starts the program again, with the variable, unless that has been done or the user has chosen
/// otherwise. Returns if there is nothing to do or it cannot be done; parlo works without it.
#[cfg(target_os = "linux")]
pub fn restart() {
    use std::os::unix::process::CommandExt;
    let is_chosen = ["GOMP_SPINCOUNT", "OMP_WAIT_POLICY", STARTED_AGAIN]
        .iter()
        .any(|name| std::env::var_os(name).is_some());
    let mut arguments = std::env::args_os();
    let (false, Some(name), Ok(program)) = (is_chosen, arguments.next(), std::env::current_exe())
    else {
        return;
    };
    let mut command = std::process::Command::new(program);
    command.arg0(name).args(arguments).env(SPIN.0, SPIN.1).env(STARTED_AGAIN, "1");
    // Comes back only with an error.
    let _ = command.exec();
}

/// Elsewhere the decoder has threads of its own.
#[cfg(not(target_os = "linux"))]
pub fn restart() {}

/// The environment without what [`restart`] has put into it.
pub fn without_own(environment: &mut Vec<(OsString, OsString)>) {
    if environment.iter().any(|(name, _)| name == OsStr::new(STARTED_AGAIN)) {
        environment
            .retain(|(name, _)| name != OsStr::new(STARTED_AGAIN) && name != OsStr::new(SPIN.0));
    }
}

#[cfg(test)]
mod tests;
