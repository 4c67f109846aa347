//! How the main thread tells a running decode to stop, without locks.
//!
//! Every order has a serial number. A decode is to stop when its order was dropped, or when a newer
//! order has come in and it is of a kind that newer orders replace. Serial numbers rather than a
//! flag, so that a late "stop" for one decode can never hit the next.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

#[derive(Debug, Default)]
struct Shared {
    /// Serial of the newest order.
    newest: AtomicU64,
    /// All orders with a smaller serial are dropped.
    dropped_below: AtomicU64,
    /// Serial of the order that is being decoded, 0 while the engine is built; written by the
    /// worker only.
    running: AtomicU64,
    /// Whether that one yields to newer orders.
    yields: AtomicBool,
}

/// Shared by the worker's handle, the worker and the engine.
#[derive(Debug, Clone, Default)]
pub struct AbortSignal(Arc<Shared>);

impl AbortSignal {
    /// Whether the running decode is to stop. Cheap: asked thousands of times per decode.
    pub fn is_raised(&self) -> bool {
        let running = self.0.running.load(Ordering::Acquire);
        running < self.0.dropped_below.load(Ordering::Acquire)
            || (self.0.yields.load(Ordering::Acquire)
                && running < self.0.newest.load(Ordering::Acquire))
    }

    /// Counts a new order; yields its serial.
    pub(super) fn next_serial(&self) -> u64 {
        self.0.newest.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// Drops every order given so far.
    pub(super) fn drop_all(&self) {
        let next = self.0.newest.load(Ordering::Acquire) + 1;
        self.0.dropped_below.fetch_max(next, Ordering::AcqRel);
    }

    /// The worker begins with this order.
    pub(super) fn begin(&self, serial: u64, yields: bool) {
        self.0.yields.store(yields, Ordering::Release);
        self.0.running.store(serial, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_yields_to_a_newer_order() {
        let signal = AbortSignal::default();
        let guess = signal.next_serial();
        signal.begin(guess, true);
        assert!(!signal.is_raised());
        let _newer = signal.next_serial();
        assert!(signal.is_raised());
    }

    #[test]
    fn a_final_decode_yields_only_to_a_drop() {
        let signal = AbortSignal::default();
        let last = signal.next_serial();
        signal.begin(last, false);
        let next = signal.next_serial();
        assert!(!signal.is_raised());
        signal.drop_all();
        assert!(signal.is_raised());
        signal.begin(next, false);
        assert!(signal.is_raised(), "the dropped order must not run either");
        signal.begin(signal.next_serial(), false);
        assert!(!signal.is_raised());
    }
}
