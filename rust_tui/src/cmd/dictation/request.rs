//! What a pipeline asks of whoever runs it: all that concerns the agent and the user.

use parlo_core::flow::Notice;
use parlo_core::metrics::VoiceLatencyMetrics;
use parlo_core::take_id::TakeId;

/// What the caller has to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Hand the text over; report [`parlo_core::flow::AgentEvent::TextWritten`].
    Type {
        /// The take it belongs to.
        take: TakeId,
        /// One line, not empty.
        text: String,
    },
    /// Press Enter in the agent.
    PressEnter,
    /// Press Backspace in the agent so many times.
    Erase {
        /// At least one.
        backspaces: usize,
    },
    /// Offer the text for editing, behind what is offered already; answer with
    /// [`parlo_core::flow::UserEvent::ReviewAccepted`] or [`parlo_core::flow::UserEvent::CancelPressed`].
    OfferForReview {
        /// One line, not empty.
        text: String,
    },
    /// Offer a line to type in what could not be transcribed, behind what is offered already; answer
    /// like [`HostOrder::OfferForReview`].
    OfferManualEntry {
        /// What is known of it: one line, often empty.
        text: String,
        /// Why the rest is not.
        reason: String,
    },
    /// Nothing is offered for editing any more.
    CloseReview,
    /// The dictation key is meant for the agent.
    PassDictationKey,
    /// The cancel key is meant for the agent.
    PassCancelKey,
    /// Tell the user.
    Notify(Notice),
    /// A take is over; its figures are on file already.
    Recorded(Box<VoiceLatencyMetrics>),
}
