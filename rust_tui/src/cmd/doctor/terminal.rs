//! The host terminal: what it can do, and what that means for dictation in it.

use std::io::{IsTerminal, stdin};
use std::time::Duration;

use anyhow::Result;

use super::check::Check;
use crate::cmd::asking::{ANSWER_TIMEOUT, Asked, ask};
use crate::cmd::print_style;
use crate::diag::print;
use crate::session::terminal::HostCapabilities;
use crate::ui::host::HostTerminal;
use crate::ui::input::InputDecoder;
use crate::ui::keymap::KeyMap;
use crate::ui::stdin::TtyInput;
use crate::ui::theme::Colors;

const NAME: &str = "terminal";
const SET_TERM: &str = "set TERM to what your terminal is, such as xterm-256color";
/// How long answers are waited for here; a slow connection is no mute terminal.
const PATIENCE: Duration = Duration::from_millis(1_000);
/// The modes that are looked at: bracketed paste, which `run` need not ask for, and synchronised
/// updates.
const BRACKETED_PASTE: u16 = 2004;
const SYNCHRONISED: u16 = 2026;
/// In the primary device attributes: it takes what is copied (OSC 52).
const CLIPBOARD: u16 = 52;

/// What the environment says about colours.
pub(super) struct Environment {
    pub colors: Colors,
    pub no_color: bool,
    pub term: String,
}

impl Environment {
    fn new() -> Self {
        let no_color = std::env::var("NO_COLOR").is_ok_and(|value| !value.is_empty());
        let term = std::env::var("TERM").unwrap_or_default();
        Self { colors: print_style::colors(), no_color, term }
    }
}

/// Asks the terminal, on a screen of its own that is gone when this returns.
pub fn checks() -> Vec<Check> {
    if !stdin().is_terminal() || !print::output_is_terminal() {
        let finding = "none here; `parlo AGENT` needs one, `listen` and `transcribe` do not";
        return vec![Check::warn(NAME, finding, "run `parlo doctor` in the terminal you use")];
    }
    let environment = Environment::new();
    if ["", "dumb"].contains(&environment.term.as_str()) {
        return vec![unable(&environment.term)];
    }
    match asked() {
        Ok((asked, columns, rows)) => judged(&asked, (columns, rows), &environment),
        Err(error) => {
            let finding = format!("it cannot be used: {error:#}");
            vec![Check::fail(NAME, finding, "try another terminal")]
        }
    }
}

/// A terminal that is said to be none; what it would be asked could show as text.
pub(super) fn unable(term: &str) -> Check {
    let says = if term.is_empty() { "TERM is not set" } else { "TERM says it can draw nothing" };
    let finding = format!("{says}; nothing is asked of it");
    Check::warn(NAME, finding, SET_TERM).fact("term", term)
}

fn asked() -> Result<(Asked, u16, u16)> {
    let (columns, rows) = crossterm::terminal::size()?;
    let mut host = HostTerminal::take()?;
    let tty = TtyInput::start()?;
    let keys: [_; 0] = [];
    let keymap = KeyMap::new(keys).map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut decoder = InputDecoder::new(keymap);
    let more = format!("\x1b[?{BRACKETED_PASTE}$p");
    let asked = ask(&mut host, &tty, &mut decoder, columns, more.as_bytes(), PATIENCE)?;
    Ok((asked, columns, rows))
}

pub(super) fn judged(asked: &Asked, size: (u16, u16), environment: &Environment) -> Vec<Check> {
    let Asked { host, took, .. } = asked;
    let mut checks = vec![identity(host, *took, size, environment)];
    if host.has_answered {
        checks.extend([keyboard(host), drawing(host), paste(host), clipboard(host)]);
    }
    checks.push(colors(host, environment));
    checks
}

fn identity(
    host: &HostCapabilities,
    took: Duration,
    (columns, rows): (u16, u16),
    environment: &Environment,
) -> Check {
    let term = &environment.term;
    let name = host.version.as_deref().unwrap_or(term);
    let finding = format!("{name} · {columns} × {rows}");
    let took_ms = took.as_millis() as u64;
    let usual_ms = ANSWER_TIMEOUT.as_millis();
    let check = if !host.has_answered {
        let remedy =
            "nothing, unless colours or keys of an agent are odd; then try another terminal";
        Check::warn(NAME, format!("{finding}; it answers no question"), remedy)
    } else if took > ANSWER_TIMEOUT {
        let finding =
            format!("{finding}; it took {took_ms} ms to answer, parlo waits {usual_ms} ms");
        Check::warn(NAME, finding, "run parlo on this side of a slow connection")
    } else {
        Check::ok(NAME, finding)
    };
    check
        .fact("version", host.version.clone())
        .fact("term", term.clone())
        .fact("columns", columns)
        .fact("rows", rows)
        .fact("answered", host.has_answered)
        .fact("answer_ms", took_ms)
}

fn has_capability(host: &HostCapabilities, name: &str) -> bool {
    host.capabilities.iter().any(|(known, value)| known == name && value.is_some())
}

fn is_tmux(host: &HostCapabilities) -> bool {
    host.version.as_deref().is_some_and(|version| version.starts_with("tmux"))
}

fn keyboard(host: &HostCapabilities) -> Check {
    let check = if host.kitty_keyboard {
        Check::ok("keyboard", "it reports when a key is let go: holding the key to talk works")
    } else {
        let finding = "it does not report when a key is let go: press to begin, not hold";
        let remedy = if is_tmux(host) {
            "outside of tmux kitty, Ghostty, foot and WezTerm do"
        } else {
            "kitty, Ghostty, foot, WezTerm and Alacritty do"
        };
        Check::warn("keyboard", finding, remedy)
    };
    check.fact("kitty_keyboard", host.kitty_keyboard)
}

fn drawing(host: &HostCapabilities) -> Check {
    let has = state(host, SYNCHRONISED).is_some_and(|state| state != 0);
    let check = if has {
        Check::ok("drawing", "synchronised updates: nothing flickers")
    } else {
        Check::ok("drawing", "no synchronised updates: fast output may flicker")
    };
    check.fact("synchronised_updates", has)
}

fn paste(host: &HostCapabilities) -> Check {
    match state(host, BRACKETED_PASTE) {
        Some(0) => {
            let finding = "no bracketed paste: lines you paste may be sent one by one";
            Check::warn("paste", finding, "try another terminal")
        }
        Some(_) => Check::ok("paste", "bracketed: several lines arrive as one paste"),
        None => Check::ok("paste", "it does not say; nearly all have bracketed paste"),
    }
    .fact("bracketed_paste", state(host, BRACKETED_PASTE).map(|state| state != 0))
}

fn clipboard(host: &HostCapabilities) -> Check {
    let has = has_capability(host, "Ms") || host.primary_attributes.contains(&CLIPBOARD);
    let check = if has {
        Check::ok("clipboard", "what is copied inside reaches the clipboard (OSC 52)")
    } else if is_tmux(host) {
        let remedy = "put `set -g set-clipboard on` into ~/.tmux.conf";
        Check::warn("clipboard", "tmux takes copies (OSC 52) only if it is set to", remedy)
    } else {
        Check::ok("clipboard", "it does not say whether it takes copies (OSC 52)")
    };
    check.fact("osc52", has.then_some(true))
}

fn colors(host: &HostCapabilities, environment: &Environment) -> Check {
    let Environment { colors, no_color, .. } = environment;
    let (finding, count) = match colors {
        Colors::None if *no_color => ("none, as NO_COLOR asks", 0),
        Colors::None => ("none", 0),
        Colors::Ansi => ("16", 16),
        Colors::Indexed => ("256", 256),
        Colors::True => ("16 million", 1 << 24),
    };
    let is_hidden = matches!(colors, Colors::Ansi | Colors::Indexed);
    let check = if is_hidden && (has_capability(host, "RGB") || has_capability(host, "Tc")) {
        let finding = format!("{finding}, though the terminal has 16 million");
        Check::warn("colours", finding, "set COLORTERM=truecolor in your shell")
    } else {
        Check::ok("colours", finding)
    };
    check.fact("colors", count)
}

/// The state it reported of a private mode.
fn state(host: &HostCapabilities, number: u16) -> Option<u8> {
    host.modes.iter().find(|(mode, _)| *mode == number).map(|(_, state)| *state)
}
