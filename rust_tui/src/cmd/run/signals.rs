//! Signals as messages: a thread of their own waits for them.

use crossbeam_channel::{Receiver, bounded};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::{Handle, Signals as Iterator};
use std::thread::JoinHandle;

/// The thread; dropping it ends and joins it.
pub(super) struct Signals {
    received: Receiver<i32>,
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

impl Signals {
    /// From now on these signals are messages and no longer end or stop the process.
    pub(super) fn start() -> std::io::Result<Signals> {
        let all = [SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT];
        let mut signals = Iterator::new(all)?;
        let handle = signals.handle();
        // Signals of one kind merge in the kernel, so a few slots are plenty; when they are full
        // the thread waits.
        let (sender, received) = bounded(16);
        let thread = std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            for signal in signals.forever() {
                if sender.send(signal).is_err() {
                    return;
                }
            }
        })?;
        Ok(Signals { received, handle, thread: Some(thread) })
    }

    /// The signals, by number.
    pub(super) fn received(&self) -> &Receiver<i32> {
        &self.received
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
