//! Asks the outer terminal at start what the agent's terminal has to be like.

use super::Session;
use crate::session::terminal::{Outside, widths};
use crate::ui::input::{Armed, Input, OuterReply};
use crate::ui::stdin::TtyBytes;
use anyhow::Result;
use std::time::{Duration, Instant};

/// How long the outer terminal may take to answer before the agent's output is looked at. Nothing is
/// lost meanwhile: the agent is starting up and its output waits.
const ANSWER_TIMEOUT: Duration = Duration::from_millis(100);

impl Session {
    /// Learns what the outer terminal is, so that the agent's queries get its answers. Keys pressed
    /// meanwhile are returned.
    pub(super) fn ask_outer(&mut self) -> Result<Vec<Input>> {
        self.decoder.expect_replies();
        self.outer.ask(&widths::questions())?;
        let until = Instant::now() + ANSWER_TIMEOUT;
        let mut answers = Answers::default();
        let mut keys = Vec::new();
        while !answers.outside.has_answered {
            let Ok(TtyBytes::Bytes(bytes)) = self.tty.bytes().recv_deadline(until) else { break };
            for input in self.decoder.feed(Instant::now(), &bytes, Armed::Idle) {
                match input {
                    Input::Reply(reply) => answers.learn(reply),
                    key => keys.push(key),
                }
            }
        }
        let outside = answers.conclude(self.size.columns);
        tracing::info!(
            version = outside.version.as_deref().unwrap_or("unknown"),
            answered = outside.has_answered,
            kitty_keyboard = outside.kitty_keyboard,
            "outer terminal"
        );
        if outside.kitty_keyboard {
            self.outer.use_kitty_keyboard()?;
            self.dictation.set_releases_reported(self.dictation.wants_releases());
        }
        if outside.program_status {
            self.outer.pass_program_status();
        }
        self.panel.set_theme(self.panel.theme_choice().clone(), outside.palette.background);
        self.agent.set_outside(outside);
        Ok(keys)
    }
}

#[derive(Default)]
struct Answers {
    outside: Outside,
    /// The columns of the cursor behind each text that was measured.
    columns: Vec<u16>,
}

impl Answers {
    fn learn(&mut self, reply: OuterReply) {
        let outside = &mut self.outside;
        match reply {
            OuterReply::Foreground(color) => outside.palette.foreground = Some(color),
            OuterReply::Background(color) => outside.palette.background = Some(color),
            OuterReply::Cursor(color) => outside.palette.cursor = Some(color),
            OuterReply::Indexed(index, color) => {
                if let Some(entry) = outside.palette.ansi.get_mut(usize::from(index)) {
                    *entry = Some(color);
                }
            }
            OuterReply::KittyKeyboard(_) => outside.kitty_keyboard = true,
            OuterReply::ModifyOtherKeys(_) => outside.modify_other_keys = true,
            OuterReply::Version(version) => outside.version = Some(version),
            OuterReply::SecondaryAttributes(numbers) => outside.secondary_attributes = numbers,
            OuterReply::Mode(number, state) => outside.modes.push((number, state)),
            OuterReply::ProgramStatus => outside.program_status = true,
            OuterReply::Capability(name, value) => outside.capabilities.push((name, value)),
            OuterReply::CursorAt(widths::QUESTION_ROW, column) => self.columns.push(column),
            OuterReply::CursorAt(..) => {}
            OuterReply::DeviceAttributes(numbers) => {
                outside.primary_attributes = numbers;
                outside.has_answered = true;
            }
        }
    }

    fn conclude(mut self, columns: u16) -> Outside {
        if let Some((rules, behind)) = widths::conventions(&self.columns, columns) {
            self.outside.widths = rules;
            self.outside.cursor_rests_behind_line = behind;
        }
        self.outside
    }
}
