//! Asks the outer terminal what it is: for `run`, which has to be like it, and for `doctor`.

use crate::session::terminal::{Outside, widths};
use crate::ui::input::{Armed, Input, InputDecoder, OuterReply};
use crate::ui::outer::Outer;
use crate::ui::stdin::{TtyBytes, TtyInput};
use anyhow::Result;
use std::time::{Duration, Instant};

/// How long `run` lets the outer terminal answer before it looks at the agent's output. Nothing is
/// lost meanwhile: the agent is starting up and its output waits.
pub const ANSWER_TIMEOUT: Duration = Duration::from_millis(100);

/// What came of it.
pub struct Asked {
    /// What the terminal is.
    pub outside: Outside,
    /// Keys pressed meanwhile.
    pub keys: Vec<Input>,
    /// Until the last answer, or until it was waited for no longer.
    pub took: Duration,
}

/// Asks the usual questions and those in `more`, whose answers the decoder must know, and waits for
/// the answers at most so long. `columns` is the width of the terminal.
///
/// # Errors
/// The terminal is gone.
pub fn ask(
    outer: &mut Outer,
    tty: &TtyInput,
    decoder: &mut InputDecoder,
    columns: u16,
    more: &[u8],
    limit: Duration,
) -> Result<Asked> {
    decoder.expect_replies();
    let began = Instant::now();
    outer.ask(&[&widths::questions(), more].concat())?;
    let until = began + limit;
    let mut answers = Answers::default();
    let mut keys = Vec::new();
    while !answers.outside.has_answered {
        let Ok(TtyBytes::Bytes(bytes)) = tty.bytes().recv_deadline(until) else { break };
        for input in decoder.feed(Instant::now(), &bytes, Armed::Idle) {
            match input {
                Input::Reply(reply) => answers.learn(reply),
                key => keys.push(key),
            }
        }
    }
    Ok(Asked { outside: answers.conclude(columns), keys, took: began.elapsed() })
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
