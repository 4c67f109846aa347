//! Undoing what was typed, one text at a time, and only where that is exact.
//!
//! A text can be undone while it is the last thing that entered the composer: the user has not
//! typed, clicked or pasted since, and no Enter followed it. Then so many Backspaces remove it as the
//! agent counts characters, and the text before it is the last one.

use super::{Flow, HostOrder, Notice, State};

/// Texts that are remembered to be undone.
const STEPS: usize = 50;

/// The texts that stand at the end of the agent's composer, the last one last.
#[derive(Debug, Default)]
pub(super) struct Typed {
    texts: Vec<String>,
}

impl Typed {
    pub(super) fn push(&mut self, text: String) {
        if self.texts.len() == STEPS {
            self.texts.remove(0);
        }
        self.texts.push(text);
    }

    /// Something else entered the composer, or it was sent.
    pub(super) fn forget(&mut self) {
        self.texts.clear();
    }
}

impl Flow {
    pub(super) fn undo_pressed(&mut self) {
        match &self.state {
            State::Listening(_) | State::Finalizing { .. } => {
                self.effects.push(Notice::UndoWhileDictating.into());
            }
            State::Done(done) if done.is_being_written() => {
                self.effects.push(Notice::StillTyping.into());
            }
            // The text that waits was the last one.
            State::Idle | State::Done(_) if !self.outbox.is_empty() => {
                self.discard_waiting();
            }
            State::Idle | State::Done(_) => self.undo_typed(),
        }
    }

    fn undo_typed(&mut self) {
        let Some(text) = self.typed.texts.last() else {
            self.effects.push(Notice::NothingToUndo.into());
            return;
        };
        if let Some(hold) = self.agent.hold() {
            self.effects.push(Notice::UndoRefused(hold).into());
            return;
        }
        let Some(backspaces) = self.agent.backspaces(text) else {
            self.effects.push(Notice::UndoUncertain.into());
            return;
        };
        // An Enter that was to follow has nothing to send any more.
        self.close_done();
        self.typed.texts.pop();
        self.follow_up.cut();
        self.follow_up.set_text_before(!self.typed.texts.is_empty());
        self.effects.push(HostOrder::Erase { backspaces }.into());
        self.effects.push(Notice::Undone.into());
    }
}
