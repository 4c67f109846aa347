//! Texts of parlo's status row that tests wait for.

/// A take is running and sound is arriving.
pub const LISTENING: &str = "listening";
