//! `parlo devices`: the microphones and their formats.

use std::io::Write;

use anyhow::Result;

use crate::config::failure::failure;
use crate::diag::QuietStderr;
use crate::diag::print;
use crate::voice::devices::input_devices;

/// # Errors
/// There is no sound system or no microphone, or standard output is closed.
pub fn run() -> Result<()> {
    let devices = {
        let _quiet = QuietStderr::begin()?;
        input_devices()?
    };
    if devices.is_empty() {
        return Err(failure(
            "no microphone found; connect one, or play a file with --sample FILE.wav",
        ));
    }
    let mut out = print::output();
    for device in devices {
        let mark = if device.is_default { "*" } else { " " };
        writeln!(out, "{mark} {}", parlo_core::untrusted::printable(&device.name))?;
        for format in device.formats {
            writeln!(out, "      {format}")?;
        }
    }
    Ok(())
}
