//! `parlo man`: the manual pages, made of the command line's own help.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use clap_mangen::Man;

use crate::diag::print;

/// What only the page of parlo itself says.
const OF_PARLO: &str = r#".SH "EXIT STATUS"
.TP
0
All went well.
.TP
1
Something failed; standard error says what.
.TP
2
What was asked for cannot be: an option, a setting, a file that is not what it should be.
.PP
A session ends with the exit status of its agent.
.SH ENVIRONMENT
.TP
PARLO_TABLE_KEY
The setting of that table and key of the configuration file, as in PARLO_VOICE_SEND=auto; it goes
before the file and after the command line.
.TP
PARLO_MODEL_DIR
The folder of the speech models.
.TP
PARLO_LOG
What is logged: error, warn, info, debug, trace or off.
.TP
VISUAL, EDITOR
The editor of `parlo config edit`.
.TP
NO_COLOR
Set to anything, colours are left out.
.SH FILES
.TP
~/.config/parlo/config.toml
The configuration; `parlo config init` writes one that explains every key. Beside it, themes/NAME.toml
and agents/NAME.toml.
.TP
~/.local/share/parlo/models
The speech models.
.TP
~/.local/state/parlo/parlo.log
The log: numbers, states and errors, never what was said.
"#;

/// Prints the page of parlo, or writes that and those of its commands into a folder.
///
/// # Errors
/// The folder or a page in it cannot be written, or standard output is closed.
pub fn run(mut command: clap::Command, folder: Option<&Path>) -> Result<()> {
    let Some(folder) = folder else {
        return Ok(print::output().write_all(page(&Man::new(command), OF_PARLO)?.as_bytes())?);
    };
    command.build();
    std::fs::create_dir_all(folder)
        .and_then(|()| write_all(&command, folder, OF_PARLO))
        .with_context(|| format!("{}: the manual pages cannot be written", folder.display()))
}

/// Writes the page of a command and those of the commands below it.
fn write_all(command: &clap::Command, folder: &Path, sections: &str) -> std::io::Result<()> {
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        write_all(below, folder, "")?;
    }
    let man = Man::new(command.clone());
    std::fs::write(folder.join(man.get_filename()), page(&man, sections)?)
}

/// A page with these sections before its version. The examples below the help, and what belongs to
/// the version, stand in lines as they are written.
fn page(man: &Man, sections: &str) -> std::io::Result<String> {
    let mut rendered = Vec::new();
    man.render(&mut rendered)?;
    let mut page = String::new();
    for line in String::from_utf8_lossy(&rendered).lines() {
        match line {
            ".SH EXTRA" => page.push_str(".SH NOTES\n.nf\n"),
            ".SH VERSION" => page.push_str(&format!(".fi\n{sections}.SH VERSION\n.nf\n")),
            _ if line.starts_with(".SH ") => page.push_str(&format!(".fi\n{line}\n")),
            _ => page.push_str(&format!("{line}\n")),
        }
    }
    Ok(page)
}

#[cfg(test)]
mod tests;
