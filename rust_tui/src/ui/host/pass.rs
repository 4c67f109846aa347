//! What the agent asks of its terminal and only the host can do, rebuilt from clean parts.
//!
//! Nothing of the agent's is written as it came: a text loses what could end or start a sequence, a
//! number is written as a number.

use parlo_core::screen::ClipboardTarget;
use parlo_core::untrusted::{printable, verbatim};
use std::io;
use std::sync::atomic::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{HostTerminal, USED, USED_POINTER, USED_PROGRAM_STATUS, USED_PROGRESS, write_terminal};

/// Something for the host terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed<'a> {
    /// Set the window title, or set it back to what it was before parlo.
    Title(Option<&'a str>),
    /// Ring the bell.
    Bell,
    /// Copy a text (OSC 52).
    Copy(ClipboardTarget, &'a str),
    /// Tell the user something (OSC 9, or OSC 777 with a title).
    Notification {
        /// Its title, if it has one.
        title: Option<&'a str>,
        /// Its text.
        text: &'a str,
    },
    /// Tell the user something in kitty's way (OSC 99).
    RichNotification {
        /// `key=value` pairs.
        metadata: &'a str,
        /// Its text.
        text: &'a str,
    },
    /// How far the work has come (OSC 9;4): a state of 0–4, and 0–100.
    Progress(u8, Option<u8>),
    /// What the program is doing (OSC 7501). Only for terminals that know it.
    ProgramStatus(&'a str),
    /// The shape of the pointer (OSC 22).
    Pointer(&'a str),
    /// The current folder as an address (OSC 7).
    Folder(&'a str),
}

impl Passed<'_> {
    /// The bytes; none where there is nothing to say.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        match *self {
            Self::Title(Some(title)) => format!("\x1b]0;{}\x07", verbatim(title)),
            // Taken from the stack and put back on it, for the end.
            Self::Title(None) => "\x1b[23;0t\x1b[22;0t".to_owned(),
            Self::Bell => "\x07".to_owned(),
            Self::Copy(target, text) => {
                let letter = match target {
                    ClipboardTarget::Clipboard => 'c',
                    ClipboardTarget::Selection => 'p',
                };
                format!("\x1b]52;{letter};{}\x07", STANDARD.encode(text))
            }
            Self::Notification { title: None, text } => notification(&printable(text)),
            Self::Notification { title: Some(title), text } => {
                // A title ends at the first semicolon.
                let title = printable(title).replace(';', ",");
                format!("\x1b]777;notify;{title};{}\x1b\\", printable(text))
            }
            Self::RichNotification { metadata, text } => {
                let is_plain = |c: &char| c.is_ascii_alphanumeric() || "=:_-+.,/@".contains(*c);
                let metadata: String = metadata.chars().filter(is_plain).collect();
                format!("\x1b]99;{metadata};{}\x1b\\", printable(text))
            }
            Self::Progress(state, percent) => {
                let state = state.min(4);
                match percent {
                    Some(percent) => format!("\x1b]9;4;{state};{}\x07", percent.min(100)),
                    None => format!("\x1b]9;4;{state}\x07"),
                }
            }
            Self::ProgramStatus(state) => format!("\x1b]7501;{}\x1b\\", printable(state)),
            Self::Pointer(shape) => {
                let is_name = |c: &char| c.is_ascii_lowercase() || *c == '-';
                format!("\x1b]22;{}\x07", shape.chars().filter(is_name).collect::<String>())
            }
            Self::Folder(address) => {
                let is_shown = |c: &char| c.is_ascii_graphic();
                format!("\x1b]7;{}\x1b\\", address.chars().filter(is_shown).collect::<String>())
            }
        }
        .into_bytes()
    }
}

/// A text that starts like a number would be a command to some terminals.
fn notification(text: &str) -> String {
    let first = text.split(';').next().unwrap_or_default();
    let is_command = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    let guard = if is_command { " " } else { "" };
    format!("\x1b]9;{guard}{text}\x07")
}

/// What the terminal was told and keeps until it is told otherwise: by its place here, which flag of
/// [`USED`] undoes it at the end, and the bytes.
#[derive(Debug, Default)]
pub(super) struct Lasting([(u8, Vec<u8>); 4]);

impl Lasting {
    /// Keeps it, if it lasts.
    fn keep(&mut self, passed: &Passed, bytes: &[u8]) {
        let (place, used) = match passed {
            Passed::Title(_) => (0, 0),
            Passed::Progress(..) => (1, USED_PROGRESS),
            Passed::ProgramStatus(_) => (2, USED_PROGRAM_STATUS),
            Passed::Pointer(_) => (3, USED_POINTER),
            _ => return,
        };
        USED.fetch_or(used, Ordering::SeqCst);
        self.0[place] = (used, bytes.to_vec());
    }

    /// What tells a terminal all of it that has just been taken again.
    pub(super) fn again(&self) -> Vec<u8> {
        let used = self.0.iter().fold(0, |used, (flag, _)| used | flag);
        USED.fetch_or(used, Ordering::SeqCst);
        self.0.iter().flat_map(|(_, bytes)| bytes).copied().collect()
    }
}

impl HostTerminal {
    /// Passes something on.
    ///
    /// # Errors
    ///
    /// The terminal is gone.
    pub fn pass(&mut self, passed: Passed) -> io::Result<()> {
        if matches!(passed, Passed::ProgramStatus(_)) && !self.knows_program_status {
            return Ok(());
        }
        let bytes = passed.bytes();
        self.lasting.keep(&passed, &bytes);
        write_terminal(&bytes)
    }
}
