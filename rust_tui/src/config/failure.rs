//! Errors on their way to the user, and the exit codes they become.

/// Something failed: exit code 1.
pub fn failure(message: impl Into<String>) -> anyhow::Error {
    anyhow::Error::msg(message.into())
}

/// The user asked for something that cannot be: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct UsageError(String);

/// An error in what was asked for, with the remedy.
pub fn usage(message: impl Into<String>) -> anyhow::Error {
    UsageError(message.into()).into()
}

/// The exit code of an error.
pub fn exit_code(error: &anyhow::Error) -> u8 {
    if error.downcast_ref::<UsageError>().is_some() { 2 } else { 1 }
}
