//! Facts the flow is told, in the past tense.

use super::effect::JobId;
use super::hold::Obstruction;
use crate::agent_state::AgentState;
use crate::decoded::Decoded;
use crate::device::{DeviceFailure, SignalProblem};
use crate::endpoint::Heard;
use crate::metrics::CaptureStats;
use crate::take_id::TakeId;
use std::time::Instant;

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
    /// [`super::Effect::StopCapture`].
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

/// A part of the pipeline that may break without the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What turns sound into text.
    Decoder,
    /// What listens to the microphone.
    Listener,
}

/// Something that has happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The dictation key was pressed; a take that begins by it is to be called `next`.
    DictationToggled {
        /// Name of the take, should one begin.
        next: TakeId,
    },
    /// The dictation key was released. DecoderEvent only by terminals that report releases; see
    /// [`super::Flow::set_releases_reported`].
    DictationReleased,
    /// The cancel key was pressed.
    CancelPressed,
    /// The undo key was pressed.
    UndoPressed,
    /// The key of the hands-free mode was pressed.
    HandsFreeToggled,
    /// The answer to [`super::Effect::ListenByItself`].
    ListenByItself {
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
    /// The first samples of the take have arrived.
    CaptureStarted {
        /// The take.
        take: TakeId,
    },
    /// There is enough speech for a first decode.
    SpeechSufficed {
        /// The take.
        take: TakeId,
        /// The speech so far.
        heard: Heard,
    },
    /// There is noticeably more speech than when this was last said.
    SpeechAdvanced {
        /// The take.
        take: TakeId,
        /// The speech so far.
        heard: Heard,
    },
    /// The speaker paused.
    PauseHeard {
        /// The take.
        take: TakeId,
        /// The speech so far.
        heard: Heard,
    },
    /// The speaker went on after a pause.
    SpeechResumed {
        /// The take.
        take: TakeId,
        /// The first voiced sample after the pause.
        at: u64,
    },
    /// The decoder lags so far behind that sound is about to be lost.
    DecoderLagged {
        /// The take.
        take: TakeId,
    },
    /// Listening is over.
    CaptureEnded {
        /// The take.
        take: TakeId,
        /// Why.
        cause: EndCause,
        /// What was heard, if anything was.
        speech: Option<Speech>,
        /// The pump's counts.
        stats: CaptureStats,
    },
    /// Something is odd about the sound of the running take, which goes on.
    SignalSuspect {
        /// The take.
        take: TakeId,
        /// What is odd.
        problem: SignalProblem,
    },
    /// Soon after a take that a pause had ended, the speaker went on.
    FollowUpHeard {
        /// The take that was ended.
        after: TakeId,
        /// Name of the take that is to hear the rest.
        next: TakeId,
    },
    /// The user did something in the agent: typed, clicked, pasted.
    UserActed,
    /// A decode is finished.
    DecodeFinished {
        /// The take.
        take: TakeId,
        /// Which order.
        job: JobId,
        /// Its result.
        decoded: Decoded,
    },
    /// A decode of words to show is left out: the engine is not to be asked so often, or not at all.
    DecodeSkipped {
        /// The take.
        take: TakeId,
        /// Which order.
        job: JobId,
    },
    /// A decode failed.
    DecodeFailed {
        /// The take.
        take: TakeId,
        /// Which order.
        job: JobId,
        /// Why.
        error: String,
    },
    /// A part broke, or did not come back, and another one is in its place. What becomes of the
    /// running take is told by other events.
    PartRebuilt {
        /// Which.
        part: Part,
    },
    /// A take of the history was transcribed once more.
    Retranscribed {
        /// The take.
        take: TakeId,
        /// Its text, empty if there are no words; or why there is none.
        text: Result<String, String>,
    },
    /// The agent takes input now.
    AgentBecameReady,
    /// The evidence about what the agent does has changed.
    AgentStateChanged {
        /// What it does now.
        state: AgentState,
    },
    /// Something is in the way of bytes for the agent, or is not any more.
    ObstructionChanged {
        /// What it is, if anything.
        obstruction: Option<Obstruction>,
    },
    /// The agent wrote to its terminal.
    AgentWrote,
    /// The last byte of the take's text is in the agent's pty.
    TextWritten {
        /// The take.
        take: TakeId,
    },
    /// parlo is about to be stopped, as by job control: the microphone closes.
    Suspended,
    /// A deadline may have passed.
    TimePassed,
    /// The agent is gone or parlo is to end. The flow takes nothing in any more.
    SessionEnded,
}
