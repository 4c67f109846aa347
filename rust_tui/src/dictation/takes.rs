//! The takes so far: remembered with their sound, inserted and transcribed again.

use std::sync::Arc;
use std::time::SystemTime;

use anyhow::Result;
use parlo_core::flow::{Event, UserEvent};
use parlo_core::history::TakeHistory;
use parlo_core::metrics::VoiceLatencyMetrics;
use parlo_core::take_id::TakeId;

use super::reconfigure::builder;
use super::{Dictation, Ears, Host, Model};
use crate::config::failure::failure;
use crate::stt::EngineSpec;

impl<E: Ears> Dictation<E> {
    /// The takes so far, the newest first. In memory only.
    pub fn history(&mut self) -> &TakeHistory {
        self.keep_sounds();
        &self.history
    }

    /// Types the text again; it is held, offered and cancelled like that of a new take. A text that
    /// is under review gets it appended.
    pub fn insert<H: Host<E>>(&mut self, host: &mut H, text: String) {
        self.step(host, Event::User(UserEvent::InsertRequested { take: new_id(), text }));
    }

    /// Keeps the sounds that have arrived.
    pub(super) fn keep_sounds(&mut self) {
        for (take, samples) in self.ears.sounds() {
            self.history.keep_sound(take, &samples);
        }
    }

    /// The text of a take is known. Its sound is asked for now: the next take may begin before this
    /// one is over.
    pub(super) fn remember(&mut self, take: TakeId, text: &str) {
        if self.history.take(take).is_none() {
            self.ears.want_sound(take);
        }
        self.history.transcribed(SystemTime::now(), take, text);
    }

    /// A take is over. One without a text is the reason why sound is kept at all.
    pub(super) fn remember_end(&mut self, metrics: &VoiceLatencyMetrics) {
        let known = self.history.take(metrics.utterance_id).is_some();
        self.history.ended(SystemTime::now(), metrics);
        if !known && self.history.take(metrics.utterance_id).is_some() {
            self.ears.want_sound(metrics.utterance_id);
        }
    }
}

impl Dictation {
    /// Has another model transcribe the sound of a take, in the background; the running decoder is
    /// not disturbed. The outcome is reported ([`parlo_core::flow::DecodeEvent::Retranscribed`] becomes
    /// a notice), the new text is in the history.
    ///
    /// # Errors
    /// Its sound is gone, or another take is being transcribed again.
    pub fn retranscribe(&mut self, take: TakeId, model: &Model) -> Result<()> {
        self.keep_sounds();
        let samples = self.history.take(take).and_then(|take| take.samples());
        let samples = samples.ok_or_else(|| failure("the sound of this take is no longer kept"))?;
        // Beside the running decoder it gets half of the cores.
        let threads = self.ears.spec.threads.div_ceil(2);
        let spec = EngineSpec { model: model.path.clone(), threads, ..self.ears.spec.clone() };
        let (hints, events) = (Arc::clone(self.ears.worker.hints()), self.ears.events.clone());
        let builder = builder(&spec);
        Ok(self.ears.retranscription.begin(take, samples, hints, builder, events)?)
    }
}

/// The id of a take that begins now.
pub(super) fn new_id() -> TakeId {
    TakeId(uuid::Uuid::new_v4().as_u128())
}
