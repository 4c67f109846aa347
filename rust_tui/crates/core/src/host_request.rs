//! What an agent may ask of the terminal that parlo runs in.
//!
//! `session::terminal` finds it among the output, `ui::host` writes it to the terminal from clean parts.

use crate::screen::ClipboardTarget;

/// Something the agent asked of its terminal that only the host can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostRequest {
    /// Set the window title. The text is the agent's: not to be trusted.
    Title(String),
    /// Set the title back to what it was.
    ResetTitle,
    /// Ring the bell.
    Bell,
    /// Copy a text (OSC 52).
    Copy {
        /// Where to.
        target: ClipboardTarget,
        /// The text.
        text: String,
    },
    /// Notify the user (OSC 9, OSC 777). Without control characters.
    Notification {
        /// A title, in the form that has one.
        title: Option<String>,
        /// The text.
        text: String,
    },
    /// Notify the user, in kitty's way (OSC 99).
    RichNotification {
        /// `key=value` pairs separated by `:`, of letters, digits and `_-+.,/@`.
        metadata: String,
        /// The text, without control characters.
        text: String,
    },
    /// How far the work has come (OSC 9;4).
    Progress {
        /// 0 none, 1 running, 2 failed, 3 of unknown length, 4 paused.
        state: u8,
        /// 0–100, if known.
        percent: Option<u8>,
    },
    /// What the program is doing (OSC 7501), as it said it: `state=working:app=codex`. Without
    /// control characters.
    ProgramStatus(String),
    /// The shape of the mouse pointer (OSC 22): lower-case letters and `-`; empty for the usual one.
    Pointer(String),
    /// The current folder as a `file://` address (OSC 7), in printable ASCII.
    Folder(String),
}
