//! The `pty-reader` thread: reads the agent's pty and forwards the bytes in order.

use std::fs::File;
use std::io::PipeReader;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded, select};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use super::PtyError;

/// The agent's output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PtyOutput {
    /// Bytes, in order; a piece may end anywhere, even inside a character.
    Bytes(Vec<u8>),
    /// The end: every process has closed the terminal.
    Closed,
}

/// Capacity of the channel to the main thread. When it is full the reader waits, the pty fills up
/// and the agent's own write blocks, as with a slow terminal.
const CAPACITY_PIECES: usize = 16;

/// The most bytes in one piece. Larger pieces mean fewer wake-ups, and longer ones.
const PIECE_BYTES: usize = 64 * 1024;

pub(super) fn start(
    file: File,
    wake: PipeReader,
    stop: Receiver<()>,
) -> Result<(JoinHandle<()>, Receiver<PtyOutput>), PtyError> {
    let (sender, receiver) = bounded(CAPACITY_PIECES);
    let thread = std::thread::Builder::new()
        .name("pty-reader".to_owned())
        .spawn(move || run(&file, &wake, &stop, &sender))
        .map_err(PtyError::Thread)?;
    Ok((thread, receiver))
}

fn run(file: &File, wake: &PipeReader, stop: &Receiver<()>, sender: &Sender<PtyOutput>) {
    let mut buffer = vec![0; PIECE_BYTES];
    loop {
        let Some(length) = read_piece(file, wake, &mut buffer) else { return };
        let piece = match &buffer[..length] {
            [] => PtyOutput::Closed,
            bytes => PtyOutput::Bytes(bytes.to_vec()),
        };
        let last = piece == PtyOutput::Closed;
        select! {
            send(sender, piece) -> sent => if last || sent.is_err() { return },
            recv(stop) -> _ => return,
        }
    }
}

/// Waits for bytes, then reads as many as are there and fit: the kernel returns small pieces, and
/// one larger piece costs the main thread less. Returns their number, 0 at the end; `None` if it is
/// to stop.
fn read_piece(file: &File, wake: &PipeReader, buffer: &mut [u8]) -> Option<usize> {
    let mut length = 0;
    loop {
        match rustix::io::read(file, &mut buffer[length..]) {
            Ok(0) => break,
            Ok(count) => {
                length += count;
                if length == buffer.len() {
                    break;
                }
            }
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) if length > 0 => break,
            Err(Errno::AGAIN) => {
                let mut descriptors =
                    [PollFd::new(file, PollFlags::IN), PollFd::new(wake, PollFlags::IN)];
                match poll(&mut descriptors, None) {
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(error) => {
                        tracing::error!(%error, "cannot wait for the agent's output");
                        break;
                    }
                }
                if !descriptors[1].revents().is_empty() {
                    return None;
                }
            }
            // Linux reports the end of a pty as an input/output error.
            Err(Errno::IO) => break,
            Err(error) => {
                tracing::error!(%error, "cannot read the agent's output");
                break;
            }
        }
    }
    Some(length)
}
