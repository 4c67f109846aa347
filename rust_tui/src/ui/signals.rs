//! Signals as messages: a thread of their own waits for them.

use std::thread::JoinHandle;

use parlo_core::sink::Sink;
use signal_hook::iterator::{Handle, Signals as Iterator};

/// The thread; dropping it ends and joins it.
pub struct Signals {
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

impl Signals {
    /// From now on these signals are reported, by number, and no longer end or stop the process.
    /// Those of one kind merge in the kernel.
    ///
    /// # Errors
    /// The system reports no signals, or starts no thread.
    pub fn start(numbers: &[i32], received: Sink<i32>) -> std::io::Result<Self> {
        let mut signals = Iterator::new(numbers)?;
        let handle = signals.handle();
        let thread = std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            signals.forever().for_each(|signal| received.send(signal));
        })?;
        Ok(Self { handle, thread: Some(thread) })
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
