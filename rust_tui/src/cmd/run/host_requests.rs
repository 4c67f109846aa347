//! What the agent wants of its terminal and only the host can do.

use super::Session;
use parlo_core::host_request::HostRequest;

impl Session {
    /// Passes what the agent asked for on to the host terminal.
    pub(super) fn pass_on(&mut self, requests: &[HostRequest]) {
        for request in requests {
            // A terminal that is gone is noticed by its reader.
            let _ = self.host.perform(request);
        }
    }
}

#[cfg(test)]
mod tests;
