//! The names of takes, and of the decodes within them.

/// Identifies a take for its whole life; a random UUID, so that logs of several runs can be joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TakeId(pub u128);

/// Numbers the decode orders of a take, from 1.
pub type JobId = u32;
