//! Facts for the flow, in the past tense, grouped by who reports them.

use std::time::Instant;

use super::hold::Obstruction;
use super::notice::Part;
use crate::agent_state::AgentState;
use crate::decoded::Decoded;
use crate::device::{DeviceFailure, SignalProblem};
use crate::endpoint::Heard;
use crate::metrics::CaptureStats;
use crate::take_id::{JobId, TakeId};

/// What was heard in a take that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speech {
    /// Where the speech lies in the take.
    pub heard: Heard,
    /// When its last voiced sample was at the microphone.
    pub last_voiced_at: Instant,
}

/// Why listening ended, as the pump saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndCause {
    /// The silence tail after speech.
    Silence,
    /// [`super::VoiceOrder::Stop`].
    Stopped,
    /// The longest time a take may last.
    TooLong,
    /// The file that plays the microphone is at its end.
    SourceEnded,
    /// The device could not be opened, or is gone.
    DeviceFailed(DeviceFailure),
    /// The decoder's queue stayed full.
    QueueFull,
}

/// Something that has happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The user pressed, edited or typed something.
    User(UserEvent),
    /// The pump heard something in a take.
    Capture {
        /// The take.
        take: TakeId,
        /// What.
        event: CaptureEvent,
    },
    /// The decoder is done with something of a take.
    Decode {
        /// The take.
        take: TakeId,
        /// What.
        event: DecodeEvent,
    },
    /// The agent, or its terminal, did something.
    Agent(AgentEvent),
    /// A part broke, or did not come back, and was restarted. What becomes of the running take is
    /// reported by other events.
    PartRestarted(Part),
    /// A deadline may have passed.
    TimePassed,
    /// parlo is about to be stopped, as by job control: the microphone closes.
    Suspended,
    /// The agent is gone or parlo is to end. The flow takes nothing in any more.
    SessionEnded,
}

/// What the user did.
#[derive(Debug, Clone, PartialEq)]
pub enum UserEvent {
    /// The dictation key was pressed.
    DictationToggled {
        /// Name of the take, should one begin.
        next: TakeId,
    },
    /// The dictation key was released. Only terminals that report releases have it; see
    /// [`super::Flow::set_releases_reported`].
    DictationReleased,
    /// The cancel key was pressed.
    CancelPressed,
    /// The undo key was pressed.
    UndoPressed,
    /// The key of the hands-free mode was pressed.
    HandsFreeToggled,
    /// The hands-free mode begins its next take: the answer to [`super::Effect::RequestTake`].
    TakeGranted {
        /// Name of the take, should one begin.
        next: TakeId,
    },
    /// The user is done with editing what was offered for review; empty means that nothing is left
    /// of it. It may still have to wait until it can be typed.
    ReviewAccepted {
        /// What to type, in one line; the flow cleans it.
        text: String,
    },
    /// The same, and Enter is to follow the text, whatever [`crate::settings::SendMode`] says.
    ReviewSent {
        /// What to type, in one line; the flow cleans it.
        text: String,
    },
    /// The user wants a text of an earlier take typed (again).
    InsertRequested {
        /// A name for it.
        take: TakeId,
        /// The text; the flow cleans it.
        text: String,
    },
    /// The user did something in the agent: typed, clicked, pasted.
    Acted,
}

/// What was heard in a take.
#[derive(Debug, Clone, PartialEq)]
pub enum CaptureEvent {
    /// The first samples have arrived.
    Started,
    /// There is enough speech for a first decode: the speech so far.
    SpeechSufficed(Heard),
    /// There is noticeably more speech than when this was last said.
    SpeechAdvanced(Heard),
    /// The speaker paused.
    PauseHeard(Heard),
    /// The speaker went on after a pause.
    SpeechResumed {
        /// The first voiced sample after the pause.
        at: u64,
    },
    /// The decoder lags so far behind that sound is about to be lost.
    DecoderLagged,
    /// Something is odd about the sound of the take, which goes on.
    SignalSuspect(SignalProblem),
    /// Listening is over.
    Ended {
        /// Why.
        cause: EndCause,
        /// What was heard, if anything was.
        speech: Option<Speech>,
        /// The pump's counts.
        stats: CaptureStats,
    },
    /// The speaker went on soon after a pause had ended the take.
    FollowUpHeard {
        /// Name of the take that is to hear the rest.
        next: TakeId,
    },
}

/// What became of a decode.
#[derive(Debug, Clone, PartialEq)]
pub enum DecodeEvent {
    /// It is finished.
    Finished {
        /// Which order.
        job: JobId,
        /// Its result.
        decoded: Decoded,
    },
    /// It is left out: one of words to show, for which the engine is not to be asked so often, or not
    /// at all.
    Skipped {
        /// Which order.
        job: JobId,
    },
    /// It failed.
    Failed {
        /// Which order.
        job: JobId,
        /// Why.
        error: String,
    },
    /// A take of the history was transcribed once more: its text, empty if there are no words; or why
    /// there is none.
    Retranscribed(Result<String, String>),
}

/// What the agent did.
#[derive(Debug, Clone, PartialEq)]
pub enum AgentEvent {
    /// It takes input now.
    BecameReady,
    /// The evidence about what it does has changed: what it does now.
    StateChanged(AgentState),
    /// Something obstructs bytes for the agent, or nothing does any more.
    ObstructionChanged(Option<Obstruction>),
    /// It wrote to its terminal.
    Wrote,
    /// The last byte of the take's text is in its pty.
    TextWritten {
        /// The take.
        take: TakeId,
    },
}
