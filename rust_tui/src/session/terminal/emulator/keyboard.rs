//! Kitty's keyboard flags and xterm's modifyOtherKeys, as the agent set them.

/// Older entries of a stack are dropped, as the protocol demands.
const MAX_DEPTH: usize = 32;

#[derive(Debug, Default)]
pub(super) struct Keyboard {
    /// The pushed flags, the newest last, and those of an empty stack; for the main and the
    /// alternate screen.
    stacks: [Vec<u8>; 2],
    base: [u8; 2],
    pub(super) modify_other_keys: Option<u8>,
}

impl Keyboard {
    pub(super) fn flags(&self, alternate: bool) -> u8 {
        let screen = usize::from(alternate);
        self.stacks[screen].last().copied().unwrap_or(self.base[screen])
    }

    pub(super) fn set(&mut self, alternate: bool, flags: u8) {
        let screen = usize::from(alternate);
        match self.stacks[screen].last_mut() {
            Some(top) => *top = flags,
            None => self.base[screen] = flags,
        }
    }

    pub(super) fn push(&mut self, alternate: bool, flags: u8) {
        let stack = &mut self.stacks[usize::from(alternate)];
        if stack.len() == MAX_DEPTH {
            stack.remove(0);
        }
        stack.push(flags);
    }

    /// Removes entries; when none is left all flags are off.
    pub(super) fn pop(&mut self, alternate: bool, count: u16) {
        let screen = usize::from(alternate);
        let stack = &mut self.stacks[screen];
        let left = stack.len().saturating_sub(usize::from(count));
        if usize::from(count) > stack.len() {
            self.base[screen] = 0;
        }
        stack.truncate(left);
    }
}
