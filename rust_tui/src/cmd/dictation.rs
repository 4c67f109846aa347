//! One dictation pipeline, whatever surrounds it: the flow with its pump, its worker, its metrics.
//!
//! Owned by the main thread of `run`, `listen` and `demo`. [`Dictation::step`] performs effects on
//! sound, decoding and figures; what concerns the agent and the user it hands back to the caller.

mod chosen;
mod metrics_sink;
mod reconfigure;
mod request;
mod start;
mod takes;
mod time;

pub use chosen::{Model, audio_source, engine_spec};
pub use request::Request;

use crate::stt::{EngineSpec, Retranscription, Worker};
use crate::voice::{Meter, PendingSettings, Pump};
use crossbeam_channel::{Receiver, Sender};
use metrics_sink::MetricsSink;
use parlo_core::decoded::Word;
use parlo_core::flow::{Effect, Event, Flow, Hold, Phase};
use parlo_core::history::TakeHistory;
use parlo_core::typing::TypingRules;
use std::time::Duration;
use takes::new_id;

/// A running pipeline.
pub struct Dictation {
    flow: Flow,
    pump: Pump,
    worker: Worker,
    events: Receiver<Event>,
    /// Keeps the channel open should both threads be gone; their absence shows in deadlines.
    sender: Sender<Event>,
    metrics_sink: MetricsSink,
    /// What to work by once no take is running any more.
    pending: Option<PendingSettings>,
    history: TakeHistory,
    again: Retranscription,
    /// The engine that is in use, or is being built to take over.
    spec: EngineSpec,
    /// How long this process has not run since the pipeline was started.
    away: Duration,
}

impl Dictation {
    /// Facts from the threads, for [`Self::step`].
    pub fn events(&self) -> &Receiver<Event> {
        &self.events
    }

    /// When to step with [`Event::TimePassed`] at the latest.
    pub fn next_deadline(&self) -> Option<std::time::Instant> {
        self.flow.next_deadline().map(|deadline| deadline + self.away)
    }

    /// What is going on.
    pub fn phase(&self) -> Phase {
        self.flow.phase()
    }

    /// Whether the cancel key is parlo's now.
    pub fn wants_cancel(&self) -> bool {
        self.flow.wants_cancel()
    }

    /// The words so far.
    pub fn partial_text(&self) -> Option<&str> {
        self.flow.partial_text()
    }

    /// Those words with the decoder's confidence in each.
    pub fn partial_words(&self) -> &[Word] {
        self.flow.partial_words()
    }

    /// Whether the speech model is still being loaded.
    pub fn is_loading(&self) -> bool {
        self.worker.is_loading()
    }

    /// The words of the text that is typed, with their times in the take.
    pub fn words(&self) -> &[Word] {
        self.flow.words()
    }

    /// Why nothing may be typed now, if so.
    pub fn hold(&self) -> Option<Hold> {
        self.flow.hold()
    }

    /// A text that is held, or that was offered for review, as it was before the user's edits.
    pub fn waiting_text(&self) -> Option<&str> {
        self.flow.waiting_text()
    }

    /// Whether the hands-free mode is on.
    pub fn is_hands_free(&self) -> bool {
        self.flow.is_hands_free()
    }

    /// What the agent's composer does with what is typed; to be told before the first event.
    pub fn set_typing_rules(&mut self, rules: TypingRules) {
        self.flow.set_typing_rules(rules);
    }

    /// Whoever runs this can show a line to type in, and offers it when nothing can be transcribed.
    pub fn offer_manual_entry(&mut self) {
        self.flow.offer_manual_entry();
    }

    /// Whether the decoder lags far behind, or the text is waited for longer than one should have to.
    pub fn is_slow(&self) -> bool {
        self.flow.is_slow()
    }

    /// Whether releases of the dictation key mean anything.
    pub fn wants_releases(&self) -> bool {
        self.flow.wants_releases()
    }

    /// Whether [`Event::DictationReleased`] will tell every release of the dictation key.
    pub fn set_releases_reported(&mut self, reported: bool) {
        self.flow.set_releases_reported(reported);
    }

    /// The level meter.
    pub fn meter(&self) -> Meter {
        self.pump.meter()
    }

    /// Closes the microphone; returns once it is closed, or does not close. A running take ends with
    /// what was heard.
    pub fn close_microphone(&self) {
        self.pump.close_microphone();
    }

    /// The dictation key was pressed.
    pub fn toggle(&mut self) -> Vec<Request> {
        self.step(Event::DictationToggled { next: new_id() })
    }

    /// Takes a fact in, does what is to be done about sound, decoding and figures, and returns
    /// the rest.
    pub fn step(&mut self, event: Event) -> Vec<Request> {
        self.keep_sounds();
        let before = self.flow.phase();
        let (now, event) = self.in_flow_time(event);
        let effects = self.flow.step(now, event);
        let after = self.flow.phase();
        if before != after {
            tracing::info!(from = before.name(), to = after.name(), "phase");
        }
        let mut requests = Vec::new();
        for effect in effects {
            if effect == Effect::ListenByItself {
                requests.extend(self.step(Event::ListenByItself { next: new_id() }));
            } else {
                self.perform(effect, &mut requests);
            }
        }
        self.apply_pending_settings();
        requests
    }

    fn perform(&mut self, effect: Effect, requests: &mut Vec<Request>) {
        match effect {
            Effect::OpenMicrophone { take } => self.pump.listen(take),
            Effect::StopCapture { take } => self.pump.stop(take),
            Effect::DropCapture { take } => self.pump.drop_take(take),
            Effect::SetTail { take, tail } => self.pump.set_tail(take, tail),
            Effect::Decode(order) => self.worker.decode(order),
            Effect::DropDecodes { .. } => self.worker.drop_decodes(),
            Effect::Type { take, text } => requests.push(Request::Type { take, text }),
            Effect::PressEnter => requests.push(Request::PressEnter),
            Effect::Erase { backspaces } => requests.push(Request::Erase { backspaces }),
            Effect::OfferForReview { text, .. } => requests.push(Request::OfferForReview { text }),
            Effect::OfferManualEntry { text, reason, .. } => {
                requests.push(Request::OfferManualEntry { text, reason });
            }
            Effect::CloseReview => requests.push(Request::CloseReview),
            Effect::Remember { take, text } => self.remember(take, &text),
            Effect::ListenByItself => {}
            Effect::PassDictationKey => requests.push(Request::PassDictationKey),
            Effect::PassCancelKey => requests.push(Request::PassCancelKey),
            Effect::Notify(notice) => {
                tracing::info!(%notice, "told the user");
                requests.push(Request::Notify(notice));
            }
            Effect::Record(metrics) => {
                tracing::info!(
                    utterance = %format_args!("{:032x}", metrics.utterance_id.0),
                    strategy = metrics.strategy.name(),
                    fallback = metrics.fallback,
                    end_reason = metrics.end_reason.name(),
                    "take over"
                );
                self.remember_end(&metrics);
                requests.extend(self.metrics_sink.record(&metrics).map(Request::Notify));
                requests.push(Request::Recorded(metrics));
            }
        }
    }
}
