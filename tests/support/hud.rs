//! The words parlo's status row says, as far as tests wait for them.

/// A take is running and sound is arriving.
pub const LISTENING: &str = "listening";
