//! The agent's requests to its terminal that only the host can perform, rebuilt from clean parts.
//!
//! Nothing is written as the agent sent it: a text loses what could end or start a sequence, a
//! number is formatted again.

use std::io;
use std::sync::atomic::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use parlo_core::host_request::HostRequest;
use parlo_core::screen::ClipboardTarget;
use parlo_core::untrusted::{printable, verbatim};

use super::{HostTerminal, USED, USED_POINTER, USED_PROGRAM_STATUS, USED_PROGRESS, write_terminal};

/// The escape sequence of a request.
#[must_use]
pub fn bytes_of(request: &HostRequest) -> Vec<u8> {
    match request {
        HostRequest::Title(title) => format!("\x1b]0;{}\x07", verbatim(title)),
        // Popped from the terminal's stack and pushed again, for the end.
        HostRequest::ResetTitle => "\x1b[23;0t\x1b[22;0t".to_owned(),
        HostRequest::Bell => "\x07".to_owned(),
        HostRequest::Copy { target, text } => {
            let letter = match target {
                ClipboardTarget::Clipboard => 'c',
                ClipboardTarget::Selection => 'p',
            };
            format!("\x1b]52;{letter};{}\x07", STANDARD.encode(text))
        }
        HostRequest::Notification { title: None, text } => notification(&printable(text)),
        HostRequest::Notification { title: Some(title), text } => {
            // A title ends at the first semicolon.
            let title = printable(title).replace(';', ",");
            format!("\x1b]777;notify;{title};{}\x1b\\", printable(text))
        }
        HostRequest::RichNotification { metadata, text } => {
            let is_plain = |c: &char| c.is_ascii_alphanumeric() || "=:_-+.,/@".contains(*c);
            let metadata: String = metadata.chars().filter(is_plain).collect();
            format!("\x1b]99;{metadata};{}\x1b\\", printable(text))
        }
        HostRequest::Progress { state, percent } => {
            let state = (*state).min(4);
            match percent {
                Some(percent) => format!("\x1b]9;4;{state};{}\x07", (*percent).min(100)),
                None => format!("\x1b]9;4;{state}\x07"),
            }
        }
        HostRequest::ProgramStatus(state) => format!("\x1b]7501;{}\x1b\\", printable(state)),
        HostRequest::Pointer(shape) => {
            let is_name = |c: &char| c.is_ascii_lowercase() || *c == '-';
            format!("\x1b]22;{}\x07", shape.chars().filter(is_name).collect::<String>())
        }
        HostRequest::Folder(address) => {
            let is_shown = |c: &char| c.is_ascii_graphic();
            format!("\x1b]7;{}\x1b\\", address.chars().filter(is_shown).collect::<String>())
        }
    }
    .into_bytes()
}

/// Some terminals read a text that starts with a number as a command.
fn notification(text: &str) -> String {
    let first = text.split(';').next().unwrap_or_default();
    let is_command = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    let guard = if is_command { " " } else { "" };
    format!("\x1b]9;{guard}{text}\x07")
}

/// Requests whose effect lasts until the next of their kind, one place each: the flag of [`USED`]
/// that undoes it at the end, and the bytes.
#[derive(Debug, Default)]
pub(super) struct KeptRequests([(u8, Vec<u8>); 4]);

impl KeptRequests {
    /// Keeps the request if its effect lasts.
    fn keep(&mut self, request: &HostRequest, bytes: &[u8]) {
        let (place, used) = match request {
            HostRequest::Title(_) | HostRequest::ResetTitle => (0, 0),
            HostRequest::Progress { .. } => (1, USED_PROGRESS),
            HostRequest::ProgramStatus(_) => (2, USED_PROGRAM_STATUS),
            HostRequest::Pointer(_) => (3, USED_POINTER),
            _ => return,
        };
        USED.fetch_or(used, Ordering::SeqCst);
        self.0[place] = (used, bytes.to_vec());
    }

    /// The bytes that repeat them all in a terminal that was just retaken.
    pub(super) fn restore(&self) -> Vec<u8> {
        let used = self.0.iter().fold(0, |used, (flag, _)| used | flag);
        USED.fetch_or(used, Ordering::SeqCst);
        self.0.iter().flat_map(|(_, bytes)| bytes).copied().collect()
    }
}

impl HostTerminal {
    /// Performs what the agent asked for.
    ///
    /// # Errors
    ///
    /// The terminal is gone.
    pub fn perform(&mut self, request: &HostRequest) -> io::Result<()> {
        if matches!(request, HostRequest::ProgramStatus(_)) && !self.knows_program_status {
            return Ok(());
        }
        let bytes = bytes_of(request);
        self.kept.keep(request, &bytes);
        write_terminal(&bytes)
    }
}
