//! The agent's pseudo-terminal: starts the agent in it, moves bytes both ways, ends the agent.
//!
//! The main thread owns a [`Pty`]. Three threads work for it: `pty-reader` (bytes out of the
//! agent), `pty-writer` (bytes into it) and `pty-wait` (its exit). None of them ever makes the main
//! thread wait. The agent stays unreaped until the `Pty` is dropped, so its process id, and with it
//! the id of its process group, cannot be reused before the last signal. Nothing here interprets
//! the bytes.

use std::io::PipeWriter;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use parlo_core::sink::Sink;
use portable_pty::{Child, MasterPty, PtySize};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, waitid};

mod group;
mod reader;
mod spawn;
mod writer;

pub use reader::PtyOutput;
pub use spawn::{AgentCommand, PtyError, TerminalSize, agent_term};
pub use writer::{WriteError, WriteTicket};

use writer::Writer;

/// How long a dropped [`Pty`] waits for its process group to end after the hang-up. Raising it lets
/// an agent save more, and lets a stuck one delay the end of parlo for as long.
const GRACE_ON_DROP: Duration = Duration::from_secs(1);

/// How long a killed agent may take to disappear before parlo stops waiting for it.
const KILL_TIMEOUT: Duration = Duration::from_secs(2);

/// How often the process group is checked.
const GROUP_POLL: Duration = Duration::from_millis(10);

/// An event of the agent, other than output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PtyEvent {
    /// The pty has accepted the last byte of a write.
    Written {
        /// Which write.
        ticket: WriteTicket,
        /// When its last byte was written.
        at: Instant,
    },
    /// The agent ended. Some of its output may still arrive.
    Exited(AgentExit),
}

/// How the agent ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentExit {
    /// It returned this exit code.
    Code(i32),
    /// This signal ended it.
    Signal(i32),
}

impl AgentExit {
    /// parlo's exit code: the agent's own, or 128 + the signal, as in shells.
    pub fn code(self) -> u8 {
        let code = match self {
            Self::Code(code) => code,
            Self::Signal(signal) => 128 + signal,
        };
        u8::try_from(code & 0xff).unwrap_or(u8::MAX)
    }
}

/// An agent running in its pseudo-terminal.
///
/// Dropping it hangs the agent up if it still runs, and joins all threads.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    agent: Pid,
    output: Receiver<PtyOutput>,
    exit_latch: Receiver<AgentExit>,
    exit: Option<AgentExit>,
    writer: Writer,
    /// Dropped to stop the reader and the writer: the pipes wake a `poll`, the channel a `send`.
    stop: Option<([PipeWriter; 2], Sender<()>)>,
    threads: Vec<JoinHandle<()>>,
    wait_thread: Option<JoinHandle<()>>,
}

impl Pty {
    /// Starts a command in a new pseudo-terminal of a size. What happens beside its output is small
    /// and rare; it is reported to `events`.
    ///
    /// # Errors
    ///
    /// [`PtyError`] says which step failed: no pseudo-terminal, no such program, no thread.
    pub fn spawn(
        command: &AgentCommand,
        size: TerminalSize,
        events: Sink<PtyEvent>,
    ) -> Result<Self, PtyError> {
        let (master, child, agent) = spawn::open(command, size)?;
        let (read_file, write_file) = (spawn::duplicate(&*master)?, spawn::duplicate(&*master)?);

        let (stop_sender, stop_receiver) = bounded(0);
        let (read_wake, read_wake_sender) = std::io::pipe().map_err(PtyError::Thread)?;
        let (write_wake, write_wake_sender) = std::io::pipe().map_err(PtyError::Thread)?;

        let (latch_sender, exit_latch) = bounded(1);
        let (reader, output) = reader::start(read_file, read_wake, stop_receiver.clone())?;
        let (writer, writer_thread) =
            writer::start(write_file, write_wake, stop_receiver, events.clone())?;
        let wait_thread = std::thread::Builder::new()
            .name("pty-wait".to_owned())
            .spawn(move || {
                let exit = wait_without_reaping(agent);
                // The receiver is gone when parlo itself is ending.
                let _ = latch_sender.send(exit);
                events.send(PtyEvent::Exited(exit));
            })
            .map_err(PtyError::Thread)?;

        Ok(Self {
            master,
            child,
            agent,
            output,
            exit_latch,
            exit: None,
            writer,
            stop: Some(([read_wake_sender, write_wake_sender], stop_sender)),
            threads: vec![reader, writer_thread],
            wait_thread: Some(wait_thread),
        })
    }

    /// The agent's output: bounded, so an agent that floods is slowed down and loses nothing.
    pub fn output(&self) -> &Receiver<PtyOutput> {
        &self.output
    }

    /// Queues bytes for the agent, whole and in order, without waiting.
    ///
    /// # Errors
    ///
    /// [`WriteError::Full`] when the agent has stopped reading and the queue is full, and
    /// [`WriteError::Closed`] when it is gone; none of the bytes are written then.
    pub fn write(&self, bytes: Vec<u8>) -> Result<(), WriteError> {
        self.writer.write(bytes)
    }

    /// Like [`Self::write`]; a [`PtyEvent::Written`] with the ticket follows the last byte.
    ///
    /// # Errors
    ///
    /// As for [`Self::write`].
    pub fn write_reported(&self, bytes: Vec<u8>) -> Result<WriteTicket, WriteError> {
        self.writer.write_reported(bytes)
    }

    /// Reports a new size to the agent.
    ///
    /// # Errors
    ///
    /// [`PtyError::Resize`] when the system refuses it.
    pub fn resize(&self, size: TerminalSize) -> Result<(), PtyError> {
        self.master.resize(PtySize::from(size)).map_err(|error| PtyError::Resize(error.into()))
    }

    /// Ends the agent as closing a terminal window would, and waits until it is gone.
    ///
    /// Its process group gets SIGHUP and SIGCONT (a stopped process cannot handle the first), and
    /// SIGKILL if any process of it still runs after `grace`. Processes that have left the group,
    /// as daemons do, are not affected. Output meanwhile is discarded, so that an agent that writes
    /// a lot can end. Returns how the agent ended, if it did.
    pub fn hang_up(&mut self, grace: Duration) -> Option<AgentExit> {
        if self.is_gone() {
            return self.exit;
        }
        group::signal(self.agent, Signal::HUP);
        group::signal(self.agent, Signal::CONT);
        if !self.is_gone_by(Instant::now() + grace) {
            tracing::warn!(grace_ms = grace.as_millis(), "the agent ignored the hang-up");
            group::signal(self.agent, Signal::KILL);
            self.is_gone_by(Instant::now() + KILL_TIMEOUT);
        }
        self.exit
    }

    /// Whether the agent has ended and nothing of its process group is left.
    fn is_gone(&mut self) -> bool {
        self.exit = self.exit.or_else(|| self.exit_latch.try_recv().ok());
        self.exit.is_some() && !group::is_running(self.agent)
    }

    /// Waits for that; `false` if the deadline comes first.
    fn is_gone_by(&mut self, deadline: Instant) -> bool {
        while !self.is_gone() {
            if Instant::now() >= deadline {
                return false;
            }
            match self.output.recv_timeout(GROUP_POLL) {
                Ok(PtyOutput::Bytes(_)) | Err(RecvTimeoutError::Timeout) => {}
                Ok(PtyOutput::Closed) | Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(GROUP_POLL);
                }
            }
        }
        true
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        self.hang_up(GRACE_ON_DROP);
        self.stop = None;
        self.writer.close();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
        // A process that survives SIGKILL hangs in the kernel; joining would hang parlo too, so the
        // wait thread is leaked.
        if self.exit.is_some() {
            if let Some(thread) = self.wait_thread.take() {
                let _ = thread.join();
            }
            if let Err(error) = self.child.wait() {
                tracing::debug!(%error, "the agent could not be reaped");
            }
        }
    }
}

fn wait_without_reaping(agent: Pid) -> AgentExit {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    loop {
        match waitid(WaitId::Pid(agent), options) {
            Ok(Some(status)) => {
                if let Some(signal) = status.terminating_signal() {
                    return AgentExit::Signal(signal);
                }
                return AgentExit::Code(status.exit_status().unwrap_or(1));
            }
            Ok(None) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => {
                tracing::error!(%error, "cannot wait for the agent");
                return AgentExit::Code(1);
            }
        }
    }
}

#[cfg(test)]
mod tests;
