//! The composition root: one file per subcommand, wiring the other modules together.

use std::process::ExitCode;

/// Runs parlo with the arguments of this process.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
