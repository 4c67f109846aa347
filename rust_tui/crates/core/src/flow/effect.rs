//! Orders the flow gives, in the imperative.

use super::event::TakeId;
use crate::metrics::VoiceLatencyMetrics;
use std::ops::Range;
use std::time::Duration;

/// Numbers the decode orders of a take, from 1.
pub type JobId = u32;

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
    /// What was said before the span, as far as it is settled; the decoder goes on from there.
    pub context: String,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Open the microphone (if it is not) and listen.
    OpenMicrophone {
        /// The take that begins.
        take: TakeId,
    },
    /// Stop listening soon and report what was heard.
    StopCapture {
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
    DropCapture {
        /// The take.
        take: TakeId,
    },
    /// Decode a stretch of audio.
    Decode(DecodeOrder),
    /// Give up all decodes of the take.
    DropDecodes {
        /// The take.
        take: TakeId,
    },
    /// Type the text into the agent, as one paste where it takes pastes.
    Type {
        /// The take.
        take: TakeId,
        /// One line of printable text, not empty.
        text: String,
    },
    /// Press Enter in the agent.
    PressEnter,
    /// Hand the dictation key to the agent.
    PassDictationKey,
    /// Hand the cancel key to the agent.
    PassCancelKey,
    /// Write down what the take cost.
    Record(Box<VoiceLatencyMetrics>),
    /// Tell the user.
    Tell(Notice),
}

/// Something the user should know. `Display` is what to show: what happened, and what to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The take was cancelled.
    Cancelled,
    /// A take ended without speech.
    HeardNothing,
    /// There was sound but the decoder found no words.
    NoWords,
    /// The text waits for the agent.
    WaitingForAgent,
    /// The key was pressed while the last take is still being decoded.
    StillTranscribing,
    /// The key was pressed while the last text is still being typed or sent.
    StillTyping,
    /// The take was cut at its longest.
    TooLong,
    /// The device opened but no sample came.
    MicrophoneSilent,
    /// The pump did not answer.
    CaptureStuck,
    /// The device failed.
    MicrophoneFailed(String),
    /// The decoder did not keep up and the take was ended.
    QueueFull,
    /// The first decode failed or took too long; the next strategy is tried.
    TryingAgain(String),
    /// Every strategy failed.
    NotTranscribed(String),
    /// The figures of a take could not be written down.
    FiguresLost(String),
}

impl Notice {
    /// Whether this is a failure rather than news.
    pub fn is_error(&self) -> bool {
        matches!(
            self,
            Notice::MicrophoneSilent
                | Notice::CaptureStuck
                | Notice::MicrophoneFailed(_)
                | Notice::QueueFull
                | Notice::NotTranscribed(_)
                | Notice::FiguresLost(_)
        )
    }
}

impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Notice::Cancelled => f.write_str("cancelled, nothing typed"),
            Notice::HeardNothing => f.write_str("heard no speech"),
            Notice::NoWords => f.write_str("heard no words"),
            Notice::WaitingForAgent => f.write_str("text waits until the agent is ready"),
            Notice::StillTranscribing => f.write_str("still transcribing the last sentence"),
            Notice::StillTyping => f.write_str("still typing the last sentence"),
            Notice::TooLong => f.write_str("cut at the longest take; press the key to go on"),
            Notice::MicrophoneSilent => f.write_str(
                "the microphone delivers no audio; see `parlo devices`, choose one with --device",
            ),
            Notice::CaptureStuck => f.write_str("listening got stuck; try again"),
            Notice::MicrophoneFailed(error) => write!(f, "microphone: {error}"),
            Notice::QueueFull => f.write_str(
                "the decoder cannot keep up with speech; try a smaller model (--model tiny.en)",
            ),
            Notice::TryingAgain(error) => write!(f, "{error}; decoding once more"),
            Notice::NotTranscribed(error) => {
                write!(f, "could not transcribe ({error}); please type it")
            }
            Notice::FiguresLost(error) => write!(f, "no figures: {error}"),
        }
    }
}
