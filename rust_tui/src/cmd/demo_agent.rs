//! `parlo demo-agent`: the smallest agent there is, to try parlo on without one.
//!
//! A composer with bracketed paste. Enter sends; the agent answers with what it received. Ctrl+C,
//! Ctrl+D or `exit` end it.

use std::io::{Stdout, Write, stdout};

use anyhow::{Context, Result};
use crossterm::cursor::{MoveToColumn, MoveUp};
use crossterm::event::{
    DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyModifiers, read,
};
use crossterm::style::Print;
use crossterm::terminal::{Clear, ClearType, disable_raw_mode, enable_raw_mode, size};
use crossterm::{execute, queue};
use parlo_core::untrusted::is_unsafe;
use unicode_width::UnicodeWidthStr;

const PROMPT: &str = "> ";

/// Runs until the user ends it.
///
/// # Errors
/// There is no terminal.
pub fn run() -> Result<()> {
    enable_raw_mode()
        .context("the demo agent needs a terminal; try `parlo -- parlo demo-agent`")?;
    let mut out = stdout();
    execute!(out, EnableBracketedPaste)?;
    let result = converse(&mut out);
    execute!(out, DisableBracketedPaste)?;
    disable_raw_mode()?;
    result
}

fn converse(out: &mut Stdout) -> Result<()> {
    line(out, "parlo demo agent: speak or type, Enter sends, Ctrl+C ends")?;
    let mut composer = String::new();
    let mut shown_columns: usize = 0;
    loop {
        // The text may wrap, and a terminal of another width wraps it elsewhere.
        let rows_above = shown_columns.saturating_sub(1) / usize::from(size()?.0.max(1));
        queue!(out, MoveToColumn(0))?;
        if let Some(rows) = u16::try_from(rows_above).ok().filter(|rows| *rows > 0) {
            queue!(out, MoveUp(rows))?;
        }
        queue!(out, Clear(ClearType::FromCursorDown), Print(PROMPT), Print(&composer))?;
        out.flush()?;
        shown_columns = PROMPT.width() + composer.width();
        match read()? {
            // Its spaces are kept, also the one before a text that is continued.
            Event::Paste(text) => composer.extend(text.chars().filter(|typed| !is_unsafe(*typed))),
            Event::Key(key) if key.modifiers.contains(KeyModifiers::CONTROL) => match key.code {
                KeyCode::Char('c' | 'd') => break,
                KeyCode::Char('u') => composer.clear(),
                _ => {}
            },
            Event::Key(key) => match key.code {
                KeyCode::Char(character) => composer.push(character),
                KeyCode::Backspace => drop(composer.pop()),
                KeyCode::Enter if composer.trim() == "exit" => break,
                KeyCode::Enter if !composer.trim().is_empty() => {
                    let prompt = std::mem::take(&mut composer);
                    shown_columns = 0;
                    line(out, "")?;
                    line(
                        out,
                        &format!("received {} characters: {prompt}", prompt.chars().count()),
                    )?;
                }
                _ => {}
            },
            _ => {}
        }
    }
    line(out, "")
}

fn line(out: &mut Stdout, text: &str) -> Result<()> {
    write!(out, "{text}\r\n")?;
    Ok(out.flush()?)
}
