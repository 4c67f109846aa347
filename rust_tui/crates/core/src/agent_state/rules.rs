//! What titles and screens of one agent mean: the part of its profile by which its state is known.
//!
//! Plain data; `session` reads it from a profile file. Patterns are literal: nothing of an agent's
//! output can make them slow.

use super::AgentState;

/// How to read an agent's title and screen. The default reads nothing out of either.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StateRules {
    /// Judged in order; the first that fits decides.
    pub titles: Vec<TitleRule>,
    /// The same.
    pub screens: Vec<ScreenRule>,
}

/// A title that means a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitleRule {
    /// What it means.
    pub state: AgentState,
    /// The title begins with one of these.
    pub starts_with: Vec<String>,
    /// Or one of these stands anywhere in it.
    pub contains: Vec<String>,
}

/// Texts that stand on the screen together and mean a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenRule {
    /// What they mean.
    pub state: AgentState,
    /// Every one of them must be there. A rule without any never fits.
    pub all: Vec<ScreenText>,
}

/// A text near the bottom of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenText {
    /// Stands in one row.
    pub text: String,
    /// How many rows are searched, upwards from the last one that is not blank, which is the first
    /// of them. Few rows keep an answer that quotes a dialog from being taken for one.
    pub last_rows: u16,
}

impl StateRules {
    pub(super) fn of_title(&self, title: &str) -> AgentState {
        let fits = |rule: &&TitleRule| {
            rule.starts_with.iter().any(|start| title.starts_with(start.as_str()))
                || rule.contains.iter().any(|part| title.contains(part.as_str()))
        };
        self.titles.iter().find(fits).map_or(AgentState::Unknown, |rule| rule.state)
    }

    pub(super) fn of_rows(&self, lowest_first: impl Iterator<Item = String>) -> AgentState {
        let deepest = self.screens.iter().flat_map(|rule| &rule.all).map(|text| text.last_rows);
        let Some(deepest) = deepest.max() else { return AgentState::Unknown };
        let rows: Vec<String> = lowest_first
            .skip_while(|row| row.trim().is_empty())
            .take(usize::from(deepest))
            .collect();
        let stands = |wanted: &ScreenText| {
            let near = rows.iter().take(usize::from(wanted.last_rows));
            near.into_iter().any(|row| row.contains(wanted.text.as_str()))
        };
        let fits = |rule: &&ScreenRule| !rule.all.is_empty() && rule.all.iter().all(stands);
        self.screens.iter().find(fits).map_or(AgentState::Unknown, |rule| rule.state)
    }
}
