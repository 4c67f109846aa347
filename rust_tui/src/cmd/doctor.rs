//! `parlo doctor`: looks at everything parlo needs.

use super::cli::DoctorOptions;
use super::config::ConfigSource;
use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

/// x
pub fn run(
    _options: &DoctorOptions,
    _source: &ConfigSource,
    _log: Result<PathBuf>,
) -> Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
