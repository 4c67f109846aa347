//! The inbox of a session: all that threads report to the main loop, beside the bytes of the user's
//! terminal and of the agent, which wait where they come from.
//!
//! Unbounded, because no thread may wait to report: a handful of messages per second.

use crossbeam_channel::{Receiver, Sender, unbounded};
use parlo_core::flow::Event;
use parlo_core::sink::Sink;

use super::jobs::JobEvent;
use crate::diag::Panicked;
use crate::session::pty::PtyEvent;

/// What is reported.
#[derive(Debug)]
pub enum Message {
    /// By the pump and the worker.
    Dictation(Event),
    /// By the agent's pty: its end, and the ends of writes into it.
    Agent(PtyEvent),
    /// By work that takes too long for the main thread.
    Job(JobEvent),
    /// By the log, once: why it is not written, and what to try.
    LogTrouble(String),
    /// A signal to the process, by number.
    Signal(i32),
    Panicked(Panicked),
}

/// Both ends of the channel.
#[derive(Debug)]
pub struct Inbox {
    sender: Sender<Message>,
    messages: Receiver<Message>,
}

impl Default for Inbox {
    fn default() -> Self {
        let (sender, messages) = unbounded();
        Self { sender, messages }
    }
}

impl Inbox {
    /// Where reports of one kind go.
    pub fn sink<T: 'static>(&self, message: fn(T) -> Message) -> Sink<T> {
        let sender = self.sender.clone();
        // Reports that come when the session is over are dropped.
        Sink::new(move |report| drop(sender.send(message(report))))
    }

    /// What has been reported.
    pub(super) fn messages(&self) -> &Receiver<Message> {
        &self.messages
    }

    /// Puts a message behind the others.
    pub(super) fn put_back(&self, message: Message) {
        // The receiving end is here.
        let _ = self.sender.send(message);
    }

    /// Trouble with the log that no session has shown.
    pub fn log_trouble(&self) -> Option<String> {
        self.messages.try_iter().find_map(|message| match message {
            Message::LogTrouble(trouble) => Some(trouble),
            _ => None,
        })
    }
}
