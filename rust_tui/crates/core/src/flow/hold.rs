//! Why nothing may be typed into the agent now.

use crate::agent_state::BlockKind;
use std::fmt;

/// What is in the way of bytes for the agent, whatever the agent does. It passes by itself soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstruction {
    /// A paste of the user's own is still coming in; a text would land in the middle of it.
    UserPaste,
    /// The agent is in the midst of a synchronised update: its screen is not known.
    Repainting,
}

/// Why a text is held, an Enter not pressed, or a text not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// A dialog is open in the agent.
    Blocked(BlockKind),
    /// The agent works, and what is typed meanwhile would go astray.
    Busy,
    /// A dialog was open a moment ago; often another one follows.
    DialogGap,
    /// Something is in the way for a moment.
    Obstructed(Obstruction),
}

impl Hold {
    /// Whether it may last, so that the user should know. Else it is over in a moment.
    #[must_use]
    pub fn lasts(self) -> bool {
        matches!(self, Hold::Blocked(_) | Hold::Busy)
    }
}

/// As the end of a sentence: "the agent asks for permission".
impl fmt::Display for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hold::Blocked(kind) => kind.fmt(f),
            Hold::Busy => f.write_str("the agent is at work"),
            Hold::DialogGap => f.write_str("a dialog of the agent was open a moment ago"),
            Hold::Obstructed(Obstruction::UserPaste) => {
                f.write_str("your paste is still coming in")
            }
            Hold::Obstructed(Obstruction::Repainting) => {
                f.write_str("the agent repaints its screen")
            }
        }
    }
}
