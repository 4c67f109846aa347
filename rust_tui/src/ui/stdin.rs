//! The `tty-input` thread: reads the raw bytes of the host terminal.
//!
//! Dropping [`TtyInput`] wakes and joins it at any time, without waiting for a key. The descriptor
//! stays in blocking mode, because it is shared with the shell that started parlo.

use std::io::{self, PipeReader, PipeWriter};
use std::os::fd::AsFd;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded, select};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

/// Input from the host terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TtyBytes {
    /// Bytes of one read, in order; a read may end anywhere.
    Bytes(Vec<u8>),
    /// The terminal is gone, or its input is at its end. Nothing follows.
    Closed,
}

/// Capacity of the channel to the main thread. When it is full the thread waits, and the rest stays
/// in the kernel.
const CAPACITY_READS: usize = 64;

/// The most bytes of one read.
const READ_BYTES: usize = 16 * 1024;

/// The running thread.
#[derive(Debug)]
pub struct TtyInput {
    bytes: Receiver<TtyBytes>,
    /// Dropped to wake the thread from waiting for a key, or for room in the channel.
    stop: Option<(PipeWriter, Sender<()>)>,
    thread: Option<JoinHandle<()>>,
}

impl TtyInput {
    /// Starts reading standard input.
    ///
    /// # Errors
    ///
    /// No pipe or no thread could be made.
    pub fn start() -> io::Result<Self> {
        Self::start_reading(rustix::stdio::stdin())
    }

    /// Starts reading a descriptor.
    ///
    /// # Errors
    ///
    /// No pipe or no thread could be made.
    pub fn start_reading(source: impl AsFd + Send + 'static) -> io::Result<Self> {
        let (wake, waker) = io::pipe()?;
        let (stop_sender, stop) = bounded(0);
        let (sender, bytes) = bounded(CAPACITY_READS);
        let thread = std::thread::Builder::new()
            .name("tty-input".to_owned())
            .spawn(move || run(&source, &wake, &stop, &sender))?;
        Ok(Self { bytes, stop: Some((waker, stop_sender)), thread: Some(thread) })
    }

    /// What was read.
    pub fn bytes(&self) -> &Receiver<TtyBytes> {
        &self.bytes
    }
}

impl Drop for TtyInput {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(source: &impl AsFd, wake: &PipeReader, stop: &Receiver<()>, sender: &Sender<TtyBytes>) {
    let mut buffer = vec![0; READ_BYTES];
    loop {
        let Some(length) = read(source, wake, &mut buffer) else { return };
        let message = match &buffer[..length] {
            [] => TtyBytes::Closed,
            bytes => TtyBytes::Bytes(bytes.to_vec()),
        };
        let last = message == TtyBytes::Closed;
        select! {
            send(sender, message) -> sent => if last || sent.is_err() { return },
            recv(stop) -> _ => return,
        }
    }
}

/// Waits for bytes and reads them. Returns their number, 0 at the end; `None` if it is to stop.
fn read(source: &impl AsFd, wake: &PipeReader, buffer: &mut [u8]) -> Option<usize> {
    loop {
        let mut descriptors =
            [PollFd::new(source, PollFlags::IN), PollFd::new(wake, PollFlags::IN)];
        match poll(&mut descriptors, None) {
            Ok(_) => {}
            Err(Errno::INTR) => continue,
            Err(error) => {
                tracing::error!(%error, "cannot wait for keys");
                return Some(0);
            }
        }
        if !descriptors[1].revents().is_empty() {
            return None;
        }
        match rustix::io::read(source, &mut *buffer) {
            Ok(length) => return Some(length),
            Err(Errno::INTR | Errno::AGAIN) => {}
            // The terminal hung up.
            Err(Errno::IO) => return Some(0),
            Err(error) => {
                tracing::error!(%error, "cannot read keys");
                return Some(0);
            }
        }
    }
}

#[cfg(test)]
mod tests;
