//! Asks the outer terminal at start what the agent's terminal has to be like.

use super::Session;
use crate::cmd::asking::{ANSWER_TIMEOUT, Asked, ask};
use crate::ui::input::Input;
use anyhow::Result;

impl Session {
    /// Learns what the outer terminal is, so that the agent's queries get its answers. Keys pressed
    /// meanwhile are returned.
    pub(super) fn ask_outer(&mut self) -> Result<Vec<Input>> {
        let columns = self.size.columns;
        let (outer, decoder) = (&mut self.outer, &mut self.decoder);
        let Asked { outside, keys, .. } =
            ask(outer, &self.tty, decoder, columns, b"", ANSWER_TIMEOUT)?;
        tracing::info!(
            version = outside.version.as_deref().unwrap_or("unknown"),
            answered = outside.has_answered,
            kitty_keyboard = outside.kitty_keyboard,
            "outer terminal"
        );
        if outside.kitty_keyboard {
            self.outer.use_kitty_keyboard()?;
            // They are asked for as soon as the settings want them.
            self.dictation.set_releases_reported(true);
        }
        if outside.program_status {
            self.outer.pass_program_status();
        }
        self.panel.set_theme(self.panel.theme_choice().clone(), outside.palette.background);
        self.agent.set_outside(outside);
        Ok(keys)
    }
}
