//! What the flow tells the user, and in which words.

use super::hold::Hold;
use crate::device::{DeviceFailure, SignalProblem};
use crate::metrics::TranscriptionStrategy;
use std::fmt;

/// A part of the pipeline that may break without the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What turns sound into text.
    Decoder,
    /// What listens to the microphone.
    Listener,
}

/// Why the mode ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandsFreeEnd {
    /// The user's word.
    Asked,
    /// Nobody spoke for as long as the settings allow.
    Silence,
    /// A take failed.
    Failure,
}

impl fmt::Display for HandsFreeEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            HandsFreeEnd::Asked => "the dictation key begins a take again",
            HandsFreeEnd::Silence => "nobody spoke for a while",
            HandsFreeEnd::Failure => "a take failed",
        })
    }
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
    /// The text waits until it can be typed safely.
    Held(Hold),
    /// The text is typed, but Enter was not pressed because of this.
    EnterNotPressed(Hold),
    /// The text is typed, but Enter was not pressed: the user went on typing.
    EnterIsYours,
    /// The agent's terminal took no text for too long.
    AgentDoesNotRead,
    /// A take of the history has a new text.
    Retranscribed,
    /// It has none, for this reason.
    RetranscriptionFailed(String),
    /// What the last take typed has been removed.
    Undone,
    /// Nothing can be taken back: nothing was typed, or the user or Enter came after it.
    NothingToUndo,
    /// It cannot be taken back now.
    UndoRefused(Hold),
    /// It cannot be taken back while parlo listens or transcribes.
    UndoWhileDictating,
    /// How many Backspaces would remove it is not certain.
    UndoUncertain,
    /// parlo listens by itself from now on.
    HandsFreeOn,
    /// It no longer does, and why.
    HandsFreeOff(HandsFreeEnd),
    /// The key was pressed while the last take is still being decoded.
    StillTranscribing,
    /// The key was pressed while the last text is still being typed or sent.
    StillTyping,
    /// The take was cut at its longest.
    TooLong,
    /// The device failed before anything was said and is tried again.
    MicrophoneRetried(DeviceFailure),
    /// The device failed in the middle of what was being said.
    MicrophoneLost(DeviceFailure),
    /// Something is odd about the sound; the take goes on.
    SignalSuspect(SignalProblem),
    /// A take ended without speech, and this is likely why.
    NoSound(SignalProblem),
    /// The device opened but no sample came.
    MicrophoneSilent,
    /// The pump did not answer.
    CaptureStuck,
    /// The device failed.
    MicrophoneFailed(DeviceFailure),
    /// The decoder did not keep up and the take was ended.
    QueueFull,
    /// The first decode failed or took too long; the next strategy is tried.
    Retrying(String),
    /// The decoder lags so far behind that sound is about to be lost.
    DecoderLags,
    /// The text of the take is slow to come.
    Slow,
    /// The text was made by a later strategy than the first.
    FellBack(TranscriptionStrategy),
    /// A part of parlo broke, or did not come back, and another one is in its place.
    Restarted(Part),
    /// Every strategy failed.
    NotTranscribed(String),
    /// The figures of a take could not be written down.
    MetricsLost(String),
    /// The configuration file was edited by hand, and acts.
    ConfigurationTaken,
}

impl Notice {
    /// Whether it tells of a trouble that may be over before the take is.
    pub fn is_passing(&self) -> bool {
        matches!(self, Notice::MicrophoneRetried(_) | Notice::SignalSuspect(_))
    }

    /// Whether this is a failure rather than news.
    pub fn is_error(&self) -> bool {
        matches!(
            self,
            Notice::MicrophoneSilent
                | Notice::CaptureStuck
                | Notice::MicrophoneFailed(_)
                | Notice::MicrophoneLost(_)
                | Notice::QueueFull
                | Notice::NotTranscribed(_)
                | Notice::MetricsLost(_)
                | Notice::AgentDoesNotRead
                | Notice::RetranscriptionFailed(_)
        )
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::Cancelled => f.write_str("cancelled, nothing typed"),
            Notice::HeardNothing => f.write_str("heard no speech"),
            Notice::NoWords => f.write_str("heard no words"),
            Notice::WaitingForAgent => f.write_str("text waits until the agent is ready"),
            Notice::Held(hold) => write!(f, "text held: {hold}; it is typed after that"),
            Notice::EnterNotPressed(hold) => {
                write!(f, "Enter not pressed: {hold}; the text is left as a draft")
            }
            Notice::EnterIsYours => {
                f.write_str("Enter not pressed, as you went on typing; send it yourself")
            }
            Notice::AgentDoesNotRead => f.write_str(
                "the agent reads no input: is it hung? What you said goes in once it does; see the takes",
            ),
            Notice::Retranscribed => f.write_str("transcribed again; see the takes"),
            Notice::RetranscriptionFailed(error) => write!(f, "not transcribed again: {error}"),
            Notice::Undone => f.write_str("taken back"),
            Notice::NothingToUndo => {
                f.write_str("nothing to take back: only the last dictation is, before you or Enter act")
            }
            Notice::UndoRefused(hold) => write!(f, "not taken back: {hold}"),
            Notice::UndoWhileDictating => f.write_str("not taken back while parlo listens or transcribes"),
            Notice::UndoUncertain => {
                f.write_str("not taken back: how this program counts its characters is not known")
            }
            Notice::HandsFreeOn => f.write_str("hands-free: parlo listens by itself"),
            Notice::HandsFreeOff(end) => write!(f, "hands-free is off: {end}"),
            Notice::StillTranscribing => f.write_str("still transcribing the last sentence"),
            Notice::StillTyping => f.write_str("still typing the last sentence"),
            Notice::TooLong => f.write_str("cut at the longest take; press the key to go on"),
            Notice::MicrophoneSilent => write!(f, "{}", SignalProblem::NothingArrives),
            Notice::CaptureStuck => f.write_str("listening got stuck; try again"),
            Notice::MicrophoneFailed(failure) => write!(f, "{failure}"),
            Notice::MicrophoneRetried(failure) => write!(f, "{failure}; trying again"),
            Notice::MicrophoneLost(failure) => write!(f, "{failure}; check what was typed"),
            Notice::SignalSuspect(problem) | Notice::NoSound(problem) => write!(f, "{problem}"),
            Notice::QueueFull => f.write_str(
                "the decoder cannot keep up with speech; try a smaller model (--model tiny.en)",
            ),
            Notice::Retrying(error) => write!(f, "{error}; decoding once more"),
            Notice::DecoderLags => {
                f.write_str("pause for a moment: the decoder lags behind; a smaller model keeps up")
            }
            Notice::Slow => f.write_str("slow: still transcribing"),
            Notice::FellBack(strategy) => {
                write!(f, "transcribed at the second attempt ({})", strategy.name())
            }
            Notice::Restarted(Part::Decoder) => {
                f.write_str("the decoder broke and was restarted; the next take works")
            }
            Notice::Restarted(Part::Listener) => {
                f.write_str("listening broke and was restarted; the next take works")
            }
            Notice::NotTranscribed(error) => {
                write!(f, "could not transcribe ({error}); please type it")
            }
            Notice::MetricsLost(error) => {
                write!(f, "no figures; free some space or set metrics.file: {error}")
            }
            Notice::ConfigurationTaken => {
                f.write_str("the configuration file was edited; it acts from now on")
            }
        }
    }
}
