//! The takes so far: remembered with their sound, inserted and transcribed again.

use super::reconfigure::builder;
use super::{Dictation, Model, Request};
use crate::stt::{EngineSpec, RetranscriptionError};
use parlo_core::flow::Event;
use parlo_core::history::TakeHistory;
use parlo_core::metrics::VoiceLatencyMetrics;
use parlo_core::take_id::TakeId;
use std::sync::Arc;
use std::time::SystemTime;

/// Why a take cannot be transcribed again.
#[derive(Debug, thiserror::Error)]
pub enum CannotRetranscribe {
    /// It is too long ago, or was never kept.
    #[error("the sound of this take is no longer kept")]
    NoSound,
    /// The decoder could not be started.
    #[error(transparent)]
    NotBegun(#[from] RetranscriptionError),
}

impl Dictation {
    /// The takes so far, the newest first. In memory only.
    pub fn history(&mut self) -> &TakeHistory {
        self.keep_sounds();
        &self.history
    }

    /// Types the text again; it is held, offered and taken back like that of a new take. A text that
    /// is under review gets it appended.
    pub fn insert(&mut self, text: String) -> Vec<Request> {
        self.step(Event::InsertRequested { take: new_id(), text })
    }

    /// Has another model transcribe the sound of a take, in the background; the running decoder is
    /// not disturbed. The outcome is told ([`Event::Retranscribed`] becomes a notice), the new
    /// text is in the history.
    ///
    /// # Errors
    /// Its sound is gone, or another take is being transcribed again.
    pub fn retranscribe(&mut self, take: TakeId, model: &Model) -> Result<(), CannotRetranscribe> {
        self.keep_sounds();
        let samples = self.history.take(take).and_then(|take| take.samples());
        let samples = samples.ok_or(CannotRetranscribe::NoSound)?;
        // Beside the running decoder it gets half of the cores.
        let threads = self.spec.threads.div_ceil(2);
        let spec = EngineSpec { model: model.path.clone(), threads, ..self.spec.clone() };
        let hints = Arc::clone(self.worker.hints());
        Ok(self.again.begin(take, samples, hints, builder(&spec), self.sender.clone())?)
    }

    /// Takes in the sounds the worker has handed out.
    pub(super) fn keep_sounds(&mut self) {
        for (take, samples) in self.worker.sounds().try_iter() {
            self.history.keep_sound(take, &samples);
        }
    }

    /// The text of a take is known. Its sound is asked for now: the next take may begin before this
    /// one is over.
    pub(super) fn remember(&mut self, take: TakeId, text: &str) {
        if self.history.take(take).is_none() {
            self.worker.want_sound(take);
        }
        self.history.transcribed(SystemTime::now(), take, text);
    }

    /// A take is over. One without a text is the reason why sound is kept at all.
    pub(super) fn remember_end(&mut self, metrics: &VoiceLatencyMetrics) {
        let known = self.history.take(metrics.utterance_id).is_some();
        self.history.ended(SystemTime::now(), metrics);
        if !known && self.history.take(metrics.utterance_id).is_some() {
            self.worker.want_sound(metrics.utterance_id);
        }
    }
}

/// The id of a take that begins now.
pub(super) fn new_id() -> TakeId {
    TakeId(uuid::Uuid::new_v4().as_u128())
}
