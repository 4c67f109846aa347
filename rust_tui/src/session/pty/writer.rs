//! The `pty-writer` thread: writes bytes into the agent's pty, whole and in order, and reports when
//! the last byte of a write was accepted.

use std::fs::File;
use std::io::PipeReader;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, select, unbounded};
use parlo_core::sink::Sink;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use super::{PtyError, PtyEvent};

/// Identifies a write in the report of its completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WriteTicket(u64);

/// Why bytes for the agent were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The agent has stopped reading and the queue is full.
    #[error(
        "your input is lost: the agent reads none, and 16 MiB are waiting already; is it stopped?"
    )]
    Full,
    /// The agent's terminal is closed.
    #[error("your input is lost: the agent's terminal is closed")]
    Closed,
}

/// The most bytes that wait for an agent that does not read, besides the kernel's buffer. Raising
/// it lets larger pastes wait, at the price of memory.
const QUEUE_BYTES: usize = 16 * 1024 * 1024;

/// The main thread's end of the queue. Bounded in bytes, not in writes: the sender never waits, a
/// write over the limit is refused as a whole.
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    waiting_bytes: Arc<AtomicUsize>,
    next_ticket: AtomicU64,
}

struct Job {
    bytes: Vec<u8>,
    ticket: Option<WriteTicket>,
}

pub(super) fn start(
    file: File,
    wake: PipeReader,
    stop: Receiver<()>,
    events: Sink<PtyEvent>,
) -> Result<(Writer, JoinHandle<()>), PtyError> {
    let (jobs, queue) = unbounded();
    let waiting_bytes = Arc::new(AtomicUsize::new(0));
    let waiting = Arc::clone(&waiting_bytes);
    let thread = std::thread::Builder::new()
        .name("pty-writer".to_owned())
        .spawn(move || run(&file, &wake, &stop, &queue, &waiting, &events))
        .map_err(PtyError::Thread)?;
    Ok((Writer { jobs: Some(jobs), waiting_bytes, next_ticket: AtomicU64::new(0) }, thread))
}

impl Writer {
    pub(super) fn write(&self, bytes: Vec<u8>) -> Result<(), WriteError> {
        self.queue(Job { bytes, ticket: None })
    }

    pub(super) fn write_reported(&self, bytes: Vec<u8>) -> Result<WriteTicket, WriteError> {
        let ticket = WriteTicket(self.next_ticket.fetch_add(1, Ordering::Relaxed));
        self.queue(Job { bytes, ticket: Some(ticket) })?;
        Ok(ticket)
    }

    /// Refuses further writes.
    pub(super) fn close(&mut self) {
        self.jobs = None;
    }

    fn queue(&self, job: Job) -> Result<(), WriteError> {
        let jobs = self.jobs.as_ref().ok_or(WriteError::Closed)?;
        let length = job.bytes.len();
        // Only this thread adds, so after the check the number can only fall.
        if self.waiting_bytes.load(Ordering::Relaxed) + length > QUEUE_BYTES {
            return Err(WriteError::Full);
        }
        self.waiting_bytes.fetch_add(length, Ordering::Relaxed);
        jobs.send(job).map_err(|_| WriteError::Closed)
    }
}

fn run(
    file: &File,
    wake: &PipeReader,
    stop: &Receiver<()>,
    queue: &Receiver<Job>,
    waiting_bytes: &AtomicUsize,
    events: &Sink<PtyEvent>,
) {
    loop {
        let job = select! {
            recv(queue) -> job => match job { Ok(job) => job, Err(_) => return },
            recv(stop) -> _ => return,
        };
        if write_all(file, wake, &job.bytes).is_break() {
            return;
        }
        let at = Instant::now();
        waiting_bytes.fetch_sub(job.bytes.len(), Ordering::Relaxed);
        if let Some(ticket) = job.ticket {
            // The owner may be gone already; then nobody needs the report.
            events.send(PtyEvent::Written { ticket, at });
        }
    }
}

fn write_all(file: &File, wake: &PipeReader, bytes: &[u8]) -> std::ops::ControlFlow<()> {
    use std::ops::ControlFlow::{Break, Continue};

    let mut rest = bytes;
    while !rest.is_empty() {
        match rustix::io::write(file, rest) {
            Ok(count) => rest = &rest[count..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                let mut descriptors =
                    [PollFd::new(file, PollFlags::OUT), PollFd::new(wake, PollFlags::IN)];
                match poll(&mut descriptors, None) {
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(error) => {
                        tracing::error!(%error, "cannot wait for the agent to read");
                        return Break(());
                    }
                }
                if !descriptors[1].revents().is_empty() {
                    return Break(());
                }
            }
            Err(error) => {
                tracing::debug!(%error, "the agent's terminal takes no more input");
                return Break(());
            }
        }
    }
    Continue(())
}
