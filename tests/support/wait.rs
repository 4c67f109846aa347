//! Waiting for a fact under a deadline: the only place in the tests that sleeps.

use std::time::{Duration, Instant};

/// How often a fact is looked for. Short beside the 300 ms that parlo's own timings have at least.
const INTERVAL: Duration = Duration::from_millis(15);

/// Starting a program and having it draw: generous, since a busy machine is not a defect.
pub const START: Duration = Duration::from_secs(30);

/// Something that takes a moment at most.
pub const SOON: Duration = Duration::from_secs(10);

/// Looks until `probe` finds something or the time is up.
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

/// Looks until `probe` finds something; fails the test with `scene` when the time is up.
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

/// Lets time pass that is itself part of a scenario, such as a user's pause between two keys.
/// Never a way to wait for something: that is what [`until`] is for.
pub fn let_pass(duration: Duration) {
    std::thread::sleep(duration);
}
