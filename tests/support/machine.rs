//! A lock on the processors: tests that measure time run alone.
//!
//! A test binary runs its tests on as many threads as there are cores, and other runners start a
//! process per test; the lock is therefore a file and holds for both.

use std::fs::File;
use std::path::Path;

/// The lock, until dropped.
#[must_use = "the machine is given back when this is dropped"]
pub struct Machine {
    _lock: File,
}

/// For a test that compares times with a stopwatch: no other test runs at the same time.
pub fn alone() -> Machine {
    let lock = lock_file();
    lock.lock().expect("locking the machine for one test");
    Machine { _lock: lock }
}

/// For any other test that starts programs: runs together with others of its kind.
pub fn shared() -> Machine {
    let lock = lock_file();
    lock.lock_shared().expect("locking the machine for some tests");
    Machine { _lock: lock }
}

/// For a test that computes for minutes and waits for nothing: it runs beside any other, on what those
/// leave of the processors.
pub fn background() {
    rustix::process::nice(19).expect("a lower priority");
}

fn lock_file() -> File {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("parlo-tests.lock");
    File::create(&path).unwrap_or_else(|error| panic!("creating {}: {error}", path.display()))
}
