//! The name of a take.

/// Identifies a take for its whole life; a random UUID, so that logs of several runs can be joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TakeId(pub u128);
