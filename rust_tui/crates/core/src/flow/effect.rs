//! Orders the flow gives, in the imperative, grouped by who carries them out.

use std::ops::Range;
use std::time::Duration;

use super::notice::Notice;
use crate::live::LiveText;
use crate::metrics::VoiceLatencyMetrics;
use crate::take_id::{JobId, TakeId};

/// What a decode is for. Later kinds are worth more; the worker gives up a running decode of
/// [`DecodeKind::Partial`] or [`DecodeKind::Speculative`] for any newer order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecodeKind {
    /// Words to show while the user still speaks.
    Partial,
    /// The whole utterance, should the pause that has just begun be its end.
    Speculative,
    /// The whole utterance.
    Final,
    /// The whole utterance once more, with the full encoder window, because `Final` failed.
    Batch,
}

/// One decode of a stretch of a take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeOrder {
    /// The take.
    pub take: TakeId,
    /// The number of this order within the take.
    pub job: JobId,
    /// What it is for.
    pub kind: DecodeKind,
    /// Which samples of the take (16 kHz, from its first sample).
    pub span: Range<u64>,
    /// What was said before the span, as far as it is committed; the decoder goes on from there.
    pub context: String,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// For the pump.
    Voice(VoiceOrder),
    /// For the decoder.
    Stt(SttOrder),
    /// For the host of the pipeline, which has the agent and the user.
    Host(HostOrder),
    /// The words of a take have changed.
    Words(LiveText),
    /// The text of a take is known; whether it is typed depends on what follows.
    Remember {
        /// The take.
        take: TakeId,
        /// As it will be typed; empty if it is not known.
        text: String,
    },
    /// Report [`super::UserEvent::TakeGranted`] at once, with a name for the take.
    RequestTake,
    /// Write down what the take cost.
    Record(Box<VoiceLatencyMetrics>),
}

/// An order for the pump.
#[derive(Debug, Clone, PartialEq)]
pub enum VoiceOrder {
    /// Open the microphone (if it is not) and listen to the take that begins.
    Listen {
        /// The take.
        take: TakeId,
    },
    /// Stop listening soon and report what was heard.
    Stop {
        /// The take.
        take: TakeId,
    },
    /// End the take if the present pause lasts so long.
    SetTail {
        /// The take.
        take: TakeId,
        /// The silence that ends it.
        tail: Duration,
    },
    /// Stop listening and forget the take.
    Drop {
        /// The take.
        take: TakeId,
    },
}

/// An order for the decoder.
#[derive(Debug, Clone, PartialEq)]
pub enum SttOrder {
    /// Decode a stretch of audio.
    Decode(DecodeOrder),
    /// Give up all decodes of the take.
    Drop {
        /// The take.
        take: TakeId,
    },
}

/// An order that concerns the agent or the user.
#[derive(Debug, Clone, PartialEq)]
pub enum HostOrder {
    /// Type the text into the agent, as one paste where it takes pastes; answered by
    /// [`super::AgentEvent::TextWritten`].
    Type {
        /// The take.
        take: TakeId,
        /// One line of printable text, not empty.
        text: String,
    },
    /// Press Enter in the agent.
    PressEnter,
    /// Press Backspace in the agent so many times.
    Erase {
        /// At least one.
        backspaces: usize,
    },
    /// Offer the text for editing; it follows what is offered already, after a space. Answered by
    /// [`super::UserEvent::ReviewAccepted`] or [`super::UserEvent::CancelPressed`].
    OfferForReview {
        /// One line of printable text, not empty.
        text: String,
    },
    /// Offer a line to type in what could not be transcribed; the text follows what is offered
    /// already. Answered like [`HostOrder::OfferForReview`].
    OfferManualEntry {
        /// What is known of it: one line of printable text, often empty.
        text: String,
        /// Why the rest is not.
        reason: String,
    },
    /// Nothing is offered for editing any more.
    CloseReview,
    /// Hand the dictation key to the agent.
    PassDictationKey,
    /// Hand the cancel key to the agent.
    PassCancelKey,
    /// Report something to the user.
    Notify(Notice),
}

impl From<VoiceOrder> for Effect {
    fn from(order: VoiceOrder) -> Self {
        Self::Voice(order)
    }
}

impl From<SttOrder> for Effect {
    fn from(order: SttOrder) -> Self {
        Self::Stt(order)
    }
}

impl From<HostOrder> for Effect {
    fn from(order: HostOrder) -> Self {
        Self::Host(order)
    }
}

impl From<Notice> for Effect {
    fn from(notice: Notice) -> Self {
        Self::Host(HostOrder::Notify(notice))
    }
}
