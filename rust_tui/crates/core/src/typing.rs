//! What an agent's composer does with what is typed into it: the rules for holding and for
//! undoing.
//!
//! Plain data out of the agent's profile, used by the flow alone.

use unicode_segmentation::UnicodeSegmentation;

/// Whether text may be typed while the agent works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhileWorking {
    /// Its composer is open: text waits there, Enter steers or queues.
    #[default]
    Type,
    /// What is typed is lost; it has to be held until the agent is idle.
    Hold,
}

/// What one Backspace removes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EraseUnit {
    /// What a user calls a character (a grapheme cluster of UAX #29).
    Grapheme,
    /// One code point.
    CodePoint,
    /// It is not known, or depends. Only a text for which both would be the same is undone.
    #[default]
    Unsure,
}

/// What an agent shows in place of a large paste.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placeholder {
    /// A paste of more characters (code points) becomes one.
    pub over_characters: usize,
    /// How many Backspaces remove it.
    pub backspaces: usize,
}

/// How an agent's composer behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TypingRules {
    /// While the agent works.
    pub while_working: WhileWorking,
    /// What a Backspace removes.
    pub erase_unit: EraseUnit,
    /// What becomes of a large paste, if anything else than its text.
    pub placeholder: Option<Placeholder>,
}

impl TypingRules {
    /// How many Backspaces remove exactly this text, which was typed in one go at the end of the
    /// composer; `None` if that is not certain.
    pub fn backspaces(&self, text: &str) -> Option<usize> {
        let code_points = text.chars().count();
        if let Some(placeholder) = self.placeholder.filter(|it| code_points > it.over_characters) {
            return Some(placeholder.backspaces);
        }
        let graphemes = text.graphemes(true).count();
        match self.erase_unit {
            EraseUnit::Grapheme => Some(graphemes),
            EraseUnit::CodePoint => Some(code_points),
            EraseUnit::Unsure => (graphemes == code_points).then_some(graphemes),
        }
    }
}

#[cfg(test)]
mod tests;
