//! Asks the host terminal what it is: for `run`, which has to be like it, and for `doctor`.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::session::terminal::{HostCapabilities, widths};
use crate::ui::host::HostTerminal;
use crate::ui::input::{HostReply, Input, InputDecoder, KeyScope};
use crate::ui::stdin::{TtyBytes, TtyInput};

/// How long `run` lets the host terminal answer before it looks at the agent's output. Nothing is
/// lost meanwhile: the agent is starting up and its output waits.
pub const ANSWER_TIMEOUT: Duration = Duration::from_millis(100);

/// The answers.
pub struct Asked {
    pub host: HostCapabilities,
    pub keys: Vec<Input>,
    /// Until the last answer, or until the time limit.
    pub took: Duration,
}

/// Asks the usual questions and those in `more`, whose answers the decoder must know, and waits for
/// the answers at most so long. `columns` is the width of the terminal.
///
/// # Errors
/// The terminal is gone.
pub fn ask(
    host: &mut HostTerminal,
    tty: &TtyInput,
    decoder: &mut InputDecoder,
    columns: u16,
    more: &[u8],
    limit: Duration,
) -> Result<Asked> {
    decoder.expect_replies();
    let began = Instant::now();
    host.ask(&[&widths::queries(), more].concat())?;
    let until = began + limit;
    let mut answers = Answers::default();
    let mut keys = Vec::new();
    while !answers.host.has_answered {
        let Ok(TtyBytes::Bytes(bytes)) = tty.bytes().recv_deadline(until) else { break };
        for input in decoder.feed(Instant::now(), &bytes, KeyScope::Idle) {
            match input {
                Input::Reply(reply) => answers.learn(reply),
                key => keys.push(key),
            }
        }
    }
    Ok(Asked { host: answers.conclude(columns), keys, took: began.elapsed() })
}

#[derive(Default)]
struct Answers {
    host: HostCapabilities,
    /// The columns of the cursor behind each text that was measured.
    columns: Vec<u16>,
}

impl Answers {
    fn learn(&mut self, reply: HostReply) {
        let host = &mut self.host;
        match reply {
            HostReply::Foreground(color) => host.palette.foreground = Some(color),
            HostReply::Background(color) => host.palette.background = Some(color),
            HostReply::Cursor(color) => host.palette.cursor = Some(color),
            HostReply::Indexed(index, color) => {
                if let Some(entry) = host.palette.ansi.get_mut(usize::from(index)) {
                    *entry = Some(color);
                }
            }
            HostReply::KittyKeyboard(_) => host.kitty_keyboard = true,
            HostReply::ModifyOtherKeys(_) => host.modify_other_keys = true,
            HostReply::Version(version) => host.version = Some(version),
            HostReply::SecondaryAttributes(numbers) => host.secondary_attributes = numbers,
            HostReply::Mode(number, state) => host.modes.push((number, state)),
            HostReply::ProgramStatus => host.program_status = true,
            HostReply::Capability(name, value) => host.capabilities.push((name, value)),
            HostReply::CursorAt(widths::QUERY_ROW, column) => self.columns.push(column),
            HostReply::CursorAt(..) => {}
            HostReply::DeviceAttributes(numbers) => {
                host.primary_attributes = numbers;
                host.has_answered = true;
            }
        }
    }

    fn conclude(mut self, columns: u16) -> HostCapabilities {
        if let Some((rules, behind)) = widths::conventions(&self.columns, columns) {
            self.host.widths = rules;
            self.host.cursor_rests_behind_line = behind;
        }
        self.host
    }
}
