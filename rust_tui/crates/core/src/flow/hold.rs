//! Why nothing may be typed into the agent now.

use std::fmt;

use crate::agent_state::BlockKind;

/// What is in the way of bytes for the agent, whatever the agent does. It passes by itself soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstruction {
    /// A paste of the user's own is still coming in; a text would land in the middle of it.
    UserPaste,
    /// The agent is in the middle of a synchronised update: its screen is not known.
    Repainting,
}

/// Why a text is held, an Enter not pressed, or a text not undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// A dialog is open in the agent.
    Blocked(BlockKind),
    /// The agent works, and what is typed meanwhile would be lost.
    Busy,
    /// A dialog was open a moment ago; often another one follows.
    DialogGap,
    /// Something is in the way for a moment.
    Obstructed(Obstruction),
}

impl Hold {
    /// Whether it may last, so that the user should know. Else it is over in a moment.
    pub fn lasts(self) -> bool {
        matches!(self, Self::Blocked(_) | Self::Busy)
    }
}

/// As the end of a sentence: "the agent asks for permission".
impl fmt::Display for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blocked(kind) => return kind.fmt(f),
            Self::Busy => "the agent is at work",
            Self::DialogGap => "a dialog of the agent was open a moment ago",
            Self::Obstructed(Obstruction::UserPaste) => "your paste is still coming in",
            Self::Obstructed(Obstruction::Repainting) => "the agent repaints its screen",
        })
    }
}
