//! One dictation pipeline: the flow with its ears, its history, its metrics, and the loop that drives
//! it in any surroundings.
//!
//! Owned by the thread that drives it: the main thread of `run`, `listen`, `demo` and `bench`.
//! [`Dictation::step`] carries out the orders about sound, decoding and metrics; what concerns the
//! agent and the user is the [`Host`]'s.

pub mod auto_model;
mod chosen;
mod drive;
mod ears;
pub mod measured;
mod metrics_sink;
mod reconfigure;
mod start;
mod takes;
mod time;
pub mod verified;

pub use chosen::{Model, audio_source};
pub use drive::{Host, Update, Woken, drive, wait_for_events};
pub use ears::{Ears, Threads};

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use parlo_core::audio::duration_of;
use parlo_core::flow::{CaptureEvent, Effect, Event, Flow, HostOrder, Phase, UserEvent};
use parlo_core::history::TakeHistory;
use parlo_core::typing::TypingRules;

use crate::voice::{Meter, PendingSettings};
use metrics_sink::MetricsSink;
use takes::new_id;

/// A pipeline, with what hears for it.
pub struct Dictation<E = Threads> {
    flow: Flow,
    ears: E,
    metrics_sink: MetricsSink,
    /// What to work by once no take is running any more.
    pending: Option<PendingSettings>,
    history: TakeHistory,
    /// How long this process has not run since the pipeline was started.
    away: Duration,
}

impl<E: Ears> Dictation<E> {
    /// When to step with [`Event::TimePassed`] at the latest.
    pub fn next_deadline(&self) -> Option<Instant> {
        self.flow.next_deadline().map(|deadline| deadline + self.away)
    }

    /// Which phase the take is in.
    pub fn phase(&self) -> Phase {
        self.flow.phase()
    }

    /// The flow, whose events come through [`Self::step`] alone.
    pub fn flow(&self) -> &Flow {
        &self.flow
    }

    /// What the agent's composer does with what is typed; to be set before the first event.
    pub fn set_typing_rules(&mut self, rules: TypingRules) {
        self.flow.set_typing_rules(rules);
    }

    /// The host can show a line to type in, and offers it when nothing can be transcribed.
    pub fn offer_manual_entry(&mut self) {
        self.flow.offer_manual_entry();
    }

    /// Whether [`UserEvent::DictationReleased`] reports every release of the dictation key.
    pub fn set_releases_reported(&mut self, reported: bool) {
        self.flow.set_releases_reported(reported);
    }

    /// The dictation key was pressed.
    pub fn toggle<H: Host<E>>(&mut self, host: &mut H) {
        self.step(host, Event::User(UserEvent::DictationToggled { next: new_id() }));
    }

    /// Steps the flow by an event, after those that the host has before it, and carries out the effects.
    pub fn step<H: Host<E>>(&mut self, host: &mut H, event: Event) {
        let mut events = VecDeque::from(host.events_before(&event, self));
        events.push_back(event);
        while let Some(event) = events.pop_front() {
            self.keep_sounds();
            let before = self.flow.phase();
            let (now, event) = self.in_flow_time(event);
            self.report_voice(host, &event);
            let effects = self.flow.step(now, event);
            let after = self.flow.phase();
            if before != after {
                tracing::info!(from = before.name(), to = after.name(), "phase");
            }
            let answers: Vec<Event> =
                effects.into_iter().flat_map(|effect| self.perform(host, effect)).collect();
            answers.into_iter().rev().for_each(|answer| events.push_front(answer));
            self.apply_pending_settings();
        }
    }

    fn report_voice<H: Host<E>>(&self, host: &mut H, event: &Event) {
        let Event::Capture { take, event } = event else { return };
        let (speaking, at) = match event {
            CaptureEvent::SpeechSufficed(heard) => (true, heard.onset),
            CaptureEvent::PauseHeard(heard) => (false, heard.voiced_end),
            CaptureEvent::SpeechResumed { at } => (true, *at),
            _ => return,
        };
        host.update(Update::Voice { take: *take, speaking, at: duration_of(at) });
    }

    fn perform<H: Host<E>>(&mut self, host: &mut H, effect: Effect) -> Vec<Event> {
        match effect {
            Effect::Voice(order) => self.ears.voice(order),
            Effect::Stt(order) => self.ears.stt(order),
            Effect::Host(order) => {
                if let HostOrder::Notify(notice) = &order {
                    tracing::info!(%notice, "reported to the user");
                }
                return host.perform(order);
            }
            Effect::Words(live) => host.update(Update::Words(&live)),
            Effect::Remember { take, text } => self.remember(take, &text),
            Effect::RequestTake => {
                return vec![Event::User(UserEvent::TakeGranted { next: new_id() })];
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
                if let Some(notice) = self.metrics_sink.record(&metrics) {
                    host.perform(HostOrder::Notify(notice));
                }
                host.update(Update::Recorded(&metrics));
            }
        }
        Vec::new()
    }
}

impl Dictation {
    /// Whether the speech model is still being loaded.
    pub fn is_loading(&self) -> bool {
        self.ears.worker.is_loading()
    }

    /// The level meter.
    pub fn meter(&self) -> Meter {
        self.ears.pump.meter()
    }

    /// Closes the microphone; returns once it is closed, or does not close. A running take ends with
    /// what was heard.
    pub fn close_microphone(&self) {
        self.ears.pump.close_microphone();
    }
}
