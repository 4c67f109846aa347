//! A panic must not leave the terminal raw, nor its message behind the agent's screen.

use std::fs::File;
use std::io::Write;
use std::panic;

/// From now on a panic is logged; on the main thread, which ends parlo, the terminal is first given
/// back with `restore` and the place is then reported to `report`. What a panic says may hold text
/// of the user's, so it is told nowhere.
pub fn restore_on_panic(restore: impl Fn() + Send + Sync + 'static, report: File) {
    panic::set_hook(Box::new(move |info| {
        let thread = std::thread::current();
        let location = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(thread = thread.name().unwrap_or("?"), location, "panic");
        if thread.name() == Some("main") {
            restore();
            let _ = writeln!(&report, "parlo: internal error at {location}; please report it");
        }
    }));
}
