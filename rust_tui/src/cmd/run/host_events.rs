//! What the agent wants of its terminal and only the host can do.

use super::Session;
use crate::session::terminal::HostEvent;
use crate::ui::host::Passed;

impl Session {
    /// Passes what the agent asked for on to the host terminal.
    pub(super) fn pass_on(&mut self, events: &[HostEvent]) {
        for event in events {
            // A terminal that is gone is noticed by its reader.
            let _ = self.host.pass(passed(event));
        }
    }
}

fn passed(event: &HostEvent) -> Passed<'_> {
    match event {
        HostEvent::Title(title) => Passed::Title(Some(title)),
        HostEvent::ResetTitle => Passed::Title(None),
        HostEvent::Bell => Passed::Bell,
        HostEvent::Copy { target, text } => Passed::Copy(*target, text),
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
