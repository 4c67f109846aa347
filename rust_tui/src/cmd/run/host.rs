//! A session as the host of its dictation: one inbox, four things that wake it (the user's terminal,
//! the agent's output, the inbox, a deadline), and what becomes of each.

use std::time::{Duration, Instant};

use anyhow::Result;
use crossbeam_channel::{at, never, select};
use parlo_core::flow::{AgentEvent, Event, HostOrder, Phase, UserEvent};
use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};

use super::Session;
use super::ending::End;
use super::inbox::Message;
use super::size::host_size;
use crate::dictation::{Dictation, Host, Update, Woken};
use crate::session::pty::{PtyEvent, PtyOutput};
use crate::ui::stdin::TtyBytes;

/// Output that is still on its way when the agent has ended is waited for this long.
const LAST_OUTPUT: Duration = Duration::from_millis(300);
/// An agent that has closed its terminal gets this long to end by itself.
const CLOSED_GRACE: Duration = Duration::from_secs(3);

/// What has happened beside the dictation.
pub(super) enum Happened {
    Tty(TtyBytes),
    /// The agent wrote, or closed its terminal.
    Output(PtyOutput),
    Message(Message),
    /// A thread that is needed is gone.
    ThreadGone,
}

impl Host for Session<'_> {
    type End = End;
    type Own = Happened;

    fn turn(&mut self, dictation: &mut Dictation) -> Result<Option<End>> {
        let user_types = self.keys.are_incomplete();
        let changes = self.wrapped.obstruction_changes(user_types);
        self.report(changes, dictation);
        if let Some(error) = self.wrapped.agent.drain_refusal() {
            self.report_trouble(&error.to_string());
        }
        if self.wrapped.agent.became_ready() {
            dictation.step(self, Event::Agent(AgentEvent::BecameReady));
        }
        if self.frame.is_due(&self.wrapped.agent) {
            // The screen is read now anyway, so that looking at it costs little.
            let changes = self.wrapped.changes(self.keys.are_incomplete());
            self.report(changes, dictation);
            self.update_layers(dictation);
            let mouse = self.takes_mouse();
            let (agent, layers) = (&mut self.wrapped.agent, &mut self.overlay.layers);
            self.frame.draw(agent, &mut self.keys, layers, mouse, dictation)?;
        }
        if self.wrapped.output_is_over() {
            return Ok(Some(self.wait_for_exit()));
        }
        self.detect_suspend(dictation);
        Ok(None)
    }

    fn wait(&mut self, until: Option<Instant>) -> Result<Woken<Happened>> {
        let until = self.suspend_detector.rest(Instant::now(), until);
        let gone = || Woken::Own(Happened::ThreadGone);
        Ok(select! {
            recv(self.keys.tty.bytes()) -> bytes => {
                bytes.map_or_else(|_| gone(), |bytes| Woken::Own(Happened::Tty(bytes)))
            }
            recv(self.wrapped.agent.output()) -> output => {
                output.map_or_else(|_| gone(), |output| Woken::Own(Happened::Output(output)))
            }
            recv(self.inbox.messages()) -> message => {
                message.map_or_else(|_| gone(), |message| Woken::Own(Happened::Message(message)))
            }
            recv(until.map_or_else(never, at)) -> _ => Woken::Deadline,
        })
    }

    fn next_deadline(&self, dictation: &Dictation) -> Option<Instant> {
        let deadlines = [
            self.wrapped.agent.next_deadline(),
            self.keys.decoder.next_deadline(),
            self.frame.panel.next_deadline(Instant::now(), dictation),
            self.frame.next_deadline(),
        ];
        deadlines.into_iter().flatten().min()
    }

    fn handle(&mut self, happened: Happened, dictation: &mut Dictation) -> Result<Option<End>> {
        match happened {
            Happened::Tty(TtyBytes::Bytes(bytes)) => self.handle_bytes(&bytes, dictation),
            Happened::Tty(TtyBytes::Closed) => return Ok(Some(End::TerminalGone)),
            Happened::Output(PtyOutput::Bytes(bytes)) => self.handle_output(&bytes, dictation),
            Happened::Output(PtyOutput::Closed) => return Ok(Some(self.wait_for_exit())),
            Happened::Message(message) => return self.handle_message(message, dictation),
            Happened::ThreadGone => return Ok(Some(End::ThreadGone(None))),
        }
        Ok(None)
    }

    fn time_passed(&mut self, dictation: &mut Dictation) -> Result<()> {
        self.detect_suspend(dictation);
        let now = Instant::now();
        let inputs = self.keys.decoder.expire(now);
        self.handle_inputs(inputs, dictation);
        self.wrapped.flush(&mut self.frame.host);
        self.frame.is_dirty |= self.frame.panel.time_passed(now, dictation);
        Ok(())
    }

    fn events_before(&mut self, event: &Event, dictation: &Dictation) -> Vec<Event> {
        // These come often, and have nothing typed where no take is running.
        let often = matches!(
            event,
            Event::Agent(AgentEvent::Wrote) | Event::TimePassed | Event::User(UserEvent::Acted)
        );
        if often && dictation.phase() == Phase::Idle && !dictation.flow().is_hands_free() {
            return Vec::new();
        }
        let user_types = self.keys.are_incomplete();
        let events = self.wrapped.catch_up(user_types, &mut self.frame.host);
        self.frame.is_dirty |= events.iter().any(is_shown);
        events
    }

    fn perform(&mut self, order: HostOrder) -> Vec<Event> {
        self.frame.is_dirty = true;
        self.overlay.takes_changed = true;
        match order {
            HostOrder::Type { take, text } => self.wrapped.agent.type_text(take, &text),
            HostOrder::PressEnter => self.wrapped.agent.press_enter(),
            HostOrder::Erase { backspaces } => self.wrapped.agent.erase(backspaces),
            HostOrder::OfferForReview { text } => self.overlay.offer_for_review(text),
            HostOrder::OfferManualEntry { text, reason } => {
                self.overlay.offer_manual_entry(text, &reason);
            }
            HostOrder::CloseReview => self.overlay.layers.close_review(),
            HostOrder::PassDictationKey => {
                self.wrapped.agent.write(self.keys.dictation_key.clone());
            }
            HostOrder::PassCancelKey => self.wrapped.agent.write(self.keys.cancel_key.clone()),
            HostOrder::Notify(notice) => {
                self.frame.panel.notify(Instant::now(), &notice);
                self.overlay.keep(&notice);
            }
        }
        Vec::new()
    }

    fn update(&mut self, update: Update<'_>) {
        match update {
            Update::Words(live) => self.frame.panel.show_words(live),
            Update::Recorded(metrics) => self.frame.panel.recorded(metrics),
            Update::Voice { .. } => return,
        }
        self.frame.is_dirty = true;
        self.overlay.takes_changed = true;
    }
}

impl Session<'_> {
    fn handle_message(
        &mut self,
        message: Message,
        dictation: &mut Dictation,
    ) -> Result<Option<End>> {
        match message {
            Message::Dictation(event) => {
                self.frame.is_dirty = true;
                dictation.step(self, event);
            }
            Message::Agent(PtyEvent::Written { ticket, .. }) => {
                if let Some(take) = self.wrapped.agent.written_take(ticket) {
                    dictation.step(self, Event::Agent(AgentEvent::TextWritten { take }));
                }
            }
            Message::Agent(PtyEvent::Exited(exit)) => {
                self.drain_output(dictation);
                return Ok(Some(End::Agent(exit)));
            }
            Message::Job(event) => self.handle_job_event(event, dictation),
            Message::LogTrouble(trouble) => self.report_trouble(&trouble),
            Message::Signal(SIGWINCH) => self.handle_resize(),
            Message::Signal(SIGTSTP) => return Ok(self.stop(dictation)),
            Message::Signal(SIGCONT) => return Ok(self.go_on()),
            Message::Signal(signal) => return Ok(Some(End::Signal(signal))),
            Message::Panicked(panicked) if panicked.is_of_needed_thread() => {
                return Ok(Some(End::ThreadGone(Some(panicked))));
            }
            Message::Panicked(panicked) => self.report_trouble(&panicked.to_string()),
        }
        Ok(None)
    }

    /// Reports to the dictation what the agent does.
    fn report(&mut self, changes: Vec<Event>, dictation: &mut Dictation) {
        self.frame.is_dirty |= changes.iter().any(is_shown);
        for change in changes {
            dictation.step(self, change);
        }
    }

    fn handle_output(&mut self, bytes: &[u8], dictation: &mut Dictation) {
        self.wrapped.feed(bytes, &mut self.frame.host);
        dictation.step(self, Event::Agent(AgentEvent::Wrote));
    }

    /// Takes the size of the terminal over. Of many signals in a row only some bring a new one.
    pub(super) fn handle_resize(&mut self) {
        let Ok(size) = host_size() else { return };
        if size != self.frame.size {
            self.frame.size = size;
            self.fit_to_size();
        }
    }

    /// Reports something that has failed beside the dictation.
    pub(super) fn report_trouble(&mut self, text: &str) {
        if self.frame.panel.report_trouble(Instant::now(), text) {
            self.overlay.keep_failure(text);
        }
        self.frame.is_dirty = true;
    }

    /// The agent has closed its terminal: it has ended, or runs on out of reach. Then it gets a while
    /// to end by itself, as its exit code is to be passed on.
    fn wait_for_exit(&mut self) -> End {
        let until = Instant::now() + CLOSED_GRACE;
        while let Ok(message) = self.inbox.messages().recv_deadline(until) {
            if let Message::Agent(PtyEvent::Exited(exit)) = message {
                return End::Agent(exit);
            }
        }
        tracing::warn!("the agent has closed its terminal without ending");
        End::AgentUnreachable
    }

    /// The agent has ended; what it wrote last may still be on its way, and what it left behind may
    /// never stop writing.
    fn drain_output(&mut self, dictation: &mut Dictation) {
        let until = Instant::now() + LAST_OUTPUT;
        while Instant::now() < until
            && let Ok(PtyOutput::Bytes(bytes)) = self.wrapped.agent.output().recv_deadline(until)
        {
            self.handle_output(&bytes, dictation);
        }
    }
}

/// Whether what the agent does is another thing now, which the panel shows.
fn is_shown(event: &Event) -> bool {
    matches!(event, Event::Agent(AgentEvent::StateChanged(_)))
}
