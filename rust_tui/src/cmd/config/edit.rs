//! `parlo config edit`: an editor on a copy of the file, which takes the file's place when it can
//! work. So a session that reads the file meanwhile never sees half of it, and the way back is to do
//! nothing.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::config::failure::{failure, usage};
use crate::config::text_file::read_if_there;
use crate::config::{ConfigSource, default_file, write};

/// Lets the user edit the file; one that is not there yet begins as `init` would write it. What was
/// typed earlier and never put in place is continued, if the user likes.
///
/// # Errors
/// The editor fails, the text cannot work and is not kept, or it cannot be written. What was typed
/// is then in the copy that the message names.
pub(super) fn edit(output: &mut dyn Write, source: &ConfigSource) -> Result<()> {
    let path = source.path();
    let before = read_if_there(path)?;
    let begin = match &before {
        Some(text) => text.clone(),
        None => default_file(&source.settings("")?),
    };
    // Beside the file: themes and agents are looked for there. By the ending the editor knows what
    // it is.
    let copy = path.with_extension("edited.toml");
    let left = read_if_there(&copy)?.unwrap_or_default();
    if left.is_empty() || left == begin || !is_continued(output, &copy)? {
        write::put(&copy, &left, &begin)?;
    }
    let text = edited(output, source, &copy, &begin)?;
    if Some(&text) == before.as_ref() {
        writeln!(output, "{}: unchanged", path.display())?;
    } else {
        write::put(path, &before.unwrap_or_default(), &text)
            .with_context(|| format!("your text is in {}", copy.display()))?;
        writeln!(output, "{}: saved", path.display())?;
    }
    std::fs::remove_file(&copy).with_context(|| format!("{}: cannot be removed", copy.display()))
}

/// Starts the editor on the copy until the text can work or the user gives up.
fn edited(
    output: &mut dyn Write,
    source: &ConfigSource,
    copy: &Path,
    begin: &str,
) -> Result<String> {
    loop {
        let ended = start_editor(copy);
        let text = read_if_there(copy)?
            .ok_or_else(|| failure(format!("{}: is gone; nothing was saved", copy.display())))?;
        if let Err(problem) = ended {
            if text != begin {
                return Err(problem.context(format!("what you typed is in {}", copy.display())));
            }
            // Nothing was typed, as where there is no such program.
            let _ = std::fs::remove_file(copy);
            return Err(problem);
        }
        let Err(problem) = source.with_interface(&text) else { return Ok(text) };
        writeln!(output, "{problem}\n")?;
        let question = "This cannot work. (e)dit again, (l)eave the file as it was, (s)ave anyway?";
        match ask(output, question, ["e", "l", "s"])? {
            Some("e") => {}
            Some("s") => return Ok(text),
            _ => {
                return Err(usage(format!(
                    "{}: left as it was; what you typed is in {}",
                    source.path().display(),
                    copy.display()
                )));
            }
        }
    }
}

/// Whether to continue what is left of an earlier edit; it is not thrown away unasked.
fn is_continued(output: &mut dyn Write, copy: &Path) -> Result<bool> {
    let left = format!("{}: is left from an earlier edit.", copy.display());
    let answer = ask(output, &format!("{left} (g)o on with it, (d)iscard it?"), ["g", "d"])?;
    Ok(answer != Some("d"))
}

/// Asks on standard input, whose end is no answer. An empty line is the first one.
fn ask<const N: usize>(
    output: &mut dyn Write,
    question: &str,
    answers: [&'static str; N],
) -> Result<Option<&'static str>> {
    loop {
        write!(output, "{question} ")?;
        output.flush()?;
        let mut line = String::new();
        if std::io::stdin().read_line(&mut line)? == 0 {
            writeln!(output)?;
            return Ok(None);
        }
        let line = line.trim();
        let answer = answers.into_iter().find(|&answer| line.is_empty() || line == answer);
        if answer.is_some() {
            return Ok(answer);
        }
    }
}

/// `$VISUAL`, else `$EDITOR`, else `vi`. The shell splits it, since it may carry options, as in
/// `code --wait`.
fn start_editor(file: &Path) -> Result<()> {
    let named = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_else(|| "vi".to_owned());
    let status = Command::new("sh")
        .args(["-c", &format!("{editor} \"$1\""), "parlo"])
        .arg(file)
        .status()
        .with_context(|| format!("the editor `{editor}` cannot be started"))?;
    if status.success() {
        return Ok(());
    }
    Err(failure(format!(
        "the editor `{editor}` ended with {status}; nothing has changed. Set EDITOR"
    )))
}
