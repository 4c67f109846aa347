//! The demo agent, and what is seen of a take that is dictated into it.

use std::time::{Duration, Instant};

use anyhow::Result;
use crossbeam_channel::{Receiver, at, never, select};
use parlo_core::flow::{AgentEvent, Event, HostOrder};
use parlo_core::live::LiveStage;
use parlo_core::metrics::VoiceLatencyMetrics;

use super::{EndBy, Seen, Take};
use crate::config::failure::failure;
use crate::dictation::{Dictation, Host, Update, Woken};
use crate::session::agent::Agent;
use crate::session::pty::{PtyEvent, PtyOutput};
use crate::voice::Opening;

/// How long the agent's answer to Enter is waited for.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

/// The agent, and what has been seen of the running take.
pub(super) struct Stage {
    agent: Agent,
    inbox: Receiver<Woken<Happened>>,
    end: EndBy,
    watch: Watch,
}

/// What has happened on the stage.
pub(super) enum Happened {
    Agent(PtyEvent),
    Opened(Opening),
    Output(PtyOutput),
}

/// What has been seen of the running take.
#[derive(Debug, Default)]
struct Watch {
    seen: Seen,
    recorded: Option<VoiceLatencyMetrics>,
    live_words: String,
    key_due: Option<Instant>,
    /// Until when the agent's answer is waited for.
    give_up_at: Option<Instant>,
}

impl Stage {
    pub(super) fn new(agent: Agent, inbox: Receiver<Woken<Happened>>) -> Self {
        Self { agent, inbox, end: EndBy::Pause, watch: Watch::default() }
    }

    /// Prepares for a take that is to end so.
    pub(super) fn expect(&mut self, end: EndBy) {
        self.end = end;
        self.watch = Watch::default();
    }

    /// Nothing was typed, or the agent shows that it received just that.
    fn has_arrived(&mut self) -> bool {
        let Some(text) = &self.watch.seen.text else { return true };
        let answer = format!("received {} characters: {text}", text.chars().count());
        self.agent.screen().text().contains(&answer)
    }
}

impl Host for Stage {
    type End = Take;
    type Own = Happened;

    fn turn(&mut self, dictation: &mut Dictation) -> Result<Option<Take>> {
        if self.agent.became_ready() {
            dictation.step(self, Event::Agent(AgentEvent::BecameReady));
        }
        if self.watch.recorded.is_none() {
            return Ok(None);
        }
        if self.has_arrived() {
            let Watch { seen, recorded, .. } = std::mem::take(&mut self.watch);
            return Ok(recorded.map(|metrics| Take { metrics, seen }));
        }
        let give_up_at = *self.watch.give_up_at.get_or_insert(Instant::now() + ANSWER_TIMEOUT);
        if Instant::now() >= give_up_at {
            return Err(failure("the demo agent did not show the text it was sent"));
        }
        Ok(None)
    }

    fn wait(&mut self, until: Option<Instant>) -> Result<Woken<Happened>> {
        let gone = || failure("the demo agent ended");
        select! {
            recv(self.agent.output()) -> output => {
                output.map(|output| Woken::Own(Happened::Output(output))).map_err(|_| gone())
            }
            recv(self.inbox) -> woken => woken.map_err(|_| gone()),
            recv(until.map_or_else(never, at)) -> _ => Ok(Woken::Deadline),
        }
    }

    fn next_deadline(&self, _: &Dictation) -> Option<Instant> {
        let deadlines = [self.agent.next_deadline(), self.watch.key_due, self.watch.give_up_at];
        deadlines.into_iter().flatten().min()
    }

    fn handle(&mut self, happened: Happened, dictation: &mut Dictation) -> Result<Option<Take>> {
        match happened {
            Happened::Output(PtyOutput::Bytes(bytes)) => {
                self.agent.feed(&bytes);
                dictation.step(self, Event::Agent(AgentEvent::Wrote));
            }
            Happened::Agent(PtyEvent::Written { ticket, at }) => {
                if let Some(take) = self.agent.written_take(ticket) {
                    self.watch.seen.written_at = Some(at);
                    dictation.step(self, Event::Agent(AgentEvent::TextWritten { take }));
                }
            }
            Happened::Opened(opening) => self.watch.opened(opening, self.end),
            Happened::Output(PtyOutput::Closed) | Happened::Agent(PtyEvent::Exited(_)) => {
                return Err(failure("the demo agent ended"));
            }
        }
        Ok(None)
    }

    fn time_passed(&mut self, dictation: &mut Dictation) -> Result<()> {
        self.agent.flush();
        let now = Instant::now();
        if self.watch.key_due.take_if(|due| *due <= now).is_some() {
            self.watch.seen.key_at = Some(now);
            dictation.toggle(self);
        }
        Ok(())
    }

    fn perform(&mut self, order: HostOrder) -> Vec<Event> {
        match order {
            HostOrder::Type { take, text } => {
                self.watch.seen.typed_at = Some(Instant::now());
                self.agent.type_text(take, &text);
                self.watch.seen.text = Some(text);
            }
            HostOrder::PressEnter => self.agent.press_enter(),
            HostOrder::Notify(notice) if notice.is_error() => {
                self.watch.seen.failures.push(notice.to_string());
            }
            // There is no user to edit, to undo or to read.
            _ => {}
        }
        Vec::new()
    }

    fn update(&mut self, update: Update<'_>) {
        match update {
            Update::Words(live) if live.stage == LiveStage::Partial => self.watch.shows(&live.text),
            Update::Recorded(metrics) => {
                self.watch.recorded = Some(metrics.clone());
                // Pressed now, it would begin a new take.
                self.watch.key_due = None;
            }
            Update::Words(_) | Update::Voice { .. } => {}
        }
    }
}

impl Watch {
    fn opened(&mut self, opening: Opening, end: EndBy) {
        self.seen.opening = Some(opening);
        self.key_due = match end {
            EndBy::Pause => None,
            EndBy::Key(place) => opening.time_of(place),
        };
    }

    /// Notes whether the live words have changed.
    fn shows(&mut self, words: &str) {
        if words != self.live_words {
            words.clone_into(&mut self.live_words);
            self.seen.live_words_at.push(Instant::now());
        }
    }
}
