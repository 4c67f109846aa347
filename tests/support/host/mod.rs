//! A host terminal for parlo or an agent, implemented by the test.
//!
//! tmux, the other host terminal of the tests, lacks the kitty keyboard protocol and swallows much
//! of what parlo forwards. This one answers queries as a modern terminal does ([`answers`]), keeps
//! every byte it gets, and has a screen of its own ([`screen`]) to wait for. One thread reads the
//! pty until it is closed; the program ends when this is dropped.

mod answers;
mod screen;

pub use answers::{Abilities, Answerer, TITLE};
pub use screen::Emulator;

use std::io::{Read, Write};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use super::tmux::{Launch, Size};
use super::wait;

/// The `TERM` of this terminal.
const TERM: &str = "xterm-256color";

/// A terminal with a program in it.
pub struct HostTerminal {
    state: Arc<Mutex<State>>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    master: Option<Box<dyn MasterPty + Send>>,
    /// The settings of the line before the program began, as [`HostTerminal::line`] writes them.
    line_before: String,
    child: Box<dyn Child + Send + Sync>,
    reader: Option<JoinHandle<()>>,
}

/// The program's output so far.
struct State {
    received: Vec<u8>,
    /// How many bytes had been received at which time.
    arrivals: Vec<(usize, Instant)>,
    answerer: Answerer,
    emulator: Emulator,
}

impl HostTerminal {
    /// Starts the program in a terminal of this size.
    pub fn start(size: Size, launch: &Launch, abilities: Abilities) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).expect("a pty");
        let line_before = line_of(&*pair.master);
        let mut command = CommandBuilder::new(&launch.command[0]);
        command.args(&launch.command[1..]);
        command.env_clear();
        for (name, value) in &launch.environment {
            command.env(name, value);
        }
        command.env("TERM", TERM);
        command.env("COLORTERM", "truecolor");
        command.cwd(&launch.folder);
        let child = pair.slave.spawn_command(command).expect("starting the program");
        drop(pair.slave);
        let writer = Arc::new(Mutex::new(pair.master.take_writer().expect("the pty's input")));
        let source = pair.master.try_clone_reader().expect("the pty's output");
        let state = Arc::new(Mutex::new(State {
            received: Vec::new(),
            arrivals: Vec::new(),
            answerer: Answerer::new(size, abilities),
            emulator: Emulator::new(size),
        }));
        let shared = (Arc::clone(&state), Arc::clone(&writer));
        let reader = std::thread::Builder::new()
            .name("host-terminal".into())
            .spawn(move || read(source, &shared.0, &shared.1))
            .expect("starting the terminal's thread");
        let master = Some(pair.master);
        Self { state, writer, master, line_before, child, reader: Some(reader) }
    }

    /// Sends bytes as keys, mouse or anything else the user's terminal would send.
    pub fn send(&self, bytes: impl AsRef<[u8]>) {
        let mut writer = self.writer.lock().expect("the terminal's thread has not failed");
        writer.write_all(bytes.as_ref()).and_then(|()| writer.flush()).expect("a running program");
    }

    /// Everything the program wrote so far.
    pub fn received(&self) -> Vec<u8> {
        self.state().received.clone()
    }

    /// The same as text, with replacement characters for invalid UTF-8.
    pub fn received_text(&self) -> String {
        String::from_utf8_lossy(&self.state().received).into_owned()
    }

    /// When some bytes arrived, if they are after the first `from` ones.
    pub fn arrived(&self, bytes: &[u8], from: usize) -> Option<Instant> {
        let state = self.state();
        let place = state.received[from..].windows(bytes.len()).position(|it| it == bytes)?;
        let end = from + place + bytes.len();
        state.arrivals.iter().find(|(count, _)| *count >= end).map(|(_, time)| *time)
    }

    /// The visible screen as text, one line per row.
    pub fn screen(&self) -> String {
        self.state().emulator.text()
    }

    /// Reads the terminal's state.
    pub fn inspect<T>(&self, read: impl FnOnce(&Answerer) -> T) -> T {
        read(&self.state().answerer)
    }

    /// Resizes the terminal.
    pub fn resize(&self, size: Size) {
        let mut state = self.state();
        state.emulator.resize(size);
        state.answerer.resize(size);
        let master = self.master.as_ref().expect("an open terminal");
        master.resize(pty_size(size)).expect("a pty that can be resized");
    }

    /// Whether the line is set (raw, echo, special characters) as before the program began.
    pub fn line_is_as_before(&self) -> bool {
        let master = self.master.as_ref().expect("an open terminal");
        line_of(&**master) == self.line_before
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.process(), signal).expect("a running program");
    }

    /// The program's process.
    pub fn process(&self) -> Pid {
        let id = self.child.process_id().and_then(|id| i32::try_from(id).ok());
        id.and_then(Pid::from_raw).expect("a running program")
    }

    /// Waits until something is on the screen.
    pub fn wait_for_text(&self, text: &str, limit: Duration) -> String {
        let found = || Some(self.screen()).filter(|screen| screen.contains(text));
        wait::until(&format!("{text:?} on the screen"), limit, found, || self.scene())
    }

    /// Waits until the terminal's state is as wanted.
    pub fn wait_until(&self, what: &str, wanted: impl Fn(&Answerer) -> bool) {
        let seen = || wanted(&self.state().answerer).then_some(());
        wait::until(what, wait::SOON, seen, || {
            format!("received {:?}\n{}", self.received_text(), self.scene())
        });
    }

    /// Waits until the program has ended and everything it wrote is here; returns its exit code.
    pub fn wait_for_exit(&mut self, limit: Duration) -> u32 {
        let child = &mut self.child;
        let ended = || child.try_wait().expect("a child to wait for");
        let state = Arc::clone(&self.state);
        let status = wait::until("the program's end", limit, ended, || {
            state.lock().map(|it| it.emulator.text()).unwrap_or_default()
        });
        // The end of the output is read before the thread ends.
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the terminal's thread has not failed");
        }
        status.exit_code()
    }

    /// The screen with a frame around it, for messages.
    pub fn scene(&self) -> String {
        format!("---- screen ----\n{}\n----------------", self.screen().trim_end())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("the terminal's thread has not failed")
    }
}

impl Drop for HostTerminal {
    fn drop(&mut self) {
        // Closing the terminal hangs the program up.
        drop(self.master.take());
        let ended = |child: &mut Box<dyn Child + Send + Sync>| child.try_wait().ok().flatten();
        if let Some(id) = self.child.process_id().and_then(|id| i32::try_from(id).ok())
            && ended(&mut self.child).is_none()
        {
            let _ = Pid::from_raw(id).map(|process| kill_process(process, Signal::HUP));
            if wait::poll(wait::SOON, || ended(&mut self.child)).is_none() {
                let _ = self.child.kill();
            }
        }
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

/// Reads until the other end is closed, answering queries in their order.
fn read(
    mut source: Box<dyn Read + Send>,
    state: &Mutex<State>,
    writer: &Mutex<Box<dyn Write + Send>>,
) {
    let mut buffer = vec![0; 65_536];
    while let Ok(count @ 1..) = source.read(&mut buffer) {
        let mut answers = Vec::new();
        {
            let Ok(mut state) = state.lock() else { return };
            let state = &mut *state;
            state.received.extend_from_slice(&buffer[..count]);
            state.arrivals.push((state.received.len(), Instant::now()));
            // Byte by byte, so that a query for the cursor position sees that of its moment.
            for byte in &buffer[..count] {
                state.emulator.feed(*byte);
                state.answerer.feed(*byte);
                answers.append(&mut state.emulator.drain_reports());
                answers.append(&mut state.answerer.drain_answers());
            }
        }
        let Ok(mut writer) = writer.lock() else { return };
        if !answers.is_empty() && writer.write_all(&answers).and_then(|()| writer.flush()).is_err()
        {
            return;
        }
    }
}

/// The settings of the line, as `stty -a` shows them in other words.
fn line_of(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("the settings of a line"))
}

fn pty_size(size: Size) -> PtySize {
    let (cell_width, cell_height) = answers::CELL_PIXELS;
    PtySize {
        rows: size.rows,
        cols: size.columns,
        pixel_width: size.columns * cell_width,
        pixel_height: size.rows * cell_height,
    }
}
