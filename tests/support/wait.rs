//! Waiting for a condition under a deadline: the only place in the tests that sleeps.

use std::time::{Duration, Instant};

/// How often a condition is checked. Short compared with parlo's own timings of at least 300 ms.
const INTERVAL: Duration = Duration::from_millis(15);

/// For a program to start and draw: generous, since a busy machine is not a defect.
pub const START: Duration = Duration::from_secs(30);

/// For something that takes a moment at most.
pub const SOON: Duration = Duration::from_secs(10);

/// Calls `probe` until it finds something or the time is up.
pub fn poll<T>(limit: Duration, mut probe: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(found) = probe() {
            return Some(found);
        }
        if Instant::now() >= deadline {
            return None;
        }
        std::thread::sleep(INTERVAL);
    }
}

/// Calls `probe` until it finds something; fails the test with `scene` when the time is up.
pub fn until<T>(
    what: &str,
    limit: Duration,
    probe: impl FnMut() -> Option<T>,
    scene: impl FnOnce() -> String,
) -> T {
    match poll(limit, probe) {
        Some(found) => found,
        None => panic!("waited {} s in vain for: {what}\n{}", limit.as_secs_f32(), scene()),
    }
}

/// Sleeps for a time that is part of a scenario, such as a user's pause between two keys. To wait
/// for something use [`until`].
pub fn let_pass(duration: Duration) {
    std::thread::sleep(duration);
}
