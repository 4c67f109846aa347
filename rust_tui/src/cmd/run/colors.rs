//! The colours of the outer terminal, asked for once at the start.

use super::Session;
use crate::session::terminal::Palette;
use crate::ui::input::{Armed, Input, OuterReply};
use crate::ui::stdin::TtyBytes;
use anyhow::Result;
use std::time::{Duration, Instant};

/// How long the outer terminal may take to tell its colours before the agent's output is looked
/// at. Nothing is lost meanwhile: the agent is starting up and its output waits.
const COLOR_TIMEOUT: Duration = Duration::from_millis(100);

impl Session {
    /// Learns the outer terminal's colours, so that the agent's queries get true answers. Keys
    /// pressed meanwhile are returned.
    pub(super) fn ask_colors(&mut self) -> Result<Vec<Input>> {
        self.decoder.expect_replies();
        self.outer.ask_colors()?;
        let until = Instant::now() + COLOR_TIMEOUT;
        let mut palette = Palette::default();
        let mut keys = Vec::new();
        'asking: while let Ok(TtyBytes::Bytes(bytes)) = self.tty.bytes().recv_deadline(until) {
            for input in self.decoder.feed(Instant::now(), &bytes, Armed::Idle) {
                match input {
                    Input::Reply(reply) => {
                        if !learn(&mut palette, reply) {
                            break 'asking;
                        }
                    }
                    key => keys.push(key),
                }
            }
        }
        self.panel.set_theme(self.panel.theme_choice().clone(), palette.background);
        self.agent.set_palette(palette);
        Ok(keys)
    }
}

/// Notes a colour; `false` when no more will come.
fn learn(palette: &mut Palette, reply: OuterReply) -> bool {
    match reply {
        OuterReply::Foreground(color) => palette.foreground = Some(color),
        OuterReply::Background(color) => palette.background = Some(color),
        OuterReply::Cursor(color) => palette.cursor = Some(color),
        OuterReply::Indexed(index, color) => {
            if let Some(entry) = palette.ansi.get_mut(usize::from(index)) {
                *entry = Some(color);
            }
        }
        OuterReply::DeviceAttributes => return false,
    }
    true
}
