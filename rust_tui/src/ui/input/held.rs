//! Remembers who got the press of a held key, and so gets its repeats and its release.
//!
//! Without this a release would be matched by itself: after Ctrl+R the fingers may leave Ctrl
//! first, and the release is that of a plain R.

use crate::ui::keymap::{Action, KeyCode};

/// Who got the press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    /// It was an action of parlo's.
    Action(Action),
    /// A layer captured it.
    Layer,
}

/// The held keys that are not the agent's. Terminals that report no releases leave keys in it,
/// which is harmless: the next press of the key decides again.
#[derive(Debug, Default)]
pub(super) struct HeldKeys(Vec<(KeyCode, Holder)>);

/// More keys than hands can hold.
const MAX_HELD: usize = 16;

impl HeldKeys {
    pub(super) fn press(&mut self, code: KeyCode, holder: Holder) {
        self.forget(code);
        if self.0.len() == MAX_HELD {
            self.0.remove(0);
        }
        self.0.push((code, holder));
    }

    pub(super) fn holder(&self, code: KeyCode) -> Option<Holder> {
        self.0.iter().find(|(held, _)| *held == code).map(|(_, holder)| *holder)
    }

    pub(super) fn forget(&mut self, code: KeyCode) {
        self.0.retain(|(held, _)| *held != code);
    }
}
