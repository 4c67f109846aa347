//! How the main thread asks a running decode to stop, without locks.
//!
//! Every order has a serial number. A decode is to stop when its order was dropped, or when a newer
//! order has come in and it is of a kind that newer orders replace. Serial numbers rather than a
//! flag, so that a late "stop" for one decode can never hit the next. Each engine has a signal of its
//! own: one that was left behind in a dropped decode stays asked to stop, whatever comes after it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What was ordered; one for all engines.
#[derive(Debug, Default)]
struct Orders {
    /// Serial of the newest order.
    newest: AtomicU64,
    /// All orders with a smaller serial are dropped.
    dropped_below: AtomicU64,
}

/// What one engine does.
#[derive(Debug, Default)]
struct Run {
    /// Serial of the order that is being decoded; while the engine is built, that of the newest
    /// order when it was begun.
    running: AtomicU64,
    /// Whether that one yields to newer orders.
    yields: AtomicBool,
}

/// Shared by the worker's handle, the worker and an engine.
#[derive(Debug, Clone, Default)]
pub struct AbortSignal {
    orders: Arc<Orders>,
    run: Arc<Run>,
}

impl AbortSignal {
    /// Whether the running decode is to stop. Cheap: asked thousands of times per decode.
    pub fn is_raised(&self) -> bool {
        let running = self.run.running.load(Ordering::Acquire);
        running < self.orders.dropped_below.load(Ordering::Acquire)
            || (self.run.yields.load(Ordering::Acquire)
                && running < self.orders.newest.load(Ordering::Acquire))
    }

    /// A signal with the same orders for an engine that is to take over.
    pub(super) fn for_another_engine(&self) -> Self {
        let running = AtomicU64::new(self.orders.newest.load(Ordering::Acquire));
        let run = Arc::new(Run { running, yields: AtomicBool::new(false) });
        Self { orders: Arc::clone(&self.orders), run }
    }

    /// Counts a new order; yields its serial.
    pub(super) fn next_serial(&self) -> u64 {
        self.orders.newest.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// Drops every order given so far.
    pub(super) fn drop_all(&self) {
        // It takes a serial itself, so that whatever begins after it is not dropped.
        self.orders.dropped_below.fetch_max(self.next_serial(), Ordering::AcqRel);
    }

    /// The worker begins with this order.
    pub(super) fn begin(&self, serial: u64, yields: bool) {
        self.run.yields.store(yields, Ordering::Release);
        self.run.running.store(serial, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speculation_yields_to_a_newer_order() {
        let signal = AbortSignal::default();
        let speculation = signal.next_serial();
        signal.begin(speculation, true);
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

    #[test]
    fn an_engine_that_was_left_behind_stays_asked_to_stop() {
        let left = AbortSignal::default();
        left.begin(left.next_serial(), false);
        left.drop_all();
        let next = left.for_another_engine();
        assert!(!next.is_raised(), "while it is built");
        next.begin(left.next_serial(), false);
        assert!(left.is_raised() && !next.is_raised());
        left.drop_all();
        assert!(left.is_raised() && next.is_raised());
        assert!(!next.for_another_engine().is_raised());
    }
}
