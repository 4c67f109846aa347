//! The program status that agents report in an OSC 7501.
//!
//! The body is a list of `name=value` fields, separated by colons or semicolons:
//! `state=blocked:app=codex:kind=permission`. Only `state` and `kind` matter here.

use super::{AgentState, BlockKind};

/// Longest body that is looked at, in bytes; an agent needs fewer than a hundred.
const LONGEST: usize = 1_024;

/// What the body says; `None` if it is no report of a state (a query, or something else).
///
/// `done` and `error` mean that a turn is over, so the agent is idle. `clear` takes the last report
/// back, and so does a state this version does not know.
pub(super) fn parse(body: &str) -> Option<AgentState> {
    if body.len() > LONGEST {
        return None;
    }
    let field = |wanted: &str| {
        body.split([':', ';'])
            .filter_map(|field| field.split_once('='))
            .find(|(name, _)| name.trim() == wanted)
            .map(|(_, value)| value.trim())
    };
    Some(match field("state")? {
        "idle" | "done" | "error" => AgentState::Idle,
        "working" => AgentState::Working,
        "blocked" => {
            let kind = field("kind").and_then(BlockKind::from_name);
            AgentState::Blocked(kind.unwrap_or(BlockKind::Dialog))
        }
        _ => AgentState::Unknown,
    })
}
