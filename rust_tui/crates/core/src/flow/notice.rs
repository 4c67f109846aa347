//! What the flow notifies the user of, and in which words.

use std::fmt;

use super::hold::Hold;
use crate::device::{DeviceFailure, SignalProblem};
use crate::metrics::TranscriptionStrategy;

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
    /// The user ended it.
    Asked,
    /// Nobody spoke for as long as the settings allow.
    Silence,
    /// A take failed.
    Failure,
}

impl fmt::Display for HandsFreeEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Asked => "the dictation key begins a take again",
            Self::Silence => "nobody spoke for a while",
            Self::Failure => "a take failed",
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
    /// Nothing can be undone: nothing was typed, or the user or Enter came after it.
    NothingToUndo,
    /// It cannot be undone now.
    UndoRefused(Hold),
    /// It cannot be undone while parlo listens or transcribes.
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
    /// A part of parlo broke, or did not come back, and was restarted.
    Restarted(Part),
    /// Every strategy failed.
    NotTranscribed(String),
    /// The metrics of a take could not be written.
    MetricsLost(String),
    /// The configuration file was edited by hand, and applies.
    ConfigurationTaken,
}

impl Notice {
    /// Whether it reports a trouble that may be over before the take is.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::MicrophoneRetried(_) | Self::SignalSuspect(_))
    }

    /// Whether this is a failure rather than information.
    pub fn is_error(&self) -> bool {
        matches!(
            self,
            Self::MicrophoneSilent
                | Self::CaptureStuck
                | Self::MicrophoneFailed(_)
                | Self::MicrophoneLost(_)
                | Self::QueueFull
                | Self::NotTranscribed(_)
                | Self::MetricsLost(_)
                | Self::AgentDoesNotRead
                | Self::RetranscriptionFailed(_)
        )
    }

    /// What helps where the notice does not say so itself.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::MicrophoneFailed(_) | Self::MicrophoneLost(_) | Self::NoSound(_) => {
                "choose another microphone in the settings or with --device; `parlo devices` lists them"
            }
            Self::HeardNothing | Self::MicrophoneSilent => {
                "see whether the meter moves while you speak; choose another microphone, or raise its \
                 level in the system's settings"
            }
            Self::NoWords => {
                "speak a little longer or closer to the microphone; a larger model hears more"
            }
            Self::QueueFull
            | Self::Retrying(_)
            | Self::FellBack(_)
            | Self::DecoderLags
            | Self::Slow => "choose a smaller model",
            Self::Restarted(_) => "report it with the log file if it happens again",
            Self::NotTranscribed(_) => {
                "the takes of this session can be decoded again, with another model too"
            }
            Self::CaptureStuck => "choose the microphone again, or another one",
            Self::MetricsLost(_) => "name another file in the settings, metrics.file",
            _ => "",
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cancelled => "cancelled, nothing typed",
            Self::HeardNothing => "heard no speech",
            Self::NoWords => "heard no words",
            Self::WaitingForAgent => "text waits until the agent is ready",
            Self::Held(hold) => return write!(f, "text held: {hold}; it is typed after that"),
            Self::EnterNotPressed(hold) => {
                return write!(f, "Enter not pressed: {hold}; the text is left as a draft");
            }
            Self::EnterIsYours => "Enter not pressed, as you went on typing; send it yourself",
            Self::AgentDoesNotRead => {
                "the agent reads no input: is it hung? What you said goes in once it does; see the takes"
            }
            Self::Retranscribed => "transcribed again; see the takes",
            Self::RetranscriptionFailed(error) => {
                return write!(f, "not transcribed again: {error}");
            }
            Self::Undone => "undone",
            Self::NothingToUndo => {
                "nothing to undo: only the last dictation can be undone, until you type or press Enter"
            }
            Self::UndoRefused(hold) => return write!(f, "not undone: {hold}"),
            Self::UndoWhileDictating => "not undone while parlo listens or transcribes",
            Self::UndoUncertain => {
                "not undone: how this program counts its characters is not known"
            }
            Self::HandsFreeOn => "hands-free: parlo listens by itself",
            Self::HandsFreeOff(end) => return write!(f, "hands-free is off: {end}"),
            Self::StillTranscribing => "still transcribing the last sentence",
            Self::StillTyping => "still typing the last sentence",
            Self::TooLong => "cut at the longest take; press the key to go on",
            Self::MicrophoneSilent => return write!(f, "{}", SignalProblem::NothingArrives),
            Self::CaptureStuck => "listening got stuck; try again",
            Self::MicrophoneFailed(failure) => return write!(f, "{failure}"),
            Self::MicrophoneRetried(failure) => return write!(f, "{failure}; trying again"),
            Self::MicrophoneLost(failure) => return write!(f, "{failure}; check what was typed"),
            Self::SignalSuspect(problem) | Self::NoSound(problem) => return write!(f, "{problem}"),
            Self::QueueFull => {
                "the decoder cannot keep up with speech; try a smaller model (--model tiny.en)"
            }
            Self::Retrying(error) => return write!(f, "{error}; decoding once more"),
            Self::DecoderLags => {
                "pause for a moment: the decoder lags behind; a smaller model keeps up"
            }
            Self::Slow => "slow: still transcribing",
            Self::FellBack(strategy) => {
                return write!(f, "transcribed at the second attempt ({})", strategy.name());
            }
            Self::Restarted(Part::Decoder) => {
                "the decoder broke and was restarted; the next take works"
            }
            Self::Restarted(Part::Listener) => {
                "listening broke and was restarted; the next take works"
            }
            Self::NotTranscribed(error) => {
                return write!(f, "could not transcribe ({error}); please type it");
            }
            Self::MetricsLost(error) => {
                let remedy = "free some space or set metrics.file";
                return write!(f, "metrics not written; {remedy}: {error}");
            }
            Self::ConfigurationTaken => "the configuration file was edited; it applies from now on",
        })
    }
}
