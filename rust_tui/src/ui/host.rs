//! The host terminal, in which parlo runs: taken over, painted, and restored.
//!
//! Owned by the main thread. Each frame is one write, between the markers of a synchronised
//! update, and holds only the cells that changed. [`restore`] may be called from any thread, a
//! panic hook included: it needs no value and takes no lock that painting holds.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use parlo_core::host_request::HostRequest;
use parlo_core::screen::AgentModes;

use super::modes::{self, HostModes, OwnModes};
use super::view::Snapshot;

mod cells;
mod frame;
mod link;
mod queries;
mod requests;

pub use cells::write_line;
pub use frame::{Painter, composed};
pub use queries::queries;
use requests::KeptRequests;
pub use requests::bytes_of;

/// Whether parlo has taken the terminal over.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// What was switched on and is switched off at the end only if it was: a terminal that lacks it
/// may read the sequence as another one.
static USED: AtomicU8 = AtomicU8::new(0);
const USED_KITTY_KEYBOARD: u8 = 1;
const USED_MODIFY_OTHER_KEYS: u8 = 2;
const USED_PROGRESS: u8 = 4;
const USED_POINTER: u8 = 8;
const USED_PROGRAM_STATUS: u8 = 16;

/// Saves the title and the wheel's setting, then enters and clears the alternate screen.
const ENTER: &[u8] = b"\x1b[22;0t\x1b[?1007s\x1b[?1049h\x1b[H\x1b[2J";

/// Undoes everything parlo or an agent through it may have switched on. The wheel's setting gets
/// its default first, for terminals that cannot restore the saved one.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[?1003l\x1b[?1002l\x1b[?1000l\x1b[?1016l\x1b[?1006l\
    \x1b[?1004l\x1b[?2031l\x1b[?2004l\x1b[?1l\x1b>\x1b[0 q\x1b[0m\x1b[?25h\x1b[?1007h\x1b[?1007r\
    \x1b[?1049l\x1b[23;0t";

/// Gives the terminal back. Does nothing when it is not taken, so calling it again is harmless.
pub fn restore() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        // If the terminal is gone there is no one to report it to.
        let _ = write_terminal(&leaving(USED.swap(0, Ordering::SeqCst)));
        let _ = disable_raw_mode();
    }
}

/// What is written at the end.
fn leaving(used: u8) -> Vec<u8> {
    let no_progress = HostRequest::Progress { state: 0, percent: None };
    let undo = [
        (USED_KITTY_KEYBOARD, b"\x1b[<u".to_vec()),
        (USED_MODIFY_OTHER_KEYS, b"\x1b[>4m".to_vec()),
        (USED_PROGRESS, bytes_of(&no_progress)),
        (USED_POINTER, bytes_of(&HostRequest::Pointer(String::new()))),
        (USED_PROGRAM_STATUS, bytes_of(&HostRequest::ProgramStatus("state=clear".to_owned()))),
    ];
    let undo = undo.into_iter().filter(|(flag, _)| used & flag != 0);
    undo.flat_map(|(_, bytes)| bytes).chain(LEAVE.iter().copied()).collect()
}

/// The taken terminal; dropping it gives the terminal back.
pub struct HostTerminal {
    painter: Painter,
    modes: HostModes,
    has_kitty_keyboard: bool,
    knows_program_status: bool,
    kept: KeptRequests,
}

impl HostTerminal {
    /// Takes the terminal over: raw mode, alternate screen, everything blank.
    ///
    /// # Errors
    ///
    /// Standard input or output is no terminal, or it cannot be put into raw mode.
    pub fn take() -> io::Result<Self> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(io::Error::other("standard input and output must be a terminal"));
        }
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let host = Self {
            painter: Painter::default(),
            modes: HostModes::default(),
            has_kitty_keyboard: false,
            knows_program_status: false,
            kept: KeptRequests::default(),
        };
        write_terminal(&[ENTER, modes::INITIAL].concat())?;
        Ok(host)
    }

    /// Takes the terminal over again, after [`restore`] or after parlo was stopped. The next frame
    /// paints everything.
    ///
    /// # Errors
    ///
    /// The terminal is gone.
    pub fn retake(&mut self) -> io::Result<()> {
        restore();
        // In the background this waits until parlo is in the foreground.
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        self.modes = HostModes::default();
        self.painter.forget();
        write_terminal(&[ENTER, modes::INITIAL].concat())?;
        if std::mem::take(&mut self.has_kitty_keyboard) {
            self.use_kitty_keyboard()?;
        }
        write_terminal(&self.kept.restore())
    }

    /// Paints a frame at a size (columns, rows). Nothing is written when nothing has changed.
    ///
    /// # Errors
    ///
    /// The terminal is gone.
    pub fn draw(&mut self, size: (u16, u16), snapshot: &mut Snapshot) -> io::Result<()> {
        write_terminal(self.painter.paint(size, snapshot))
    }

    /// Makes the next frame paint everything.
    pub fn repaint(&mut self) {
        self.painter.forget();
    }

    /// Sets the modes the agent asked for, and those parlo needs itself.
    ///
    /// # Errors
    ///
    /// The terminal is gone.
    pub fn follow_modes(&mut self, agent: &AgentModes, own: OwnModes) -> io::Result<()> {
        let mut agent = *agent;
        let mut own = own;
        if !self.has_kitty_keyboard {
            agent.keyboard.kitty_flags = 0;
            own.releases = false;
        }
        if agent.keyboard.modify_other_keys.is_some() {
            USED.fetch_or(USED_MODIFY_OTHER_KEYS, Ordering::SeqCst);
        }
        let wanted = HostModes::of(&agent, own);
        let bytes = modes::transition(&self.modes, &wanted);
        self.modes = wanted;
        write_terminal(&bytes)
    }

    /// The flags of kitty's keyboard protocol the terminal is in.
    pub fn kitty_flags(&self) -> u8 {
        self.modes.kitty_flags()
    }

    /// Called when the terminal has reported kitty's keyboard protocol: from then on its flags
    /// follow the agent's.
    ///
    /// # Errors
    ///
    /// The terminal is gone.
    pub fn use_kitty_keyboard(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.has_kitty_keyboard, true) {
            return Ok(());
        }
        USED.fetch_or(USED_KITTY_KEYBOARD, Ordering::SeqCst);
        write_terminal(b"\x1b[>0u")
    }

    /// Called when the terminal has reported that it shows program status (OSC 7501).
    pub fn use_program_status(&mut self) {
        self.knows_program_status = true;
    }

    /// Writes [`queries`]; the replies arrive among the user's keys.
    ///
    /// # Errors
    ///
    /// The terminal is gone.
    pub fn ask(&mut self, about_widths: &[u8]) -> io::Result<()> {
        write_terminal(&queries(about_widths))
    }
}

impl Drop for HostTerminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Writes to the terminal past the standard library's buffer and its lock, which a thread that
/// panicked while painting would still hold.
///
/// # Errors
///
/// The terminal is gone.
pub fn write_terminal(bytes: &[u8]) -> io::Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), rest) {
            Ok(count) => rest = &rest[count..],
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
