//! What the agent wants of its terminal and only the outer one can do.

use super::Session;
use crate::session::terminal::{ClipboardTarget, HostEvent};
use crate::ui::outer::{CopyTarget, Passed};

impl Session {
    /// Passes wishes of the agent's on to the outer terminal.
    pub(super) fn perform_all(&mut self, wishes: &[HostEvent]) {
        for wish in wishes {
            // A terminal that is gone is noticed by its reader.
            let _ = self.outer.pass(passed(wish));
        }
    }
}

fn passed(wish: &HostEvent) -> Passed<'_> {
    match wish {
        HostEvent::Title(title) => Passed::Title(Some(title)),
        HostEvent::ResetTitle => Passed::Title(None),
        HostEvent::Bell => Passed::Bell,
        HostEvent::Copy { target: ClipboardTarget::Clipboard, text } => {
            Passed::Copy(CopyTarget::Clipboard, text)
        }
        HostEvent::Copy { target: ClipboardTarget::Selection, text } => {
            Passed::Copy(CopyTarget::Selection, text)
        }
        HostEvent::Notification { title, text } => {
            Passed::Notification { title: title.as_deref(), text }
        }
        HostEvent::RichNotification { metadata, text } => {
            Passed::RichNotification { metadata, text }
        }
        HostEvent::Progress { state, percent } => Passed::Progress(*state, *percent),
        HostEvent::ProgramStatus(state) => Passed::ProgramStatus(state),
        HostEvent::Pointer(shape) => Passed::Pointer(shape),
        HostEvent::Folder(address) => Passed::Folder(address),
    }
}

#[cfg(test)]
mod tests;
