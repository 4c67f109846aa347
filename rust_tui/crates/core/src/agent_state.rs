//! What the agent is doing: idle, working, or blocked by a dialog that waits for the user's answer.
//!
//! Three kinds of evidence come in: the status the agent reports itself (OSC 7501), its title, and
//! what stands on its screen. [`AgentWatch::state`] weighs them:
//!
//! 1. Any current evidence of a dialog wins. A text typed into a dialog is lost, an Enter approves
//!    what nobody has read; holding a text for nothing costs a moment.
//! 2. Else a reported status decides, as the agent says it of itself.
//! 3. Else title and screen: working beats idle, as some agents show their idle title at work.
//!
//! Evidence is current until its source says something else: a status until the next one or
//! `clear`, a title until the next one or its reset, the screen until it is looked at again. Nothing
//! expires by time: a dialog may stand open for hours.
//!
//! Owned by the main thread of `cmd`; no I/O, no clock.

mod rules;
mod status;

pub use rules::{ScreenRule, ScreenText, StateRules, TitleRule};

use std::fmt;

use crate::screen::Screen;

/// What a dialog wants of the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Permission to run or change something: an Enter would grant it.
    Permission,
    /// An answer to a question.
    Question,
    /// A choice of another kind, or one that is not known.
    Dialog,
}

impl BlockKind {
    /// The kind of that name, as profiles and status reports write it.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "permission" => Some(Self::Permission),
            "question" => Some(Self::Question),
            "dialog" => Some(Self::Dialog),
            _ => None,
        }
    }
}

/// As the end of a sentence: "the agent asks for permission".
impl fmt::Display for BlockKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Permission => "the agent asks for permission",
            Self::Question => "the agent asks a question",
            Self::Dialog => "a dialog of the agent is open",
        })
    }
}

/// What the agent is doing, as far as there is evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AgentState {
    /// There is no evidence.
    #[default]
    Unknown,
    /// It waits for a prompt.
    Idle,
    /// It is at work on one.
    Working,
    /// A dialog waits for the user's answer.
    Blocked(BlockKind),
}

/// Collects the evidence about one agent.
#[derive(Debug, Default)]
pub struct AgentWatch {
    rules: StateRules,
    status: AgentState,
    title: AgentState,
    screen: AgentState,
}

impl AgentWatch {
    /// No evidence yet; titles and screens are judged by these rules.
    pub fn new(rules: StateRules) -> Self {
        Self { rules, ..Self::default() }
    }

    /// The agent reported its status: the body of an OSC 7501, such as
    /// `state=blocked:app=codex:kind=permission`. What is no report changes nothing.
    pub fn status_reported(&mut self, body: &str) {
        if let Some(state) = status::parse(body) {
            self.status = state;
        }
    }

    /// The agent set its title, or gave it back.
    pub fn title_changed(&mut self, title: Option<&str>) {
        self.title = title.map_or(AgentState::Unknown, |title| self.rules.of_title(title));
    }

    /// The agent painted. The screen must be the newest, not one that is scrolled back.
    pub fn screen_changed(&mut self, screen: &Screen) {
        self.rows_changed((0..screen.rows).rev().map(|row| screen.row_text(row)));
    }

    /// The same with the texts of the rows, the lowest one first; no more of them are asked for than
    /// the rules need.
    pub fn rows_changed(&mut self, lowest_first: impl Iterator<Item = String>) {
        self.screen = self.rules.of_rows(lowest_first);
    }

    /// Whether screens say anything about this agent; else [`Self::screen_changed`] need not be
    /// called.
    pub fn reads_screen(&self) -> bool {
        !self.rules.screens.is_empty()
    }

    /// What all of it says.
    pub fn state(&self) -> AgentState {
        let all = [self.status, self.title, self.screen];
        let is_blocked = |state: &&AgentState| matches!(state, AgentState::Blocked(_));
        // Of several, the kind that is known best: permission, then question, then dialog.
        if let Some(blocked) = all.iter().filter(is_blocked).min_by_key(|state| rank(**state)) {
            return *blocked;
        }
        if self.status != AgentState::Unknown {
            return self.status;
        }
        let seen = [self.title, self.screen];
        [AgentState::Working, AgentState::Idle]
            .into_iter()
            .find(|state| seen.contains(state))
            .unwrap_or_default()
    }
}

fn rank(state: AgentState) -> u8 {
    match state {
        AgentState::Blocked(BlockKind::Permission) => 0,
        AgentState::Blocked(BlockKind::Question) => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests;
