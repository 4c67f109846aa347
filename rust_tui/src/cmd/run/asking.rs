//! Asks the host terminal at start what the agent's terminal has to be like.

use super::Session;
use crate::cmd::asking::{ANSWER_TIMEOUT, Asked, ask};
use crate::ui::input::Input;
use anyhow::Result;

impl Session {
    /// Learns what the host terminal is, so that the agent's queries get its answers. Keys pressed
    /// meanwhile are returned.
    pub(super) fn ask_host(&mut self) -> Result<Vec<Input>> {
        let columns = self.size.columns;
        let (host, decoder) = (&mut self.host, &mut self.decoder);
        let Asked { host, keys, .. } = ask(host, &self.tty, decoder, columns, b"", ANSWER_TIMEOUT)?;
        tracing::info!(
            version = host.version.as_deref().unwrap_or("unknown"),
            answered = host.has_answered,
            kitty_keyboard = host.kitty_keyboard,
            "host terminal"
        );
        if host.kitty_keyboard {
            self.host.use_kitty_keyboard()?;
            // They are asked for as soon as the settings want them.
            self.dictation.set_releases_reported(true);
        }
        if host.program_status {
            self.host.use_program_status();
        }
        self.panel.set_theme(self.panel.theme_choice().clone(), host.palette.background);
        self.agent.set_host_capabilities(host);
        Ok(keys)
    }
}
