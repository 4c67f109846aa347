//! Where a thread reports what happens, whatever channel lies behind it.

use std::fmt;
use std::sync::Arc;

/// Takes reports of one kind. What lies behind must not block: usually an unbounded channel of the
/// main thread, whose messages are of another type.
pub struct Sink<T>(Arc<dyn Fn(T) + Send + Sync>);

impl<T> Sink<T> {
    /// A sink that hands each report to a function.
    pub fn new(report: impl Fn(T) + Send + Sync + 'static) -> Self {
        Self(Arc::new(report))
    }

    /// Reports something.
    pub fn send(&self, report: T) {
        (self.0)(report);
    }
}

impl<T> Clone for Sink<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> fmt::Debug for Sink<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sink")
    }
}
