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
        self.add(at, severity, notice.to_string(), remedy(notice));
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

/// What helps where the notice does not say so itself.
fn remedy(notice: &Notice) -> &'static str {
    match notice {
        Notice::MicrophoneFailed(_) | Notice::MicrophoneLost(_) | Notice::NoSound(_) => {
            "choose another microphone in the settings or with --device; `parlo devices` lists them"
        }
        Notice::HeardNothing | Notice::MicrophoneSilent => {
            "see whether the meter moves while you speak; choose another microphone, or raise its \
             level in the system's settings"
        }
        Notice::NoWords => {
            "speak a little longer or closer to the microphone; a larger model hears more"
        }
        Notice::QueueFull
        | Notice::Retrying(_)
        | Notice::FellBack(_)
        | Notice::DecoderLags
        | Notice::Slow => "choose a smaller model",
        Notice::Restarted(_) => "report it with the log file if it happens again",
        Notice::NotTranscribed(_) => {
            "the takes of this session can be decoded again, with another model too"
        }
        Notice::CaptureStuck => "choose the microphone again, or another one",
        Notice::MetricsLost(_) => "name another file in the settings, metrics.file",
        _ => "",
    }
}

#[cfg(test)]
mod tests;
