//! The notices of a session, kept for the window of errors.
//!
//! In memory alone and bounded: a notice may name a device or a file, but never what was said.

use std::collections::VecDeque;

use jiff::Zoned;
use parlo_core::flow::Notice;

use crate::ui::hud::Severity;
use crate::ui::layers::ErrorRow;

/// More than these are forgotten, the oldest first.
const KEPT: usize = 50;

/// The last notices, the newest first.
#[derive(Debug, Default)]
pub(super) struct Notices {
    rows: VecDeque<ErrorRow>,
}

impl Notices {
    /// Keeps a notice of the dictation.
    pub(super) fn keep(&mut self, at: &Zoned, notice: &Notice) {
        let severity = if notice.is_error() { Severity::Error } else { Severity::Info };
        self.add(at, severity, notice.to_string(), notice.remedy());
    }

    /// Keeps a failure of something else.
    pub(super) fn keep_failure(&mut self, at: &Zoned, text: &str) {
        self.add(at, Severity::Error, text.to_owned(), "");
    }

    fn add(&mut self, at: &Zoned, severity: Severity, text: String, remedy: &str) {
        let at = at.strftime("%H:%M:%S").to_string();
        self.rows.push_front(ErrorRow { at, severity, text, remedy: remedy.to_owned() });
        self.rows.truncate(KEPT);
    }

    /// All of them, the newest first.
    pub(super) fn rows(&self) -> Vec<ErrorRow> {
        self.rows.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests;
