//! How many threads a decode can use without waiting for other programs.
//!
//! The threads of a matrix product wait for one another at its end. One that has to share its core
//! with a compiler holds up all, so a second thread that finds no core of its own is worse than none.
//! Asked before each decode by the thread that decodes.

use std::time::Duration;

/// Looks at the machine; the smallest count holds, since what runs for a moment only (the main
/// thread drawing a frame) takes no core away.
const LOOKS: usize = 3;
const BETWEEN_LOOKS: Duration = Duration::from_millis(1);

/// The threads to use now: `wanted`, less where other programs keep cores busy, and at least one.
pub(super) fn free(wanted: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut busy = usize::MAX;
    for look in 0..LOOKS {
        if look > 0 && busy > 0 {
            std::thread::sleep(BETWEEN_LOOKS);
        }
        // Elsewhere than on Linux nothing says.
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        busy = busy.min(others_running(&load));
    }
    share(wanted, cores, busy)
}

fn share(wanted: usize, cores: usize, busy: usize) -> usize {
    wanted.min(cores.saturating_sub(busy)).max(1)
}

/// The threads on the machine that run or could, without the one that asks; from the fourth field
/// of `/proc/loadavg`, such as `3/120`.
fn others_running(load: &str) -> usize {
    let running = load.split_whitespace().nth(3).and_then(|field| field.split('/').next());
    running.and_then(|running| running.parse::<usize>().ok()).map_or(0, |all| all.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_asking_thread_is_no_competitor() {
        assert_eq!(others_running("0.20 0.18 0.12 1/80 11206\n"), 0);
        assert_eq!(others_running("5.43 4.50 3.52 7/138 11271\n"), 6);
        assert_eq!(others_running(""), 0);
    }

    #[test]
    fn busy_cores_are_left_alone_but_one_thread_there_always_is() {
        assert_eq!([0, 1, 2, 9].map(|busy| share(2, 2, busy)), [2, 1, 1, 1]);
        assert_eq!([0, 4, 6].map(|busy| share(4, 8, busy)), [4, 4, 2]);
    }
}
