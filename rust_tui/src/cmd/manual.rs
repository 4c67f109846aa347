//! `parlo man`: the manual pages, made of the command line's own help.

use super::print;
use anyhow::{Context, Result};
use clap_mangen::Man;
use std::io::Write;
use std::path::Path;

/// Prints the page of parlo, or writes that and those of its commands into a folder.
///
/// # Errors
/// The folder or a page in it cannot be written, or standard output is closed.
pub fn run(command: clap::Command, folder: Option<&Path>) -> Result<()> {
    let Some(folder) = folder else {
        let mut page = Vec::new();
        Man::new(command).render(&mut page)?;
        return Ok(print::output().write_all(&page)?);
    };
    let unwritable = || format!("{}: the manual pages cannot be written", folder.display());
    std::fs::create_dir_all(folder).with_context(unwritable)?;
    clap_mangen::generate_to(command, folder).with_context(unwritable)
}
