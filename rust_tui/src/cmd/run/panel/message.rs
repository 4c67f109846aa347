//! What the panel shows for a while.

use std::time::Instant;

/// What is shown for a while.
pub(super) struct Message {
    pub(super) kind: MessageKind,
    pub(super) text: String,
    pub(super) until: Instant,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MessageKind {
    /// Good to know.
    Info,
    /// Something failed beside the dictation.
    Trouble,
    /// The take has failed.
    Failure,
}
