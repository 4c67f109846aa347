//! What opens over the agent, and what it shows: the layers, the work they wait for, the notices.

use parlo_core::flow::Notice;

use super::jobs::Jobs;
use super::notices::Notices;
use super::scrollback::Scrolling;
use crate::ui::layers::{LayerUpdate, Layers, Review};

/// The layers with their data.
pub(super) struct Overlay {
    pub(super) layers: Layers,
    pub(super) jobs: Jobs,
    pub(super) notices: Notices,
    pub(super) scrolling: Scrolling,
    /// The takes have changed since the open history was updated.
    pub(super) takes_changed: bool,
}

impl Overlay {
    pub(super) fn new(jobs: Jobs) -> Self {
        let (layers, notices) = (Layers::default(), Notices::default());
        Self { layers, jobs, notices, scrolling: Scrolling::default(), takes_changed: false }
    }

    /// Keeps a notice of the dictation.
    pub(super) fn keep(&mut self, notice: &Notice) {
        self.notices.keep(&jiff::Zoned::now(), notice);
        self.layers.update(&LayerUpdate::Errors(self.notices.rows()));
    }

    /// Keeps a failure of something else.
    pub(super) fn keep_failure(&mut self, text: &str) {
        self.notices.keep_failure(&jiff::Zoned::now(), text);
        self.layers.update(&LayerUpdate::Errors(self.notices.rows()));
    }

    /// Offers a text for editing, behind what is offered already.
    pub(super) fn offer_for_review(&mut self, text: String) {
        if self.layers.is_reviewing() {
            self.layers.update(&LayerUpdate::Offered(text));
        } else {
            self.layers.open_review(Review::new(&text));
        }
    }

    /// Offers a line to type in what could not be transcribed.
    pub(super) fn offer_manual_entry(&mut self, text: String, reason: &str) {
        let reason = format!(
            "Not transcribed: type it, say it again, or decode it again in the takes ({reason})"
        );
        self.offer_for_review(text);
        self.layers.update(&LayerUpdate::Untranscribed(reason));
    }
}
