//! Collects, in order, what the emulator emits while it reads.

use std::cell::RefCell;
use std::rc::Rc;

use alacritty_terminal::event::{Event, EventListener};
use parlo_core::host_request::HostRequest;

/// An entry of the queue.
pub(super) enum Emitted {
    /// An event of the emulator.
    Emulator(Event),
    /// A reply to the agent.
    Reply(String),
    /// A request to the host terminal.
    Host(HostRequest),
}

/// Shared by the emulator and its owner, on one thread.
#[derive(Clone, Default)]
pub(super) struct Queue(Rc<RefCell<Vec<Emitted>>>);

impl Queue {
    pub(super) fn take(&self) -> Vec<Emitted> {
        self.0.take()
    }

    pub(super) fn push(&self, emitted: Emitted) {
        self.0.borrow_mut().push(emitted);
    }
}

impl EventListener for Queue {
    fn send_event(&self, event: Event) {
        self.push(Emitted::Emulator(event));
    }
}
