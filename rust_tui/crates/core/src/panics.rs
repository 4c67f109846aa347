//! A panic in one part as a value, so that the thread that runs the part outlives it.
//!
//! Used by the threads of `stt` and `voice`: what broke is dropped or rebuilt, and the thread goes
//! on with its channels. What a panic says may hold words of the user's and is left out; the hook of
//! `diag` logs where it happened.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The part panicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panicked;

/// Runs a part. After a panic the caller has to drop or renew whatever the part was changing.
///
/// # Errors
/// It panicked.
pub fn caught<T>(run: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|payload| {
        // Dropping it runs code of the part, too.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(payload)));
        Panicked
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_value() {
        assert_eq!(caught(|| 7), Ok(7));
        assert_eq!(caught(|| -> u8 { panic!("on purpose") }), Err(Panicked));
    }
}
