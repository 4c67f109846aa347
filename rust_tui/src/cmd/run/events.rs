//! One turn of the main loop: the first thing that happens, and what becomes of it.

use super::Session;
use super::ending::End;
use super::size::host_size;
use crate::session::pty::{PtyEvent, PtyOutput};
use crate::ui::input::{Input, KeyPhase, KeyPress, KeyScope};
use crate::ui::keymap::Action;
use crate::ui::layers::LayerEvent;
use crate::ui::stdin::TtyBytes;
use crossbeam_channel::{at, never, select};
use parlo_core::flow::Event;
use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};
use std::time::{Duration, Instant};

/// Output that is still on its way when the agent has ended is waited for this long.
const LAST_WORDS: Duration = Duration::from_millis(300);
/// An agent that has closed its terminal gets this long to end by itself.
const CLOSED_GRACE: Duration = Duration::from_secs(3);

/// Whether the session goes on.
pub(super) enum Turn {
    Go,
    Over(End),
}

impl Session {
    /// Waits for the first thing that happens and deals with it.
    pub(super) fn wait(&mut self) -> Turn {
        if self.last_reported.output_is_over {
            return self.wait_for_exit();
        }
        self.detect_suspend();
        let until = self.next_deadline();
        let until = self.suspend_detector.rest(Instant::now(), until);
        let deadline = until.map_or_else(never, at);
        select! {
            recv(self.tty.bytes()) -> bytes => match bytes {
                Ok(TtyBytes::Bytes(bytes)) => self.handle_bytes(&bytes),
                Ok(TtyBytes::Closed) => return Turn::Over(End::TerminalGone),
                Err(_) => return Turn::Over(End::ThreadGone(None)),
            },
            recv(self.agent.output()) -> output => {
                match output {
                    Ok(PtyOutput::Bytes(bytes)) => self.handle_output(&bytes),
                    Ok(PtyOutput::Closed) => return self.wait_for_exit(),
                    Err(_) => return Turn::Over(End::ThreadGone(None)),
                }
            }
            recv(self.agent.events()) -> event => match event {
                Ok(PtyEvent::Written { ticket, .. }) => {
                    if let Some(take) = self.agent.written_take(ticket) {
                        self.step(Event::TextWritten { take });
                    }
                }
                Ok(PtyEvent::Exited(exit)) => {
                    self.drain_output();
                    return Turn::Over(End::Agent(exit));
                }
                Err(_) => return Turn::Over(End::ThreadGone(None)),
            },
            recv(self.dictation.events()) -> event => {
                if let Ok(event) = event {
                    self.dirty = true;
                    self.step(event);
                }
            }
            recv(self.jobs.news()) -> news => if let Ok(news) = news {
                self.handle_job_event(news);
            },
            recv(self.log_troubles) -> trouble => if let Ok(trouble) = trouble {
                self.report_trouble(&trouble);
            },
            recv(self.signals.received()) -> signal => match signal {
                Ok(SIGWINCH) => self.handle_resize(),
                Ok(SIGTSTP) => return self.stop(),
                Ok(SIGCONT) => return self.go_on(),
                Ok(signal) => return Turn::Over(End::Signal(signal)),
                Err(_) => return Turn::Over(End::ThreadGone(None)),
            },
            recv(self.panics) -> panicked => if let Ok(panicked) = panicked {
                if panicked.is_of_needed_thread() {
                    return Turn::Over(End::ThreadGone(Some(panicked)));
                }
                self.report_trouble(&panicked.to_string());
            },
            recv(deadline) -> _ => self.handle_time(),
        }
        Turn::Go
    }

    fn next_deadline(&self) -> Option<Instant> {
        let deadlines = [
            self.dictation.next_deadline(),
            self.agent.next_deadline(),
            self.decoder.next_deadline(),
            self.panel.next_deadline(Instant::now(), &self.dictation),
            if self.dirty { self.frame_due() } else { None },
        ];
        deadlines.into_iter().flatten().min()
    }

    fn scope(&self) -> KeyScope {
        if !self.layers.is_empty() {
            KeyScope::Layer
        } else if self.dictation.wants_cancel() {
            KeyScope::Cancel
        } else {
            KeyScope::Idle
        }
    }

    fn handle_bytes(&mut self, bytes: &[u8]) {
        let inputs = self.decoder.feed(Instant::now(), bytes, self.scope());
        self.handle_inputs(inputs);
    }

    /// Takes what the user did in one go; nothing of parlo's gets in between.
    fn handle_inputs(&mut self, inputs: Vec<Input>) {
        let mut left = inputs.len();
        for input in inputs {
            left -= 1;
            self.last_reported.input_follows = left > 0;
            self.handle_input(input);
        }
    }

    pub(super) fn handle_key(&mut self, press: KeyPress) {
        // A key that is held is one press, however often it is repeated.
        match (press.phase, press.action) {
            (KeyPhase::Stroke | KeyPhase::Press, _) => {}
            (KeyPhase::Release, Action::Dictate) => {
                return self.step(Event::DictationReleased);
            }
            (KeyPhase::Repeat | KeyPhase::Release, _) => return,
        }
        self.dirty = true;
        if self.layers.want_every_key()
            && let Some(key) = self.interface.keys.key_of(press.action)
        {
            self.handle_layer_event(&LayerEvent::Stroke(key));
            return;
        }
        self.catch_up();
        let requests = match press.action {
            Action::Dictate => {
                self.dictation_key = press.raw;
                self.panel.clear_notice();
                self.follow_configuration();
                self.dictation.toggle()
            }
            Action::Cancel => {
                self.cancel_key = press.raw;
                self.dictation.step(Event::CancelPressed)
            }
            other => {
                self.act(other, press.raw);
                return;
            }
        };
        self.handle(requests);
        if press.phase == KeyPhase::Stroke && press.action == Action::Dictate {
            self.step(Event::DictationReleased);
        }
    }

    fn handle_output(&mut self, bytes: &[u8]) {
        self.feed(bytes);
        self.step(Event::AgentWrote);
    }

    /// Lets the agent's terminal take what the agent wrote, and passes on what is not for it.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        let events = self.agent.feed(bytes);
        self.pass_on(&events);
    }

    /// Takes the size of the terminal over. Of many signals in a row only some bring a new one.
    pub(super) fn handle_resize(&mut self) {
        let Ok(size) = host_size() else { return };
        if size == self.size {
            return;
        }
        self.size = size;
        self.fit_to_size();
    }

    fn handle_time(&mut self) {
        self.detect_suspend();
        let now = Instant::now();
        let inputs = self.decoder.expire(now);
        self.handle_inputs(inputs);
        let events = self.agent.flush();
        self.pass_on(&events);
        self.dirty |= self.panel.time_passed(now, &self.dictation);
        self.step(Event::TimePassed);
    }

    /// The agent has closed its terminal: it has ended, or runs on where nobody can see or tell it
    /// anything. Then it gets a while to end by itself, as its exit code is to be passed on.
    fn wait_for_exit(&mut self) -> Turn {
        let until = Instant::now() + CLOSED_GRACE;
        while let Ok(event) = self.agent.events().recv_deadline(until) {
            if let PtyEvent::Exited(exit) = event {
                return Turn::Over(End::Agent(exit));
            }
        }
        tracing::warn!("the agent has closed its terminal without ending");
        Turn::Over(End::AgentUnreachable)
    }

    /// The agent has ended; what it wrote last may still be on its way, and what it left behind may
    /// never stop writing.
    fn drain_output(&mut self) {
        let until = Instant::now() + LAST_WORDS;
        while Instant::now() < until
            && let Ok(PtyOutput::Bytes(bytes)) = self.agent.output().recv_deadline(until)
        {
            self.handle_output(&bytes);
        }
    }
}
