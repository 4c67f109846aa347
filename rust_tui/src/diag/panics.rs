//! A panic must not leave the terminal raw, nor its message behind the agent's screen.

use std::panic;

/// From now on a panic in any thread first calls `restore` and is logged. The message goes to the
/// log without its payload's text being shown on the agent's screen; the default hook prints it
/// once the terminal is restored.
pub fn restore_on_panic(restore: impl Fn() + Send + Sync + 'static) {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        restore();
        let thread = std::thread::current();
        let location = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(thread = thread.name().unwrap_or("?"), location, "panic");
        default(info);
    }));
}
