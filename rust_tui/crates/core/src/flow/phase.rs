//! What the flow is doing, in one word.

/// What the flow is doing, for the HUD and the key handling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Waiting for the key.
    Idle,
    /// The microphone is being opened.
    Opening,
    /// The microphone failed and is to be opened again in a moment.
    Reopening,
    /// Listening, nothing to decode yet.
    Capturing,
    /// Listening and decoding.
    Transcribing,
    /// Listening is over, the text is not there yet.
    Finalizing,
    /// The text is there and waits for the agent to take input.
    WaitingForAgent,
    /// The text is there and waits until it can be typed safely; [`super::Flow::hold`] says for what.
    Held,
    /// The text is offered for editing.
    Reviewing,
    /// The text is being typed or has been; Enter may still follow.
    Done,
}

impl Phase {
    /// The name in metrics and logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Opening => "opening",
            Self::Reopening => "reopening",
            Self::Capturing => "capturing",
            Self::Transcribing => "transcribing",
            Self::Finalizing => "finalizing",
            Self::WaitingForAgent => "waiting_for_agent",
            Self::Held => "held",
            Self::Reviewing => "reviewing",
            Self::Done => "done",
        }
    }
}
