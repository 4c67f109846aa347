//! `parlo config edit`: an editor on a copy of the file, which takes the file's place when it can
//! work. So a session that reads the file meanwhile never sees half of it, and the way back is to do
//! nothing.

use crate::cmd::config::{ConfigSource, default_file, write};
use crate::cmd::failure::{failure, usage};
use anyhow::{Context, Result};
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// What to do with a text that cannot work.
enum Answer {
    EditAgain,
    KeepAnyway,
    Leave,
}

/// Lets the user edit the file; one that is not there yet begins as `init` would write it.
///
/// # Errors
/// The editor fails, the text cannot work and is not kept, or it cannot be written. What was typed
/// is then in the copy that the message names.
pub(super) fn edit(output: &mut dyn Write, source: &ConfigSource) -> Result<()> {
    let path = source.path();
    let before = match std::fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(usage(format!("{}: cannot be read: {error}", path.display()))),
    };
    let begin = match &before {
        Some(text) => text.clone(),
        None => default_file(&source.settings("")?),
    };
    // Beside the file: themes and agents are looked for there. The ending tells the editor what
    // it is.
    let copy = path.with_extension("edited.toml");
    if copy.exists() {
        return Err(usage(format!(
            "{}: is left from an earlier edit; put it in place or remove it",
            copy.display()
        )));
    }
    write::put(&copy, "", &begin)?;
    let text = edited(output, source, &copy)?;
    if Some(&text) == before.as_ref() {
        writeln!(output, "{}: unchanged", path.display())?;
    } else {
        write::put(path, &before.unwrap_or_default(), &text)
            .with_context(|| format!("your text is in {}", copy.display()))?;
        writeln!(output, "{}: saved", path.display())?;
    }
    std::fs::remove_file(&copy).with_context(|| format!("{}: cannot be removed", copy.display()))
}

/// Starts the editor on the copy until the text can work or the user has had enough.
fn edited(output: &mut dyn Write, source: &ConfigSource, copy: &Path) -> Result<String> {
    loop {
        start_editor(copy)?;
        let text = std::fs::read_to_string(copy)
            .with_context(|| format!("{}: cannot be read", copy.display()))?;
        let Err(problem) = source.settings(&text) else { return Ok(text) };
        writeln!(output, "{problem}\n")?;
        match ask(output)? {
            Answer::EditAgain => {}
            Answer::KeepAnyway => return Ok(text),
            Answer::Leave => {
                return Err(usage(format!(
                    "{}: left as it was; what you typed is in {}",
                    source.path().display(),
                    copy.display()
                )));
            }
        }
    }
}

/// Asks on standard input; its end means that nobody is there to ask.
fn ask(output: &mut dyn Write) -> Result<Answer> {
    loop {
        write!(
            output,
            "This cannot work. (e)dit again, (l)eave the file as it was, (s)ave anyway? "
        )?;
        output.flush()?;
        let mut line = String::new();
        if std::io::stdin().read_line(&mut line)? == 0 {
            writeln!(output)?;
            return Ok(Answer::Leave);
        }
        match line.trim() {
            "e" | "" => return Ok(Answer::EditAgain),
            "l" => return Ok(Answer::Leave),
            "s" => return Ok(Answer::KeepAnyway),
            _ => {}
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
    // Nothing was typed where there is no such program, so no copy needs to be kept.
    let _ = std::fs::remove_file(file);
    Err(failure(format!(
        "the editor `{editor}` ended with {status}; nothing has changed. Set EDITOR"
    )))
}
