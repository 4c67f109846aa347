//! The panic hook: a panic must not leave the terminal raw, hide its message behind the agent's
//! screen, or end a thread unnoticed.

use std::fmt;
use std::fs::File;
use std::io::Write;
use std::panic;

use parlo_core::sink::Sink;

/// Where a thread other than the main one panicked. `Display` is a message for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panicked {
    /// The name of the thread.
    pub thread: String,
    location: String,
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { thread, location } = self;
        write!(f, "internal error in {thread} at {location}; please report it with the log file")
    }
}

/// From now on a panic is logged; on the main thread, which ends parlo, the terminal is first given
/// back with `restore` and the place is then written to `report`. Those of other threads go to
/// `panics`. What a panic says may hold text of the user's, so it is reported nowhere.
pub fn restore_on_panic(
    restore: impl Fn() + Send + Sync + 'static,
    report: File,
    panics: Sink<Panicked>,
) {
    panic::set_hook(Box::new(move |info| {
        let thread = std::thread::current().name().unwrap_or("a thread").to_owned();
        let location = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(thread, location, "panic");
        if thread == "main" {
            restore();
            let _ = writeln!(&report, "parlo: internal error at {location}; please report it");
        } else {
            panics.send(Panicked { thread, location });
        }
    }));
}

#[cfg(test)]
mod tests {
    use std::fs::read_to_string;

    use super::*;

    #[test]
    fn a_panic_reports_its_location_and_not_its_message() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report");
        let before = panic::take_hook();
        restore_on_panic(|| {}, File::create(&path).unwrap(), Sink::new(drop));
        let words = "the words that were said";
        let main = std::thread::Builder::new().name("main".to_owned());
        let joined = main.spawn(move || panic!("cannot cut {words:?}")).unwrap().join();
        panic::set_hook(before);
        assert!(joined.is_err());
        let report = read_to_string(path).unwrap();
        assert!(report.contains("internal error at") && report.contains("panics.rs"), "{report}");
        assert!(!report.contains("cannot cut") && !report.contains("said"), "{report}");
    }
}
