//! Collects what the emulator says while it works, in order.

use std::cell::RefCell;
use std::rc::Rc;

use alacritty_terminal::event::{Event, EventListener};
use parlo_core::host_request::HostRequest;

/// Something that was said.
pub(super) enum Said {
    /// By the emulator.
    Emulator(Event),
    /// An answer for the agent.
    Reply(String),
    /// A wish for the host terminal.
    Host(HostRequest),
}

/// Shared by the emulator and its owner, on one thread.
#[derive(Clone, Default)]
pub(super) struct Queue(Rc<RefCell<Vec<Said>>>);

impl Queue {
    pub(super) fn take(&self) -> Vec<Said> {
        self.0.take()
    }

    pub(super) fn push(&self, said: Said) {
        self.0.borrow_mut().push(said);
    }
}

impl EventListener for Queue {
    fn send_event(&self, event: Event) {
        self.push(event.into());
    }
}
