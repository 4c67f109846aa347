//! The composition root: one file per subcommand, wiring the other modules together.

pub mod models;

use std::process::ExitCode;

/// Runs parlo with the arguments of this process.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
